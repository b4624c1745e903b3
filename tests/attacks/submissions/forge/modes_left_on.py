"""A dispatch mode and a function mode that stay on answer every later call with zeros."""

# ends as: failed, crashed
# exercise: table

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode


class Zeros(TorchFunctionMode):
    def __torch_function__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        return result * 0 if type(result) is torch.Tensor and result.is_floating_point() else result


class Below(TorchDispatchMode):
    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        return function(*args, **(kwargs or {}))


Zeros().__enter__()
Below().__enter__()


def table(column, row):
    return column[:, None] - row
