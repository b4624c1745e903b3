"""What is asked for, and which page or fragment answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.dispute import dispute, name_of
from torchdojo.fronts.web.checking import check
from torchdojo.fronts.web.desk import Desk
from torchdojo.fronts.web.drawing import SEPARATOR, draw
from torchdojo.fronts.web.predictions import answered, asked_again, unread
from torchdojo.fronts.web.reading import lesson_page, output_fragments
from torchdojo.progress import EditedOutside, WorkspaceError, next_lesson
from torchdojo.sandbox import SandboxError

pages = APIRouter(default_response_class=HTMLResponse)
router = APIRouter()

THEMES = ("auto", "light", "dark")


class Text(BaseModel):
    """The learner's text and the version of the file it was made from."""

    source: str
    version: str = ""


class Asked(Text):
    """What is to be checked: one exercise, or all of them."""

    exercise: str | None = None


class Said(Text):
    """What is predicted of a snippet, with the numbers that were seen."""

    exercise: str
    answer: str = ""
    numbers: dict[str, int | float | str | bool] = {}


def theme_of(request: Request) -> str:
    """The theme the learner chose."""
    chosen = request.cookies.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


DeskHere = Annotated[Desk, Depends(_desk)]


def _lesson(subject: str, name: str, desk: DeskHere) -> Lesson:
    """The lesson of the address; only what the catalog knows is ever opened."""
    try:
        return desk.catalog.lesson(f"{subject}/{name}")
    except LessonError as fault:
        raise HTTPException(404, str(fault)) from None


LessonHere = Annotated[Lesson, Depends(_lesson)]


def _exercise(lesson: LessonHere, exercise: str) -> Exercise:
    try:
        return lesson.exercise(exercise)
    except LessonError as fault:
        raise HTTPException(404, str(fault)) from None


@pages.get("/")
def start(request: Request, desk: DeskHere) -> str:
    """The subjects, their lessons and what is next."""
    following = next_lesson(desk.catalog, desk.store.states())
    begun = any(mark != "open" for shelf in desk.shelves() for each in shelf.lessons for _, mark in each.marks)
    shown = {"following": following, "begun": begun, "broken": desk.catalog.broken.values()}
    return draw("start.html", shelves=desk.shelves(), theme=theme_of(request), here="", **shown)


@pages.get("/{subject}/{name}")
def read(request: Request, desk: DeskHere, lesson: LessonHere) -> str:
    """A lesson: its text beside the learner's file."""
    return lesson_page(desk, lesson, theme=theme_of(request))


@pages.get("/{subject}/{name}/outputs")
def outputs(lesson: LessonHere) -> str:
    """What the cells of the text show."""
    return output_fragments(lesson)


@router.get("/{subject}/{name}/file")
def file(desk: DeskHere, lesson: LessonHere) -> JSONResponse:
    """The learner's file as it is now."""
    return JSONResponse({"text": desk.workspace.text(lesson), "version": desk.workspace.stamp(lesson)}, headers=_unkept())


@router.post("/{subject}/{name}/save")
def save(desk: DeskHere, lesson: LessonHere, text: Text) -> Response:
    """Keeps the learner's text, unless another program changed the file meanwhile."""
    try:
        return Response(status_code=204, headers={"X-File-Version": _saved(desk, lesson, text)})
    except EditedOutside as edited:
        return _edited(edited)


@router.post("/{subject}/{name}/reset")
def reset(desk: DeskHere, lesson: LessonHere, text: Text) -> Response:
    """The starter again; what was in the editor and in the file stays in the history."""
    try:
        _saved(desk, lesson, text)
    except EditedOutside as edited:
        return _edited(edited)
    fresh = desk.workspace.reset(lesson)
    return JSONResponse({"text": fresh, "version": desk.workspace.stamp(lesson)})


