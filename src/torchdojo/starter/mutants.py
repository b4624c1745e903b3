"""Every small change of an exercise's reference: the slips a judge must see, and the library of unwritten mistakes."""

from __future__ import annotations

import ast
import itertools
import marshal
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from torchdojo.catalog import Exercise, Lesson, definitions
from torchdojo.starter.mutate_calls import calls
from torchdojo.starter.mutate_statements import statements
from torchdojo.starter.mutate_values import values
from torchdojo.starter.program import code_of
from torchdojo.starter.sites import Change, Site, sites
from torchdojo.starter.submission import Submission
from torchdojo.starter.transplant import Transplant

LONGEST_DETAIL = 60


def mutants(lesson: Lesson, exercise: Exercise | str) -> tuple[Submission, ...]:
    """The reference with one node of the exercise changed, once for each change; no two are the same program.

    A name is 'mutant:LINE:OPERATOR:DETAIL', the line counted from the definition's own first line, so that names survive
    edits elsewhere in the file. Equal names on one line are numbered: '... #2'.
    """
    chosen = lesson.exercise(exercise if isinstance(exercise, str) else exercise.name)
    return _mutants(lesson, chosen.name, lesson.reference)


@lru_cache(maxsize=8)
def _mutants(lesson: Lesson, exercise: str, _text: str) -> tuple[Submission, ...]:
    return tuple(mutant for mutant, _, _ in each_mutant(lesson, exercise))


def each_mutant(lesson: Lesson, exercise: str) -> Iterator[tuple[Submission, Site, Change]]:
    """Every mutant in turn with its change; while it is given, the tree around the site has the change."""
    tree = lesson.parsed("reference.py")
    node = next(found.node for found in definitions(tree) if found.name == exercise)
    filename = f"{lesson.id}/reference.py"
    transplant = Transplant(tree, exercise, filename)
    names: dict[str, int] = {}
    for site, change, code in changed_code(node, transplant, tree, filename):
        detail = " ".join(change.detail.split())[:LONGEST_DETAIL]
        name = f"mutant:{site.line - node.lineno + 1}:{change.operator}:{detail}"
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name = f"{name} #{names[name]}"
        bytecode = marshal.dumps(code)
        text = lesson.reference
        yield Submission(lesson.id, exercise, name, text, bytecode, filename, says=change.says, line=site.line), site, change


def changed_code(
    node: ast.stmt, transplant: Transplant, tree: ast.Module, filename: str
) -> Iterator[tuple[Site, Change, CodeType]]:
    """Every change of the definition in turn that Python can compile, with the whole module's code."""
    for site, change in _changed(node):
        code = _code(transplant, tree, filename)
        if code is not None:
            yield site, change, code


def _code(transplant: Transplant, tree: ast.Module, filename: str) -> CodeType | None:
    """The changed module, if Python can compile it."""
    try:
        return transplant.code() or code_of(tree, filename)
    except (SyntaxError, ValueError, TypeError):
        return None


def _changed(node: ast.stmt) -> Iterator[tuple[Site, Change]]:
    """Every change in turn; while it is given, the definition has it."""
    seen = set()
    for site in list(sites(node)):
        around = next((part for part in reversed(site.trail) if isinstance(part, ast.stmt)), node)
        seen.add((id(around), ast.dump(around)))
        for change in itertools.chain(values(site), calls(site), statements(site)):
            site.put(_placed(change.new, site))
            shape = (id(around), ast.dump(around))
            if shape not in seen:
                seen.add(shape)
                yield site, change
            site.put(site.node)


def _placed(new: ast.AST, site: Site) -> ast.AST:
    """The new node with the position of the old one wherever it has none of its own."""
    for part in ast.walk(new):
        if isinstance(part, ast.expr | ast.stmt | ast.keyword | ast.arg) and not hasattr(part, "lineno"):
            part.lineno = part.end_lineno = site.line
            part.col_offset = part.end_col_offset = 0
    return new
