"""Fills a learner's module from the reference: other holes, missing definitions, deleted imports."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable

from torchdojo.catalog import Lesson, definitions
from torchdojo.starter.attempted import dotted_name
from torchdojo.starter.imports import conflicts, future_names, lost_modules
from torchdojo.starter.names import bound_names, immediate_names, rename_globals, used_names
from torchdojo.starter.program import foreign_lines

Body = list[ast.stmt]


class Graft:
    """One learner's module that is being completed; `tree` is changed in place."""

    def __init__(self, lesson: Lesson, exercise: str, tree: ast.Module) -> None:
        self.tree = tree
        self.exercise = exercise
        self.others = {each.name for each in lesson.exercises} - {exercise}
        self.reference = lesson.parsed("reference.py")
        self.aliases = conflicts(tree, self.reference)
        self.foreign: list[ast.stmt] = []
        _dig(self.reference, exercise)

    def fill(self) -> None:
        """Nothing; afterwards the learner's module is a whole program."""
        futures = future_names(self.reference) - future_names(self.tree)
        lost = lost_modules(self.tree, self.reference)
        self._replace()
        self._complete_classes()
        self._add_missing()
        aliases = [foreign_lines(ast.parse(line).body[0]) for line in self.aliases.imports]
        top = _prologue(self.tree.body)
        self.tree.body[top:top] = [*(foreign_lines(ast.parse(line).body[0]) for line in lost), *aliases]
        for node in self.foreign:
            rename_globals(node, self.aliases.names)
        self._put_futures(futures)

    # --- other holes

    def _replace(self) -> None:
        """Every other exercise the learner defines becomes the reference's."""
        theirs = {found.name: found.node for found in definitions(self.reference)}
        for found in definitions(self.tree):
            if found.name in self.others:
                found.block[_index(found.block, found.node)] = self._take(theirs[found.name])
        # `LayerNorm.forward = mine` below the class would undo the replacement
        self.tree.body[:] = [node for node in self.tree.body if not self._sets_other(node)]
        for node in [node for node in self.tree.body if node in self.foreign]:
            self._settle(node)

    def _sets_other(self, node: ast.stmt) -> bool:
        return isinstance(node, ast.Assign) and len(node.targets) == 1 and self._is_other(dotted_name(node.targets[0]))

    def _is_other(self, dotted: str) -> bool:
        return "." in dotted and dotted in self.others

    def _settle(self, node: ast.stmt) -> None:
        """Nothing; the node moves down if the learner defines what it needs at once only further below."""
        here = _index(self.tree.body, node)
        if self._earliest(node) > here:
            del self.tree.body[here]
            self.tree.body.insert(self._earliest(node), node)

    # --- missing definitions

    def _complete_classes(self) -> None:
        """Classes of the learner get the reference's members they lack."""
        theirs = definitions(self.reference)
        mine = {found.name: found.node for found in definitions(self.tree)}
        for found in theirs:
            owner, _, _ = found.name.rpartition(".")
            node = mine.get(owner)
            if not isinstance(node, ast.ClassDef) or node in self.foreign or self._is_inside_exercise(found.name):
                continue
            if found.name not in mine and not self._has(node, found.node):
                self._join(node, self._take(found.node))

    def _is_inside_exercise(self, name: str) -> bool:
        return name == self.exercise or name.startswith(self.exercise + ".")

    def _has(self, owner: ast.ClassDef, member: ast.stmt) -> bool:
        """True if the class binds the member in some other way; an accessor of a property is always joined."""
        decorated = any(isinstance(each, ast.Attribute) for each in getattr(member, "decorator_list", []))
        return bool(bound_names([member]) & bound_names(owner.body)) and not decorated

    def _join(self, owner: ast.ClassDef, member: ast.stmt) -> None:
        if not isinstance(member, ast.Assign | ast.AnnAssign):
            owner.body.append(member)
            return
        # defaults and decorators of methods may need a constant, so it comes first
        place = _prologue(owner.body)
        while place < len(owner.body) and owner.body[place] in self.foreign:
            place += 1
        owner.body.insert(place, member)

    def _add_missing(self) -> None:
        """Whatever the reference binds at its top level and the learner's file does not."""
        mine = bound_names(self.tree.body)
        for node in self.reference.body:
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                continue
            names = bound_names([node])
            wrongly_bound = names & self.others - self._defined()
            if names - mine or wrongly_bound:
                taken = self._take(node)
                last = max((i + 1 for i, each in enumerate(self.tree.body) if bound_names([each]) & wrongly_bound), default=0)
                self.tree.body.insert(max(last, self._earliest(taken)), taken)

    def _defined(self) -> set[str]:
        return {found.name for found in definitions(self.tree)}

    # --- places

    def _earliest(self, node: ast.stmt) -> int:
        """The first index at which everything the statement needs at once is defined."""
        needed = self._needed(node)
        place = self._after_foreign_start()
        for name in needed:
            first = next((i for i, each in enumerate(self.tree.body) if each is not node and name in bound_names([each])), -1)
            place = max(place, first + 1)
        return place

    def _after_foreign_start(self) -> int:
        """Behind docstring, future imports and what was put there before: inserted statements keep their order."""
        place = _prologue(self.tree.body)
        while place < len(self.tree.body) and self.tree.body[place] in self.foreign:
            place += 1
        return place

    def _needed(self, node: ast.stmt) -> set[str]:
        """The names read while the statement runs, also inside the functions it may call."""
        makers: dict[str, list[ast.stmt]] = {}
        for each in (*self.tree.body, *self.reference.body):
            for name in bound_names([each]):
                makers.setdefault(name, []).append(each)
        needed = immediate_names(node)
        waiting = list(needed)
        while waiting:
            for each in makers.get(waiting.pop(), []):
                new = used_names(each) - needed
                needed |= new
                waiting.extend(new)
        return needed - bound_names([node])

    def _take(self, node: ast.stmt) -> ast.stmt:
        """A copy of a statement of the reference, marked as foreign."""
        taken = foreign_lines(copy.deepcopy(node))
        self.foreign.append(taken)
        return taken

    def _put_futures(self, names: set[str]) -> None:
        # such an import is legal only at the top of a file
        for name in sorted(names):
            self.tree.body.insert(_prologue(self.tree.body), foreign_lines(ast.parse(f"from __future__ import {name}").body[0]))


def _dig(reference: ast.Module, exercise: str) -> None:
    """Nothing; the reference's own answer to the exercise is gone, so that it can never be taken."""
    for found in definitions(reference):
        if found.name == exercise:
            node = found.node
            if isinstance(node, ast.Assign | ast.AnnAssign):
                node.value = ast.copy_location(ast.Constant(...), node)
            elif isinstance(node, ast.ClassDef):
                node.body = [ast.copy_location(ast.Pass(), node)]
            else:
                hole = ast.Raise(ast.copy_location(ast.Name("NotImplementedError", ast.Load()), node), None)
                node.body = [ast.copy_location(hole, node)]


def _index(block: Body, node: ast.stmt) -> int:
    return next(index for index, each in enumerate(block) if each is node)


def _prologue(body: Iterable[ast.stmt]) -> int:
    """How many statements at the top are the docstring or future imports."""
    count = 0
    for index, node in enumerate(body):
        is_docstring = index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not (is_docstring or is_future):
            break
        count += 1
    return count
