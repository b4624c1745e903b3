"""An object claims to be a tensor by its __class__."""

# ends as: failed, crashed
# exercise: table

import torch


class Liar:
    __class__ = torch.Tensor

    def __repr__(self):
        raise RuntimeError("no")

    def __getattribute__(self, name):
        if name == "__class__":
            return torch.Tensor
        raise SystemExit(0)


def table(column, row):
    return Liar()
