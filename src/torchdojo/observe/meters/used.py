"""Which of torch's functions a computation uses, under the names people know them by, and on which line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from torch.overrides import TorchFunctionMode

from torchdojo.observe.meters.meter import Meter, line_in

# words that tell kernels of one function apart, and not the functions: _scaled_dot_product_flash_attention_for_cpu
KERNELS = frozenset(
    "backward cpu cuda cudnn data default efficient flash for forward fused impl legit math mkldn mps native overrideable".split()  # noqa: SIM905
)


def plain(name: str) -> str:
    """The public name of an operation or function: 'softmax' for aten::_softmax, softmax_ and softmax.int."""
    word = name.rpartition("::")[2].split(".")[0].strip("_")
    return "_".join(part for part in word.split("_") if part not in KERNELS) or word


class _Functions(TorchFunctionMode):
    """Sees functions before they fall apart into operations."""

    def __init__(self, used: Used) -> None:
        super().__init__()
        self._used = used

    def __torch_function__(self, function: Any, types: Any, arguments: Any = (), keywords: Any = None) -> Any:
        self._used.note(getattr(function, "__name__", ""))
        return function(*arguments, **(keywords or {}))


class Used(Meter):
    """Notes the names of functions and operations with the line of the file; None for those that are called from elsewhere."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self.found: dict[tuple[str, int | None], None] = {}

    @property
    def count(self) -> int:
        """Different names."""
        return len({name for name, _ in self.found})

    def watching(self, call: Callable[[], object]) -> object:
        """What the call returned; its functions were seen, too."""
        with _Functions(self):
            return call()

    def note(self, name: str) -> None:
        """Nothing; the name is remembered with its line."""
        self.found[plain(name), line_in(self.filename)] = None

    def seen(self, operation: Any, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Any:
        """What the operation returned."""
        self.note(operation.name())
        return operation(*arguments, **keywords)