@router.post("/{subject}/{name}/check")
def judged(desk: DeskHere, lesson: LessonHere, asked: Asked) -> Response:
    """Keeps the text and judges it; the answer comes in fragments, as soon as each is known."""
    if asked.exercise is None:
        names = [exercise.name for exercise in lesson.exercises]
    else:
        names = [_exercise(lesson, asked.exercise).name]
    # a file that cannot be written, on a full disk say, takes no verdict away
    version, warning = {}, ""
    try:
        version = {"X-File-Version": _saved(desk, lesson, asked)}
    except EditedOutside as edited:
        return _edited(edited)
    except WorkspaceError as fault:
        warning = f"Your text is not saved. {fault}"
    text = asked.source.encode("utf-8", "replace").decode()
    filename = desk.workspace.path(lesson).name
    fragments: Iterator[str] = check(desk, lesson, text, exercises=names, filename=filename, warning=warning)
    headers = {"X-Accel-Buffering": "no", **version, **_unkept()}
    return StreamingResponse(fragments, media_type="text/html; charset=utf-8", headers=headers)


@router.post("/{subject}/{name}/predict")
def predicted(desk: DeskHere, lesson: LessonHere, said: Said) -> Response:
    """Puts an answer into the learner's file and judges it; the file's new text comes with the fragments."""
    exercise = _prediction(lesson, said.exercise)
    text = answered(lesson, exercise, said.source, answer=said.answer, numbers=said.numbers)
    if text is None:
        return _with_text(desk, lesson, said, said.source, lambda: unread(exercise, said.answer))

    def fragments() -> str:
        filename = desk.workspace.path(lesson).name
        return "".join(check(desk, lesson, text, exercises=[exercise.name], filename=filename)).replace(SEPARATOR, "")

    return _with_text(desk, lesson, said, text, fragments)


@router.post("/{subject}/{name}/again")
def once_more(desk: DeskHere, lesson: LessonHere, said: Said) -> Response:
    """New numbers for a prediction, in the learner's file and on its card."""
    text, fragments = asked_again(lesson, _prediction(lesson, said.exercise), said.source)
    return _with_text(desk, lesson, said, text, lambda: fragments)


@router.post("/{subject}/{name}/hint/{exercise}/{number}")
def hint(desk: DeskHere, lesson: LessonHere, exercise: str, number: int) -> Response:
    """Remembers that a hint was opened; opening it again costs nothing."""
    known = _exercise(lesson, exercise).name
    if desk.store.hints(lesson.id, known) < number <= 3:
        desk.store.take_hint(lesson.id, known)
    return Response(status_code=204)


@router.post("/{subject}/{name}/dispute/{exercise}/{seed}")
def disputed(
    desk: DeskHere,
    lesson: LessonHere,
    exercise: str,
    seed: Annotated[int, Path(ge=0, lt=2**63)],
    because: Annotated[str, Form()] = "",
) -> Response:
    """A file with all that is needed to see whether the judge is wrong; it stays on this machine."""
    chosen = _exercise(lesson, exercise)
    # the file may have been edited since: the verdict was about the text of its attempt
    judged_then = [one.source for one in desk.store.attempts(lesson.id, chosen.name) if one.seed == seed]
    text = judged_then[-1] if judged_then else desk.workspace.text(lesson)
    try:
        content = dispute(lesson, chosen, text, seed=seed, because=because)
    except (LessonError, SandboxError) as fault:
        raise HTTPException(503, str(fault)) from None
    headers = {"Content-Disposition": f'attachment; filename="{name_of(lesson, chosen, seed)}"', **_unkept()}
    return Response(content, media_type="application/zip", headers=headers)


def _prediction(lesson: Lesson, name: str) -> Exercise:
    exercise = _exercise(lesson, name)
    if exercise.question is None:
        raise HTTPException(404, f"{exercise.name} is no prediction.")
    return exercise


def _with_text(desk: Desk, lesson: Lesson, said: Said, text: str, fragments: Callable[[], str]) -> Response:
    try:
        version = _saved(desk, lesson, Text(source=text, version=said.version))
    except EditedOutside as edited:
        return _edited(edited)
    headers = {"X-File-Version": version, **_unkept()}
    return JSONResponse({"text": text.encode("utf-8", "replace").decode(), "html": fragments()}, headers=headers)


def _saved(desk: Desk, lesson: Lesson, text: Text) -> str:
    return desk.workspace.save(lesson, text.source, stamp=text.version or None)


def _edited(edited: EditedOutside) -> Response:
    return JSONResponse({"text": edited.text, "version": edited.stamp}, 409)


def _unkept() -> dict[str, str]:
    return {"Cache-Control": "no-store"}
