"""Reads the exercises of a lesson from its judge.py, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

from torchdojo.catalog.bars import hidden_of, read_bar
from torchdojo.catalog.costs import Cost, cost_of, read_costs
from torchdojo.catalog.definitions import Definition, FunctionNode, definitions
from torchdojo.catalog.errors import LessonError, did_you_mean, sentence
from torchdojo.catalog.lesson import Exercise, Lesson, Probe
from torchdojo.catalog.questions import Question, read_question

KINDS = {"Fill": "fill", "Hunt": "hunt", "Speed": "speed", "Predict": "predict", "Project": "project"}
FILE = "judge.py"
READ = "Judge files are read, not run: write it out at the top level, as a literal."


@dataclass(frozen=True)
class _Call:
    """One line `NAME = Fill(...)` of a judge file."""

    variable: str
    kind: str
    node: ast.Call


def read_exercises(lesson: Lesson) -> tuple[Exercise, ...]:
    """The exercises of a lesson, in the order of their definitions in reference.py."""
    tree = lesson.parsed(FILE)
    probes, costs = _probes(lesson, tree), read_costs(lesson, tree)
    calls = list(_calls(lesson, tree, probes))
    known = [call.variable for call in calls]
    for name, listed in probes.items():
        if name not in known:
            remedy = sentence(f"Exercises there: {', '.join(known) or 'none'}.", did_you_mean(name, known))
            _fault(lesson, listed[0].line, f"probe '{listed[0].name}' belongs to no exercise: there is no '{name}'.", remedy)
    found = definitions(lesson.parsed("reference.py"))
    order = {definition.name: index for index, definition in enumerate(found)}
    exercises = [_exercise(lesson, call, probes.get(call.variable, ()), found=found) for call in calls]
    exercises = _with_costs(lesson, exercises, costs)
    _refuse_overlaps(lesson, exercises)
    return tuple(sorted(exercises, key=lambda exercise: order[exercise.name]))


def _with_costs(lesson: Lesson, exercises: list[Exercise], costs: dict[str, tuple[Cost, ...]]) -> list[Exercise]:
    """The exercises with their cost functions, which those of speed need and no others have."""
    speed = {exercise.python_name for exercise in exercises if exercise.kind == "speed"}
    for name, listed in costs.items():
        if name not in speed:
            remedy = sentence(f"Exercises of speed there: {', '.join(speed) or 'none'}.", did_you_mean(name, speed))
            _fault(lesson, listed[0].line, f"cost '{listed[0].name}' belongs to no exercise of speed.", remedy)
    for exercise in exercises:
        if exercise.kind == "speed" and exercise.python_name not in costs:
            remedy = f"Write: @{exercise.python_name}.cost(sizes=(32, 64, 128), operations=1.5)."
            _fault(lesson, exercise.line, f"exercise '{exercise.name}' has no cost function.", remedy)
    return [replace(exercise, costs=costs.get(exercise.python_name, ())) for exercise in exercises]


def _fault(lesson: Lesson, line: int | None, fact: str, remedy: str) -> NoReturn:
    raise LessonError(lesson.place(FILE, line), fact, remedy)


def _calls(lesson: Lesson, tree: ast.Module, probes: dict[str, tuple[Probe, ...]]) -> Iterator[_Call]:
    """Every exercise the file declares."""
    doors = _imported(tree)
    seen: dict[str, int] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        maker = node.value.func
        word = maker.id if isinstance(maker, ast.Name) else maker.attr if isinstance(maker, ast.Attribute) else ""
        variables = [target.id for target in node.targets if isinstance(target, ast.Name)]
        declares = word in KINDS or any(variable in probes for variable in variables)
        if not declares and not (word in doors and word[:1].isupper()):
            continue
        if word not in KINDS:
            remedy = sentence(f"Kinds: {', '.join(KINDS)}.", did_you_mean(word, KINDS))
            _fault(lesson, node.lineno, f"'{word}' is no kind of exercise.", remedy)
        if len(node.targets) != 1 or len(variables) != 1:
            _fault(lesson, node.lineno, f"{word}(...) is not given to one plain name.", f"Write: NAME = {word}(minutes=5).")
        if variables[0] in seen:
            _fault(
                lesson,
                node.lineno,
                f"exercise '{variables[0]}' is declared twice.",
                f"The first is in line {seen[variables[0]]}.",
            )
        seen[variables[0]] = node.lineno
        yield _Call(variables[0], KINDS[word], node.value)


def _imported(tree: ast.Module) -> set[str]:
    """The names the file takes from torchdojo.author."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "torchdojo.author"]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def _probes(lesson: Lesson, tree: ast.Module) -> dict[str, tuple[Probe, ...]]:
    """The probes by the variable they are decorated with."""
    found: dict[str, tuple[Probe, ...]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, FunctionNode):
            continue
        for decorator in node.decorator_list:
            variable = _probed(lesson, decorator)
            if variable is None:
                continue
            if node not in tree.body:
                _fault(
                    lesson,
                    node.lineno,
                    f"probe '{node.name}' is not at the top level.",
                    READ,
                )
            if any(probe.name == node.name for probe in found.get(variable, ())):
                _fault(lesson, node.lineno, f"{variable} has two probes named '{node.name}'.", "Rename one of them.")
            says = " ".join((ast.get_docstring(node) or "").split())
            if not says:
                _fault(lesson, node.lineno, f"probe '{node.name}' has no docstring.", "Say in one sentence what is tried.")
            bar = read_bar(lesson, decorator, variable) if hidden_of(decorator) else None
            found[variable] = (*found.get(variable, ()), Probe(node.name, says, node.lineno, bar))
    return found


