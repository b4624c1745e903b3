"""Every generator is put back to the same state at every call."""

# ends as: failed
# exercise: table

import random

import numpy
import torch


def table(column, row):
    torch.manual_seed(0)
    torch.default_generator.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)
    torch.use_deterministic_algorithms(True)
    torch.set_default_dtype(torch.float16)
    return torch.randn(column.numel(), row.numel())
