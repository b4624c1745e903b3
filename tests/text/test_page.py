"""What an author writes becomes these blocks."""

from __future__ import annotations

import pytest

from torchdojo.text import Aside, Figure, Heading, Page, Place, Prose, Shown, page

SVG = (
    '<?xml version="1.0"?><svg viewBox="0 0 10 10"><style>.a{fill:red}</style><g id="a"><use href="#a" fill="url(#a)"/></g></svg>'
)


def only(found: Page, kind: type) -> list:
    """The blocks of one kind."""
    return [block for block in found.blocks if isinstance(block, kind)]


def test_paragraphs_and_sections_become_blocks_in_order(lesson):
    """A page is read from top to bottom."""
    found = page(lesson("Why.\n\n## One *thing*\n\nHow.\n\n### More\n"))

    assert [type(block) for block in found.blocks] == [Prose, Heading, Prose, Heading, Place, Place]
    assert [heading.id for heading in found.headings] == ["one-thing", "more"]
    assert "<em>thing</em>" in found.headings[0].html


def test_equal_headings_get_different_ids(lesson):
    """A link to a section has one target."""
    found = page(lesson("## Again\n\n## Again\n"))

    assert [heading.id for heading in found.headings] == ["again", "again-2"]


def test_formulas_become_mathml_with_their_latex(lesson):
    """A formula can be drawn without scripts, and copied as it was written."""
    prose = only(page(lesson("So $x^2$ and\n\n$$\n\\sum_i x_i\n$$\n")), Prose)[0].html

    assert prose.count("<math") == 2
    assert "x^2</annotation>" in prose
    assert 'display="block"' in prose


def test_a_big_bracket_with_an_index_stands_in_its_own_row(lesson):
    """Otherwise browsers leave it small beside its partner."""
    prose = only(page(lesson("$\\Big(x\\Big)^2$")), Prose)[0].html

    assert "<msup><mrow><mo minsize" in prose


def test_dollars_in_code_are_no_formula(lesson):
    """Code is shown as it is."""
    prose = only(page(lesson("Write `a$b$c`.")), Prose)[0].html

    assert "a$b$c" in prose
    assert "<math" not in prose


def test_html_in_the_text_is_shown_as_text(lesson):
    """A lesson cannot bring its own markup."""
    prose = only(page(lesson("Hello <script>alert(1)</script>")), Prose)[0].html

    assert "<script" not in prose
    assert "&lt;script&gt;" in prose


def test_cells_are_counted_and_tagged(lesson):
    """Outputs find their cells by number."""
    found = page(lesson("```{code-cell}\n1 + 1\n```\n\n```{code-cell}\n:tags: [hide-input, raises-exception]\n1 / 0\n```\n"))

    assert [cell.number for cell in found.cells] == [0, 1]
    assert [cell.source for cell in found.cells] == ["1 + 1", "1 / 0"]
    assert (found.cells[1].folded, found.cells[1].raises) == (True, True)
    assert 'class="mi"' in found.cells[0].html


def test_a_directive_inside_a_code_block_is_code(lesson):
    """An example of the grammar is not executed."""
    found = page(lesson("````text\n```{code-cell}\n1\n```\n````\n"))

    assert found.cells == ()


def test_an_exercise_has_its_words_and_its_ladder(lesson):
    """Hints are given one by one, in the order of the text."""
    places = "::::{exercise} outer_sum\nAdd `a`.\n:::{hint}\nFirst.\n:::\nMore.\n:::{hint}\nSecond.\n:::\n::::\n"
    rest = "\n::::{exercise} centred\nX\n:::{hint}\nY\n:::\n::::"
    place = page(lesson("", places=places + rest)).places["outer_sum"]

    assert place.hints_text == ("First.", "Second.")
    assert "Add" in place.html and "More." in place.html
    assert "First" not in place.html


def test_asides_have_a_kind_and_a_title(lesson):
    """A remark stands beside the text."""
    aside = only(page(lesson(":::{warning} Mind `x`\nIt moves.\n:::\n")), Aside)[0]

    assert (aside.kind, aside.text) == ("warning", "It moves.")
    assert "<code" in aside.title


def test_a_drawing_keeps_its_names_to_itself(lesson):
    """Two drawings on one page may use the same ids and classes."""
    figure = only(page(lesson(":::{figure} figures/drawing.svg\n:alt: A thing\nThe caption.\n:::\n", svg=SVG)), Figure)[0]

    assert 'id="figure-1-a"' in figure.svg
    assert 'href="#figure-1-a"' in figure.svg and "url(#figure-1-a)" in figure.svg
    assert "#figure-1 { .a{fill:red} }" in figure.svg
    assert "<?xml" not in figure.svg
    assert (figure.alt, "The caption." in figure.caption) == ("A thing", True)


def test_a_reference_block_names_its_definition(lesson):
    """What is shown is taken from reference.py, never typed again."""
    assert only(page(lesson("```{reference} centred\n```\n")), Shown) == [Shown("centred", 0)]


@pytest.mark.parametrize("target", ["tensors/reshaping", "../../tensors/reshaping", "../../tensors/reshaping/lesson.md"])
def test_links_between_lessons_lead_to_their_pages(lesson, target):
    """Authors link folders, readers follow pages."""
    prose = only(page(lesson(f"See [that]({target}#top).")), Prose)[0].html

    assert 'href="/tensors/reshaping#top"' in prose


def test_links_outside_open_apart_and_tell_nothing(lesson):
    """The page with the learner's code stays open."""
    prose = only(page(lesson("See [docs](https://example.org/a).")), Prose)[0].html

    assert 'target="_blank"' in prose
    assert "noreferrer" in prose


def test_a_page_is_made_once(lesson):
    """As long as the files are the same."""
    written = lesson("Hello.")

    assert page(written) is page(written)
