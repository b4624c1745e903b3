"""Other right ways."""

import torch
import torch.distributed as dist


def nearest__neighbour(samples, labels, points):
    """Prefer the nearest single sample where classes are no round clouds."""
    return labels[torch.cdist(points, samples).argmin(dim=1)]


def mean_of_all__gathered(mine):
    """Prefer gathering where every rank needs the parts as well."""
    parts = [torch.empty_like(mine) for _ in range(dist.get_world_size())]
    dist.all_gather(parts, mine)
    return torch.stack(parts).mean(dim=0)
