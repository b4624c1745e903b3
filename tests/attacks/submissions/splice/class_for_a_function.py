"""The exercise is a class whose instances are what calling it gives."""

# ends as: failed
# exercise: table

import torch


class table(torch.Tensor):
    def __new__(cls, column, row):
        return torch.Tensor._make_subclass(cls, column[:, None] - row)

    def __init__(self, column, row):
        pass
