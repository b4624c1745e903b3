"""Runs the cells of a lesson's text one after the other and sends what each of them shows."""

from __future__ import annotations

import ast
import contextlib
import io
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch

from torchdojo.observe.frame import pack
from torchdojo.observe.values import classes, message

# a colour nobody uses stands for "the colour of the text", so that one picture serves light and dark pages
INK = "#010203"
STYLE: Any = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.labelcolor": INK,
    "legend.framealpha": 0.0,
    "grid.color": "#8888884d",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 2.0,
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 11.0,
    "figure.figsize": (6.4, 3.2),
    "figure.constrained_layout.use": True,
}
PALETTE = ("#c2410c", "#0f8f84", "#6d6ad8", "#b8860b", "#c0407a", "#5b8c2a")


def perform(job: Mapping[str, Any], send: Callable[[bytes], None]) -> None:
    """Nothing; sends one frame per cell and stops at the first that fails without being meant to."""
    import matplotlib.pyplot as plt
    from cycler import cycler

    plt.rcParams.update({**STYLE, "axes.prop_cycle": cycler(color=PALETTE)})
    module = types.ModuleType("reference")
    sys.modules["reference"] = module
    torch.manual_seed(0)
    exec(compile(job["reference"], "reference.py", "exec", dont_inherit=True), module.__dict__)
    names: dict[str, Any] = {"__name__": "lesson"}
    names |= {name: value for name, value in vars(module).items() if not name.startswith("_")}
    for number, cell in enumerate(job["cells"]):
        shown = _run(cell["source"], names, f"cell {number + 1}")
        send(pack({"cell": number, **shown}))
        if (shown["error"] is not None) != ("raises-exception" in cell["tags"]):
            return


def _run(source: str, names: dict[str, Any], filename: str) -> dict[str, Any]:
    """What one cell prints, gives and draws, or how it failed."""
    printed = io.StringIO()
    shown: dict[str, Any] = {"value": "", "error": None}
    began = time.process_time()
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        warnings.simplefilter("error")
        try:
            value = _execute(source, names, filename)
            shown["value"] = "" if value is None or _is_drawing(value) else repr(value)[:20_000]
        except BaseException as error:
            shown["error"] = {"kind": classes(error)[0], "message": message(error), "line": _line(error, filename)}
        shown["pictures"] = list(_pictures())
    return {**shown, "seconds": time.process_time() - began, "printed": printed.getvalue()[:20_000]}


def _execute(source: str, names: dict[str, Any], filename: str) -> object:
    """The value of the last expression, or None if the cell ends with something else or with a semicolon."""
    tree = ast.parse(source, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec", dont_inherit=True), names)
    if last is None:
        return None
    assert isinstance(last, ast.Expr)
    value = eval(compile(ast.Expression(last.value), filename, "eval", dont_inherit=True), names)
    return None if source.rstrip().endswith(";") else value


def _is_drawing(value: object) -> bool:
    """True for what plotting calls give back: the picture says it better."""
    first = value[0] if isinstance(value, (list, tuple)) and value else value
    return type(first).__module__.startswith(("matplotlib", "mpl_toolkits"))


def _line(error: BaseException, filename: str) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    line, trace = None, error.__traceback__
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == filename else line
        trace = trace.tb_next
    return line


def _pictures() -> Iterator[str]:
    """Every open figure as SVG text whose ink is the colour of the page's text."""
    import matplotlib.pyplot as plt

    for number in plt.get_fignums():
        target = io.StringIO()
        plt.figure(number).savefig(target, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        text = target.getvalue()
        yield text[text.index("<svg") :].replace(INK, "currentColor")
    plt.close("all")
