"""The templates, and text made fit for them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from torchdojo.fronts.web.grids import grids
from torchdojo.text import prose

HERE = Path(__file__).parent
BUILT = HERE / "static" / "built"

# ends one fragment of a streamed answer; never inside one, see `clean`
SEPARATOR = "\x1e"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CODE = re.compile(r"`([^`\n]+)`")


@cache
def templates() -> Environment:
    """The environment of all pages and fragments; everything is escaped unless the text room made it."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"words": words, "markdown": markdown, "minutes": minutes, "slug": slug}
    environment.globals |= {"version": built_version, "grids": grids}
    return environment


def draw(template: str, **values: Any) -> str:
    """A page or fragment as text."""
    return clean(templates().get_template(template).render(**values))


def clean(text: str) -> str:
    """The text without control characters, which HTML cannot hold and one of which separates fragments."""
    # half a surrogate pair, which a program can print, is no text that could be sent
    return _CONTROL.sub("\ufffd", text).encode("utf-8", "replace").decode()


@cache
def built_version() -> str:
    """What tells this build of the scripts from any other, so that browsers may keep them for ever."""
    stamp = BUILT / ".stamp"
    return stamp.read_text(encoding="utf-8").strip()[:12] if stamp.is_file() else "0"


def words(text: str) -> Markup:
    """A sentence with its `code` marked."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def markdown(text: str) -> Markup:
    """Markdown of the course as HTML."""
    return Markup(prose(text))


def minutes(count: int) -> str:
    """A duration in words."""
    hours, rest = divmod(count, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def slug(name: str) -> str:
    """An exercise's name as part of an id."""
    return name.replace(".", "__")
