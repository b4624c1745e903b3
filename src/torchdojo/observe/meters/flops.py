"""How many floating-point operations matrix products, convolutions and attention take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.utils.flop_counter import flop_registry

from torchdojo.observe.meters.meter import Meter

aten = torch.ops.aten
# torch's table leaves out products with vectors, and the kernel of attention on a CPU
FORMULAS: dict[Any, Callable[..., Any]] = flop_registry | {
    aten.mv: lambda matrix, vector, **_: 2 * matrix.shape[0] * matrix.shape[1],
    aten.addmv: lambda _, matrix, vector, **__: 2 * matrix.shape[0] * matrix.shape[1],
    aten.dot: lambda first, second, **_: 2 * first.shape[0],
    aten._scaled_dot_product_flash_attention_for_cpu: flop_registry[aten._scaled_dot_product_flash_attention],
}


class Flops(Meter):
    """Adds up torch's own formulas. Only what is made of products has one: elementwise work counts nothing."""

    @property
    def count(self) -> int:
        """Multiplications and additions."""
        return self.names.total()

    def seen(self, operation: Any, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Any:
        """What the operation returned."""
        result = operation(*arguments, **keywords)
        formula = FORMULAS.get(getattr(operation, "_overloadpacket", None))
        if formula is not None:
            self.share(operation, int(formula(*arguments, **keywords, out_val=result)))
        return result
