"""From lesson.md to the Page a front draws, and what its cells give when they run."""

from torchdojo.text.outputs import CellError, CellOutput, kept_outputs, outputs
from torchdojo.text.page import Aside, Block, Cell, Figure, Heading, Page, Place, Prose, Shown
from torchdojo.text.parse import page
from torchdojo.text.shown import code, definition, prose

__all__ = [
    "Aside",
    "Block",
    "Cell",
    "CellError",
    "CellOutput",
    "Figure",
    "Heading",
    "Page",
    "Place",
    "Prose",
    "Shown",
    "code",
    "definition",
    "kept_outputs",
    "outputs",
    "page",
    "prose",
]