def _probed(lesson: Lesson, decorator: ast.expr) -> str | None:
    """The exercise's variable if this is `@NAME.probe`."""
    if cost_of(decorator) is not None:
        return None
    if hidden_of(decorator) is not None:
        return hidden_of(decorator)
    called = isinstance(decorator, ast.Call)
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    if not isinstance(inner, ast.Attribute) or not isinstance(inner.value, ast.Name) or inner.value.id in ("torch", "math"):
        return None
    if inner.attr != "probe" or called:
        _fault(lesson, decorator.lineno, f"@{ast.unparse(decorator)} is no probe.", f"Write: @{inner.value.id}.probe.")
    return inner.value.id


def _exercise(lesson: Lesson, call: _Call, probes: tuple[Probe, ...], *, found: list[Definition]) -> Exercise:
    line = call.node.lineno
    name = _resolved(lesson, call, found)
    first = _argument(lesson, call, name)
    options = _literal_keywords(lesson, call)
    question = None
    if call.kind == "predict":
        question = _question(lesson, call, probes, asks=first, options=options, found=found)
    elif not probes:
        remedy = f"Add one: @{call.variable}.probe above a function (lesson, draw) that returns what it observed."
        _fault(lesson, line, f"exercise '{name}' has no probe, so nothing could fail.", remedy)
    minutes = options.pop("minutes", None)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0:
        remedy = f"Write: {call.variable} = {call.node.func.id if isinstance(call.node.func, ast.Name) else 'Fill'}(minutes=5)."
        _fault(lesson, line, f"minutes of '{name}' is {minutes!r}, not a whole number above 0.", remedy)
    for probe in probes:
        if probe.bar is not None and call.kind != "project":
            remedy = f"Write: {call.variable} = Project(minutes=30)."
            _fault(lesson, probe.line, f"'{probe.name}' holds hidden data, but '{name}' is no project.", remedy)
    excused = _excused(lesson, call, options.pop("excused", {}))
    return Exercise(
        lesson=lesson.id,
        name=name,
        kind=call.kind,
        minutes=minutes,
        probes=probes,
        bug=first if call.kind == "hunt" else None,
        slow=first if call.kind == "speed" else None,
        excused=excused,
        options=options,
        line=line,
        question=question,
    )


