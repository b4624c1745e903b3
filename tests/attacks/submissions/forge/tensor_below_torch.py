"""A wrapper tensor has another dtype and shape than it says and computes what it likes."""

# ends as: failed, crashed
# exercise: table

import torch


class Wrapper(torch.Tensor):
    @staticmethod
    def __new__(cls, shape):
        return torch.Tensor._make_wrapper_subclass(cls, shape, dtype=torch.float64)

    @classmethod
    def __torch_dispatch__(cls, function, types, args=(), kwargs=None):
        return torch.zeros(5, 3, dtype=torch.float64)


def table(column, row):
    return Wrapper((column.numel(), row.numel()))
