"""Fills a learner's module from the reference: other holes, missing definitions, deleted imports."""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Sequence

from torchdojo.catalog import Definition, Lesson, definitions
from torchdojo.starter.attempted import dotted_name
from torchdojo.starter.imports import PREFIX, conflicts, import_line, lost_modules
from torchdojo.starter.names import bound_names, rename_globals
from torchdojo.starter.program import foreign_lines
from torchdojo.starter.reference import Statement, reference_of, statement_of

# a move may call for another one; what needs itself would move for ever
MOST_ROUNDS = 10


class Graft:
    """One learner's module that is being completed; its tree is changed in place, the reference's never."""

    def __init__(
        self, lesson: Lesson, exercise: str, tree: ast.Module, *, found: Sequence[Definition], own: Collection[str] = ()
    ) -> None:
        self.tree = tree
        self.found = found
        self.own = {exercise, *own}
        self.others = {each.name for each in lesson.exercises} - self.own
        self.reference = reference_of(lesson)
        self.mine = bound_names(tree.body)
        self.aliases = conflicts(
            tree, self.mine, imports=self.reference.imports, reads=self.reference.reads, own=self.reference.binds
        )
        self.foreign: set[int] = set()
        self.inserted: set[int] = set()
        self._known: dict[int, Statement] = {}
        self._makers: dict[str, list[Statement]] = {}
        for statement in (*map(self._of, tree.body), *self.reference.statements):
            for name in statement.binds:
                self._makers.setdefault(name, []).append(statement)

    def fill(self) -> None:
        """Nothing; afterwards the learner's module is a whole program."""
        lost = lost_modules(self.tree, self.reference.tree)
        futures = [f"from __future__ import {name}" for name in sorted(self.reference.futures)]
        self._replace()
        self._complete_classes()
        self._add_missing()
        self._settle_all()
        aliases = [import_line(origin, PREFIX + name) for name, origin in self.aliases.items()]
        # a future import is legal only at the top of a file
        for line in (*aliases[::-1], *lost[::-1], *futures[::-1]):
            self.tree.body.insert(_prologue(self.tree.body), foreign_lines(ast.parse(line).body[0]))

    # --- other holes

    def _replace(self) -> None:
        """Every other exercise the learner defines becomes the reference's."""
        replaced = [each for each in self.found if each.name in self.others]
        taken = {each.name: self._take(self.reference.definitions[each.name].node) for each in replaced}
        theirs = {id(each.node): taken[each.name] for each in replaced}
        for block in {id(each.block): each.block for each in replaced}.values():
            block[:] = [theirs.get(id(node), node) for node in block]
        # `LayerNorm.forward = mine` below the class would undo the replacement
        self.tree.body[:] = [node for node in self.tree.body if not self._sets_other(node)]

    def _sets_other(self, node: ast.stmt) -> bool:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return False
        dotted = dotted_name(node.targets[0])
        return "." in dotted and dotted in self.others

    # --- missing definitions

    def _complete_classes(self) -> None:
        """Classes of the learner get the reference's members they lack."""
        names = {found.name for found in self.found}
        classes = {found.name: found.node for found in self.found if isinstance(found.node, ast.ClassDef)}
        for name, found in self.reference.definitions.items():
            inside = name.rpartition(".")[0]
            owner = classes.get(inside)
            if owner is None or name in names or inside in self.others or self._is_inside_own(name):
                continue
            if not _has(owner, found.node):
                self._join(owner, self._take(found.node, f"{inside}."))

    def _is_inside_own(self, name: str) -> bool:
        return any(name == own or name.startswith(own + ".") for own in self.own)

    def _join(self, owner: ast.ClassDef, member: ast.stmt) -> None:
        if not isinstance(member, ast.Assign | ast.AnnAssign):
            owner.body.append(member)
            return
        # defaults and decorators of methods may need a constant, so it comes first
        place = _prologue(owner.body)
        while place < len(owner.body) and self._is_foreign(owner.body[place]):
            place += 1
        owner.body.insert(place, member)

    def _add_missing(self) -> None:
        """Whatever the reference binds at its top level and the learner's file does not."""
        defined = {found.name for found in self.found}
        for statement in self.reference.statements:
            if _is_future(statement.node):
                continue
            # an exercise that is bound in some other way (imported, say) is bound once more behind that
            hidden = statement.binds & self.others - defined
            if not statement.binds <= self.mine or hidden:
                taken = self._take(statement.node)
                place = self._earliest(taken)
                binders = [index + 1 for index, each in enumerate(self.tree.body) if self._of(each).binds & hidden]
                self.tree.body.insert(max([place, *binders]), taken)
                self.inserted.add(id(taken))

    # --- places

    def _earliest(self, node: ast.stmt) -> int:
        """The first index at which a statement of the reference may stand."""
        place = _prologue(self.tree.body)
        # what was inserted at the top stays in the reference's order
        while place < len(self.tree.body) and id(self.tree.body[place]) in self.inserted:
            place += 1
        return max(place, self._behind_needs(node))

    def _settle_all(self) -> None:
        """Nothing; what is the reference's moves down as long as something that it needs at once stands below it."""
        movable = {id(node): node for node in self.tree.body if self._is_foreign(node)}.values()
        for _ in range(MOST_ROUNDS):
            if not sum(self._settle(node) for node in movable):
                return

    def _settle(self, node: ast.stmt) -> bool:
        """True if the node had to move."""
        here = _index(self.tree.body, node)
        there = self._behind_needs(node)
        if there <= here + 1:
            return False
        self.tree.body.insert(there, node)
        del self.tree.body[here]
        return True

    def _behind_needs(self, node: ast.stmt) -> int:
        """The first index at which everything the statement needs at once is defined."""
        needed = self._needed(node)
        place = 0
        for index, each in enumerate(self.tree.body):
            if not needed:
                break
            found = self._of(each).binds & needed if each is not node else frozenset()
            if found:
                place = index + 1
                # a name that is bound again further below was there from its first binding on
                needed -= found
        return place

    def _needed(self, node: ast.stmt) -> set[str]:
        """The names read while the statement runs, also inside the functions it may call, that a statement here binds."""
        needed = {name for name in self._of(node).needs if name in self._makers}
        waiting = list(needed)
        while waiting:
            for statement in self._makers[waiting.pop()]:
                new = {name for name in statement.reads if name in self._makers} - needed
                needed |= new
                waiting.extend(new)
        return needed - self._of(node).binds

    def _of(self, node: ast.stmt) -> Statement:
        if id(node) not in self._known:
            self._known[id(node)] = statement_of(node)
        return self._known[id(node)]

    # --- nodes of the reference

    def _is_foreign(self, node: ast.AST) -> bool:
        return id(node) in self.foreign

    def _take(self, node: ast.stmt, inside: str = "") -> ast.stmt:
        """A statement of the reference for use in the learner's module, without the answer to the exercise."""
        if self.aliases or self._answers(node, inside):
            node = copy.deepcopy(node)
            for answer in self._answers(node, inside):
                _dig(answer)
            rename_globals(node, {name: PREFIX + name for name in self.aliases})
        # remembered, and so kept alive: no other node may get its id
        self._of(node)
        self.foreign.add(id(node))
        return node

    def _answers(self, node: ast.stmt, inside: str) -> list[ast.stmt]:
        """The definitions of what the learner must bring within a statement that stands in the class `inside`."""
        return [found.node for found in definitions(ast.Module([node], [])) if inside + found.name in self.own]


def _dig(node: ast.stmt) -> None:
    """Nothing; the reference's own answer to the exercise is gone, so that it can never be taken."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        node.value = ast.copy_location(ast.Constant(...), node)
    elif isinstance(node, ast.ClassDef):
        node.body = [ast.copy_location(ast.Pass(), node)]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        error = ast.copy_location(ast.Name("NotImplementedError", ast.Load()), node)
        node.body = [ast.copy_location(ast.Raise(error, None), node)]


def _has(owner: ast.ClassDef, member: ast.stmt) -> bool:
    """True if the class binds the member in some other way; an accessor of a property is always joined."""
    decorated = any(isinstance(each, ast.Attribute) for each in getattr(member, "decorator_list", []))
    return bool(bound_names([member]) & bound_names(owner.body)) and not decorated


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _index(block: list[ast.stmt], node: ast.stmt) -> int:
    return next(index for index, each in enumerate(block) if each is node)


def _prologue(body: list[ast.stmt]) -> int:
    """How many statements at the top are the docstring or future imports."""
    for index, node in enumerate(body):
        is_docstring = index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring and not _is_future(node):
            return index
    return len(body)
