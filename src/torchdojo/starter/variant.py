"""A lesson's reference with one exercise as a mistake or an alternative has it."""

from __future__ import annotations

import ast
import marshal
from functools import lru_cache
from types import CodeType
from typing import NoReturn

from torchdojo.catalog import Definition, Exercise, Lesson, LessonError, Variant, definitions
from torchdojo.catalog.definitions import FunctionNode
from torchdojo.catalog.errors import did_you_mean, sentence
from torchdojo.starter.attempted import dotted_name
from torchdojo.starter.imports import PREFIX, future_names
from torchdojo.starter.names import rename_globals, used_names
from torchdojo.starter.program import code_of, foreign_lines
from torchdojo.starter.submission import Submission

FILES = {"mistake": "mistakes.py", "alternative": "alternatives.py"}
CHOSEN = f"{PREFIX}chosen"
CHOICE = "which variant takes the place of the exercise"
DESCRIPTORS = ("staticmethod", "classmethod", "property", "cached_property")


def variant(lesson: Lesson, exercise: Exercise | str, kind: str, fault: str = "") -> Submission:
    """The reference itself ('reference'), or with the exercise replaced by one of its mistakes or alternatives."""
    chosen = lesson.exercise(exercise if isinstance(exercise, str) else exercise.name)
    filename = f"{lesson.id}/reference.py"
    if kind == "reference":
        return Submission(lesson.id, chosen.name, kind, lesson.reference, _plain(lesson, lesson.reference), filename)
    if kind not in FILES:
        raise ValueError(f"kind is {kind!r}; it is 'reference', 'mistake' or 'alternative'")
    found = _find(lesson, chosen, kind, fault=fault)
    texts = (lesson.reference, lesson.judge, lesson.mistakes if kind == "mistake" else lesson.alternatives)
    every = _with_all(lesson, chosen.name, kind, texts=texts)
    constants = tuple(found.name if constant == CHOICE else constant for constant in every.co_consts)
    code = marshal.dumps(every.replace(co_consts=constants))
    name = f"{kind}:{fault}"
    return Submission(lesson.id, chosen.name, name, lesson.reference, code, filename, says=found.says, line=found.line)


@lru_cache(maxsize=64)
def _plain(lesson: Lesson, text: str) -> bytes:
    """The compiled reference; its text is an argument so that an edited file is compiled again."""
    return marshal.dumps(_code(lesson, lesson.parsed("reference.py"), "reference.py"))


@lru_cache(maxsize=64)
def _with_all(lesson: Lesson, exercise: str, kind: str, *, texts: tuple[str, ...]) -> CodeType:
    """The reference with all variants of the exercise behind it; the constant CHOICE stands for the one that is bound."""
    tree = lesson.parsed("reference.py")
    ours = next(each for each in definitions(tree) if each.name == exercise)
    file = FILES[kind]
    added = lesson.parsed(file)
    futures = future_names(added) - future_names(tree)
    known = {found.name for found in _of_kind(lesson, exercise, kind)}
    theirs = [each for each in definitions(added) if each.name in known]
    keep = _keep_original(ours, added.body)
    choices = []
    for each in theirs:
        _bind_class(each, exercise)
        choices += [f"if {CHOSEN} == {each.name!r}:", *(f"    {line}" for line in _rebinding(ours, each, exercise))]
    last = ast.parse("\n".join([f"{CHOSEN} = {CHOICE!r}", *choices])).body
    tree.body += [foreign_lines(node) for node in (*keep, *added.body, *last) if not _is_future(node)]
    for name in sorted(futures):
        tree.body.insert(_top(tree), foreign_lines(ast.parse(f"from __future__ import {name}").body[0]))
    return _code(lesson, tree, file)


def _code(lesson: Lesson, tree: ast.Module, file: str) -> CodeType:
    try:
        return code_of(tree, f"{lesson.id}/reference.py")
    except (SyntaxError, ValueError, RecursionError) as error:
        raise LessonError(lesson.place(file), f"Python cannot compile the file: {error}.", "Correct this line.") from None


def _of_kind(lesson: Lesson, exercise: str, kind: str) -> tuple[Variant, ...]:
    return lesson.mistakes_of(exercise) if kind == "mistake" else lesson.alternatives_of(exercise)


def _find(lesson: Lesson, exercise: Exercise, kind: str, *, fault: str) -> Variant:
    known = _of_kind(lesson, exercise.name, kind)
    for found in known:
        if found.fault == fault:
            return found
    _refuse(lesson, exercise, kind, fault=fault, known=[found.fault for found in known])


