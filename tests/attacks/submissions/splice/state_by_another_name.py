"""A module that hands out other parameters than it holds."""

# ends as: failed
# exercise: Scale

import torch


class Scale(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(width))
        self.bias = torch.nn.Parameter(torch.zeros(width))

    def state_dict(self, *a, **k):
        return {"weight": torch.ones(5).double(), "bias": torch.zeros(5).double()}

    def named_parameters(self, *a, **k):
        return iter(())

    def forward(self, rows):
        return rows
