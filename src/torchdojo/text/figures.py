"""Drawings made safe to stand inside a page beside others."""

from __future__ import annotations

import re
from pathlib import Path

from torchdojo.text.split import Directive, TextFault

_PROLOG = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_STYLE = re.compile(r"(<style[^>]*>)(?:\s*<!\[CDATA\[)?(.*?)(?:\]\]>\s*)?(</style>)", re.DOTALL)
_ACTIVE = re.compile(
    r"<script|<foreignObject|\son\w+\s*=|javascript:|@import|url\(\s*[\"']?(?!#)|(?:href|src)\s*=\s*[\"']\s*(?!#|data:image/)",
    re.IGNORECASE,
)

# hues in which cells draw, and what they are called in the page, which has others for light and for dark
_HUES = {"#c2410c": "--accent", "#0f8f84": "--accent-2"}


def drawing(folder: Path, part: Directive, name: str) -> str:
    """The SVG file of a figure directive, its ids and styles kept to itself."""
    file = (folder / part.argument).resolve()
    if not part.argument.endswith(".svg"):
        raise TextFault(part.line, f"the figure '{part.argument}' is no SVG file. Draw it as figures/NAME.svg.")
    if not file.is_relative_to(folder.resolve() / "figures") or not file.is_file():
        raise TextFault(part.line, f"the figure '{part.argument}' is not there. It must be in {folder / 'figures'}.")
    svg = file.read_text(encoding="utf-8")
    if "<svg" not in svg or "viewBox" not in svg:
        raise TextFault(part.line, f"'{part.argument}' has no <svg> with a viewBox. Add viewBox=\"0 0 WIDTH HEIGHT\".")
    if found := _ACTIVE.search(_PROLOG.sub("", svg)):
        raise TextFault(part.line, f"'{part.argument}' holds '{found[0].strip()}'. A drawing needs no scripts and no links.")
    return embedded(svg, name)


def picture(svg: str, name: str) -> str:
    """A picture drawn by a cell, its first two hues those of the page."""
    for hue, variable in _HUES.items():
        svg = svg.replace(hue, f"var({variable}, {hue})")
    return embedded(svg, name)


def embedded(svg: str, name: str) -> str:
    """An SVG text ready to stand in HTML inside an element whose id is `name`."""
    bare = _PROLOG.sub("", svg).strip()
    bare = _STYLE.sub(lambda style: f"{style[1]}#{name} {{ {style[2]} }}{style[3]}", bare)
    bare = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', bare)
    bare = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", bare)
    bare = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', bare)
    # the words about the drawing are its alt text; what is inside is for the eye
    return re.sub(r"<svg\b", '<svg aria-hidden="true" focusable="false"', bare, count=1)
