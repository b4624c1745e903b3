"""A hands-on PyTorch course with a judge that can be trusted."""