def _question(
    lesson: Lesson,
    call: _Call,
    probes: tuple[Probe, ...],
    *,
    asks: str | None,
    options: dict[str, object],
    found: list[Definition],
) -> Question:
    if probes:
        fact = f"the probe '{probes[0].name}' tries a prediction."
        _fault(lesson, probes[0].line, fact, "What a snippet gives is found by running it: remove the probe.")
    definition = next(each for each in found if each.python_name == call.variable)
    return read_question(lesson, call.node.lineno, definition, asks=asks, options=options)


def _literal_keywords(lesson: Lesson, call: _Call) -> dict[str, object]:
    options: dict[str, object] = {}
    for keyword in call.node.keywords:
        if keyword.arg is None:
            _fault(
                lesson,
                keyword.value.lineno,
                "** is used in an exercise.",
                READ,
            )
        options[keyword.arg] = _literal(lesson, keyword.value, keyword.arg)
    return options


def _literal(lesson: Lesson, node: ast.expr, name: str) -> object:
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        fact = f"{name} is the expression `{ast.unparse(node)}`, not a literal."
        _fault(lesson, node.lineno, fact, READ)
    return value


def _excused(lesson: Lesson, call: _Call, value: object) -> dict[str, str]:
    good = isinstance(value, dict) and all(isinstance(word, str) and word.strip() for pair in value.items() for word in pair)
    if not good or not isinstance(value, dict):
        remedy = 'Write: excused={"mutant:3:swap:+ to -": "why it behaves the same"}.'
        _fault(lesson, call.node.lineno, f"excused of '{call.variable}' is no mapping of mutant names to reasons.", remedy)
    return value


FIRST = {
    "hunt": ("does not name its bug", 'Hunt("fault", minutes=10), where mistakes.py has {0}__fault.'),
    "speed": ("does not name its slow start", 'Speed("slow", minutes=15), where alternatives.py has {0}__slow.'),
    "predict": ("does not say what is asked", 'Predict("shape", minutes=2, rows=(2, 7)).'),
}


def _argument(lesson: Lesson, call: _Call, name: str) -> str | None:
    """The one argument without a name: of a hunt its fault (whether it exists, its file knows)."""
    given = [_literal(lesson, node, "the argument") for node in call.node.args]
    if call.kind not in FIRST:
        if given:
            maker = next(word for word, kind in KINDS.items() if kind == call.kind)
            _fault(
                lesson, call.node.lineno, f"{maker} for '{name}' has an argument without a name.", f"{maker} takes keywords only."
            )
        return None
    fact, spelling = FIRST[call.kind]
    if len(given) != 1 or not isinstance(given[0], str):
        maker = spelling.partition("(")[0]
        _fault(
            lesson,
            call.node.lineno,
            f"{maker} for '{name}' {fact}.",
            f"Write: {call.variable} = {spelling.format(call.variable)}",
        )
    return given[0]


def _resolved(lesson: Lesson, call: _Call, found: list[Definition]) -> str:
    """The dotted name in reference.py that the variable stands for."""
    fitting = [definition.name for definition in found if definition.python_name == call.variable]
    if len(fitting) == 1:
        return fitting[0]
    line = call.node.lineno
    if fitting:
        fact = f"exercise '{call.variable}' fits {len(fitting)} definitions of reference.py: {', '.join(fitting)}."
        _fault(lesson, line, fact, "Define the name once.")
    known = [definition.python_name for definition in found if definition.python_name[0] != "_"]
    remedy = sentence(
        f"Defined there: {', '.join(known) or 'nothing'}.",
        did_you_mean(call.variable, known),
        "Rename the exercise or add the definition.",
    )
    _fault(lesson, line, f"exercise '{call.variable}' names no function, class or constant of reference.py.", remedy)


def _refuse_overlaps(lesson: Lesson, exercises: list[Exercise]) -> None:
    for outer in exercises:
        for inner in exercises:
            if inner.name.startswith(outer.name + "."):
                fact = f"exercise '{inner.name}' lies inside exercise '{outer.name}'."
                _fault(lesson, inner.line, fact, "Make either the class or its methods exercises.")
