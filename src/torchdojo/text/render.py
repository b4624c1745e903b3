"""Markdown to HTML: markdown-it for the words, math-core for the formulas, pygments for the code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from math_core import LatexError, LatexToMathML
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight as _pygments
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from torchdojo.text.split import TextFault

_LESSON_LINK = re.compile(r"^(?:\.\./)*([a-z0-9_-]+/[a-z0-9_-]+)(?:/lesson\.md)?(#[\w-]+)?$")
# the font's primes are raised already: raised again they are too small to see
_PRIMED = re.compile(r"<msup>(<m[ino][^>]*>[^<]*</m[ino]>)<mo>([\u2032\u2033\u2034])</mo></msup>")
# Chromium does not enlarge a \\Big bracket that carries an index unless it stands in a row of its own
_BIG_BASE = re.compile(r"(<m(?:sup|sub|subsup)>)(<mo minsize[^>]*>[^<]*</mo>)")
_OUTSIDE = re.compile(r"^https?://")


@dataclass(frozen=True)
class Section:
    """A run of rendered blocks: a heading if `level` is not 0, else anything else."""

    level: int
    html: str
    text: str
    line: int


def sections(text: str, line: int) -> list[Section]:
    """The headings of some markdown and what stands between them."""
    tokens = _parsed(text, line)
    lines = text.split("\n")
    found: list[Section] = []
    start = 0
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            _add(found, tokens[start:at], lines, line)
            inline = tokens[at + 1]
            found.append(Section(int(token.tag[1]), _inline(inline), inline.content, line + (token.map or [0])[0]))
            start = at + 3
    _add(found, tokens[start:], lines, line)
    return found


def html(text: str, line: int) -> str:
    """Some markdown as HTML."""
    return _render(_parsed(text, line))


def inline(text: str, line: int) -> str:
    """One line of markdown as HTML without a paragraph around it."""
    return "".join(_inline(token) for token in _parsed(text, line) if token.type == "inline")


def highlighted(source: str, language: str = "python") -> str:
    """Code as HTML, each token in a span of its pygments class."""
    lexer = get_lexer_by_name(language, stripnl=False)
    marked: str = _pygments(source, lexer, HtmlFormatter(nowrap=True))
    return marked.rstrip("\n")


def mathml(latex: str, *, display: bool) -> str:
    """A formula as MathML; LatexError if it is none. The only place that knows math-core."""
    formula = _converter().convert_with_local_state(latex, displaystyle=display)
    return _BIG_BASE.sub(r"\1<mrow>\2</mrow>", _PRIMED.sub(r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', formula))


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(annotation=True, fancy_error=False)


@cache
def _markdown() -> MarkdownIt:
    # html stays off: a lesson has directives for what markdown cannot say
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
    dollarmath_plugin(markdown, allow_labels=False, allow_digits=True, allow_space=False)
    for name in ("math_inline", "math_block", "math_inline_double"):
        markdown.add_render_rule(name, _drawn)
    markdown.add_render_rule("fence", _drawn)
    markdown.add_render_rule("code_inline", _code)
    markdown.add_render_rule("table_open", _open_table)
    markdown.add_render_rule("table_close", _close_table)
    return markdown


def _drawn(_: RendererHTML, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return str(tokens[at].meta["html"])


def _code(_: RendererHTML, tokens: Sequence[Token], at: int, *__: Any) -> str:
    words = tokens[at].content
    # a short expression is not broken at its spaces
    kind = ' class="short"' if len(words) <= 24 else ""
    return f"<code{kind}>{escape(words)}</code>"


def _open_table(*_: Any) -> str:
    return '<div class="table scrolls"><table>\n'


def _close_table(*_: Any) -> str:
    return "</table></div>\n"


def _parsed(text: str, line: int) -> list[Token]:
    """The tokens of some markdown with formulas and code already drawn."""
    tokens = _markdown().parse(text)
    for token in tokens:
        here = line + (token.map or [0])[0]
        if token.type in {"html_block", "html_inline"}:
            raise TextFault(here, "HTML is not allowed in a lesson. Use markdown or a directive.")
        if token.type == "math_block":
            token.meta["html"] = f'<div class="formula scrolls">{_formula(token.content, here, display=True)}</div>\n'
        elif token.type == "fence":
            token.meta["html"] = _fence(token, here)
        for child in token.children or ():
            _draw_inline(child, token.content, here)
    return tokens


def _draw_inline(token: Token, around: str, line: int) -> None:
    if token.type.startswith("math_inline"):
        here = line + around[: max(around.find(token.content), 0)].count("\n")
        token.meta["html"] = _formula(token.content, here, display=token.type.endswith("double"))
    elif token.type == "link_open":
        target = str(token.attrGet("href") or "")
        lesson = _LESSON_LINK.match(target)
        if lesson:
            token.attrSet("href", f"/{lesson[1]}{lesson[2] or ''}")
        elif _OUTSIDE.match(target):
            token.attrSet("rel", "noopener noreferrer")
            token.attrSet("target", "_blank")


def _formula(latex: str, line: int, *, display: bool) -> str:
    try:
        return mathml(latex.strip(), display=display)
    except LatexError as error:
        raise TextFault(line, f"the formula '{latex.strip()}' cannot be read: {error}. Correct the LaTeX.") from None


def _fence(token: Token, line: int) -> str:
    language = token.info.strip() or "text"
    if language.startswith("{"):
        raise TextFault(line, f"the block {language} stands inside a list or a quotation. Begin its line without spaces.")
    try:
        marked = highlighted(token.content, language)
    except ClassNotFound:
        raise TextFault(line, f"no highlighting is known for '{language}'. Write python, text, console or nothing.") from None
    return f'<pre class="code scrolls"><code>{marked}</code></pre>\n'


def _add(found: list[Section], tokens: list[Token], lines: list[str], line: int) -> None:
    if not tokens:
        return
    maps = [token.map for token in tokens if token.map]
    first, last = min(each[0] for each in maps), max(each[1] for each in maps)
    found.append(Section(0, _render(tokens), "\n".join(lines[first:last]), line + first))


def _render(tokens: list[Token]) -> str:
    markdown = _markdown()
    rendered: str = markdown.renderer.render(tokens, markdown.options, {})
    return rendered


def _inline(token: Token) -> str:
    markdown = _markdown()
    renderer = markdown.renderer
    assert isinstance(renderer, RendererHTML)
    return renderer.renderInline(token.children or [], markdown.options, {}) if token.children else escape(token.content)