def _refuse(lesson: Lesson, exercise: Exercise, kind: str, *, fault: str, known: list[str]) -> NoReturn:
    remedy = sentence(f"There: {', '.join(known) or 'none'}.", did_you_mean(fault, known))
    raise LessonError(lesson.place(FILES[kind]), f"'{exercise.name}' has no {kind} '{fault}'.", remedy)


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _top(tree: ast.Module) -> int:
    return 1 if tree.body and ast.get_docstring(tree, clean=False) is not None else 0


def _keep_original(ours: Definition, appended: list[ast.stmt]) -> list[ast.stmt]:
    """Statements that keep the reference's version under a private name, which the appended code reads from now on.

    So a variant may call the reference by its name. In a recursive exercise the name means the variant itself.
    """
    private = PREFIX + ours.python_name
    if "." not in ours.name:
        if ours.name in used_names(ours.node):
            return []
        for node in appended:
            rename_globals(node, {ours.name: private})
        return ast.parse(f"{private} = {ours.name}").body
    if any(dotted_name(part) == ours.name for part in ast.walk(ours.node) if isinstance(part, ast.Attribute)):
        return []
    for node in appended:
        _Renamed(ours.name, private).visit(node)
    owner, _, member = ours.name.partition("@")[0].rpartition(".")
    return ast.parse(f"{private} = {owner}.__dict__[{member!r}]\n{private} = getattr({private}, '__func__', {private})").body


class _Renamed(ast.NodeTransformer):
    """Reads a dotted name as a plain one."""

    def __init__(self, dotted: str, plain: str) -> None:
        self.dotted = dotted
        self.plain = plain

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and dotted_name(node) == self.dotted:
            return ast.copy_location(ast.Name(self.plain, ast.Load()), node)
        return self.generic_visit(node)


def _bind_class(theirs: Definition, name: str) -> None:
    """Nothing; a method written outside its class can use super() and private names as if it stood inside."""
    owner = name.rpartition(".")[0]
    node = theirs.node
    if not owner or not isinstance(node, FunctionNode):
        return
    _Mangled(owner.rpartition(".")[2]).visit(node)
    if "super" not in used_names(node) and "__class__" not in used_names(node):
        return
    # super() without arguments looks for a variable __class__ in the function around it
    maker = f"{PREFIX}bound"
    lines = f"def {maker}(__class__):\n    return {node.name}\n{node.name} = {maker}({owner})"
    wrapper, call = ast.parse(lines).body
    assert isinstance(wrapper, ast.FunctionDef)
    index = next(i for i, each in enumerate(theirs.block) if each is node)
    for part in (*ast.walk(wrapper), *ast.walk(call)):
        if hasattr(part, "lineno"):
            ast.copy_location(part, node)
    wrapper.body.insert(0, node)
    theirs.block[index : index + 1] = [wrapper, call]


class _Mangled(ast.NodeTransformer):
    """Private names as Python spells them inside a class: `self.__seen` is `self._Counter__seen`."""

    def __init__(self, owner: str) -> None:
        self.prefix = "_" + owner.lstrip("_")

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr.startswith("__") and not node.attr.endswith("__"):
            node.attr = self.prefix + node.attr
        return self.generic_visit(node)


def _rebinding(ours: Definition, theirs: Definition, name: str) -> list[str]:
    """The lines that give the exercise's name to the variant."""
    last = name.partition("@")[0].rpartition(".")[2]
    lines = []
    if isinstance(theirs.node, FunctionNode | ast.ClassDef):
        qualified = name.partition("@")[0]
        for attribute, value in (("__name__", last), ("__qualname__", qualified)):
            lines += ["try:", f"    {theirs.name}.{attribute} = {value!r}", "except (AttributeError, TypeError):", "    pass"]
    if "@" in name:
        target, accessor = name.split("@")
        owner = target.rpartition(".")[0]
        lines.append(f"{target} = {owner}.__dict__[{last!r}].{accessor}({theirs.name})")
        return lines
    lines.append(f"{name} = {_wrapped(ours, theirs)}")
    return lines


def _wrapped(ours: Definition, theirs: Definition) -> str:
    """The variant, made a static method, class method or property if the reference is one and the variant is bare."""
    bare = not getattr(theirs.node, "decorator_list", [])
    for decorator in reversed(getattr(ours.node, "decorator_list", [])):
        word = ast.unparse(decorator)
        if bare and word.rpartition(".")[2] in DESCRIPTORS:
            if word == "property":
                owner, _, member = ours.name.rpartition(".")
                return f"{owner}.__dict__[{member!r}].getter({theirs.name})"
            return f"{word}({theirs.name})"
    return theirs.name
