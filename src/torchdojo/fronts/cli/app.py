"""The commands and their options. What a command does is loaded only when it is given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Protocol

import typer

from torchdojo.fronts.cli.door import Misuse, guarded

app = typer.Typer(
    name="torchdojo",
    help="A hands-on PyTorch course with a judge that can be trusted. Without a command it opens the course in the browser.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
author = typer.Typer(help="For those who write lessons.", no_args_is_help=True)
app.add_typer(author, name="author")


class Serve(Protocol):
    """Opens the course on an address and returns when it is ended."""

    def __call__(self, work: Path, *, host: str, port: int | None, browser: bool) -> None: ...


def run(arguments: Sequence[str], *, serve: Serve) -> int:
    """The exit code: 0 all went well, 1 not (yet) right, 2 wrong use or a broken lesson."""

    def command() -> int:
        try:
            app(list(arguments), obj=serve, prog_name="torchdojo")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        return 0

    return guarded(command)


LessonId = Annotated[str, typer.Argument(metavar="LESSON", help="SUBJECT/LESSON, as `torchdojo list` shows it.")]
ExerciseName = Annotated[str, typer.Argument(metavar="EXERCISE", help="The exercise's name.")]
Work = Annotated[Path | None, typer.Option("--work", metavar="DIR", help="The working folder. [default: ./torchdojo-work]")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="The port; a free one is taken if it is not given.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]


@app.callback(invoke_without_command=True)
def _default(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"torchdojo {installed('torchdojo')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        start(context)


@app.command()
def start(
    context: typer.Context, work: Work = None, host: Host = "127.0.0.1", port: Port = None, no_browser: NoBrowser = False
) -> None:
    """Open the course in the browser. Your work stays in the working folder."""
    from torchdojo.progress import work_folder

    serve: Serve = context.obj
    serve(work_folder(work), host=host, port=port, browser=not no_browser)


@app.command()
def grade(  # noqa: PLR0913 - the options of a command are its parameters
    lesson: LessonId,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Python file to judge, or a folder of them.")],
    exercise: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Judge only this one; may be repeated.")] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", min=0, max=2**63 - 1, help="Judge again with this seed.")] = None,
    json: AsJson = False,
    xray: Annotated[bool, typer.Option("--xray", help="Show what every line of a failing exercise did.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Of a folder: where its results are kept.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Of a folder: print a table for a spreadsheet.")] = False,
    jobs: Annotated[int | None, typer.Option(metavar="N", min=1, help="Of a folder: so many at once. [default: cores]")] = None,
) -> None:
    """Judge one file or a folder. Exits 0 if all named exercises passed, 1 if not, 2 for wrong use or a broken lesson."""
    if file.is_dir():
        from torchdojo.fronts.cli import folder_shown, grading_folder

        if xray:
            raise Misuse(f"--xray is for one file, {file} is a folder. Name the file.")
        wish = grading_folder.Wish(exercise, seed, out, jobs)
        raise typer.Exit(grading_folder.judged(lesson, file, wish, show=folder_shown.chosen(json=json, csv=csv)))
    from torchdojo.fronts.cli import grading

    if out or csv or jobs:
        raise Misuse("--out, --csv and --jobs are for a folder of files.")
    show = grading.show_json if json else grading.Printed(file, xray=xray).show
    raise typer.Exit(grading.judged(lesson, file, exercises=exercise, seed=seed, show=show))


@app.command("list")
def list_(
    subject: Annotated[str | None, typer.Option(metavar="SUBJECT", help="Only the lessons of this subject.")] = None,
) -> None:
    """List the lessons in reading order, and how far you are."""
    from torchdojo.fronts.cli import listing

    listing.show(subject)


@app.command("next")
def next_(work: Work = None) -> None:
    """Show what to do next, and put its file into the working folder."""
    from torchdojo.fronts.cli import following

    following.show(work)


@app.command()
def hint(lesson: LessonId, exercise: ExerciseName) -> None:
    """Show the next hint of an exercise, and those you have taken."""
    from torchdojo.fronts.cli import ladder

    ladder.show_hint(lesson, exercise)


@app.command()
def solution(
    lesson: LessonId,
    exercise: ExerciseName,
    peek: Annotated[bool, typer.Option("--peek", help="Show it before you have passed; this is remembered.")] = False,
) -> None:
    """Show the reference of an exercise you have passed, and other right ways to write it."""
    from torchdojo.fronts.cli import ladder

    if peek:
        ladder.remember_peek(lesson, exercise)
    raise typer.Exit(ladder.show_solution(lesson, exercise))


@app.command()
def again(
    lesson: LessonId,
    exercise: ExerciseName,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The file to change. [default: in the working folder]")
    ] = None,
    work: Work = None,
) -> None:
    """Tell what the snippet of a prediction gave, and ask once more with new numbers."""
    from torchdojo.fronts.cli import asking

    asking.ask_again(lesson, exercise, file=file, work=work)


@app.command()
def dispute(
    lesson: LessonId,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Python file that was judged.")],
    exercise: Annotated[str, typer.Option(metavar="NAME", help="The exercise it is about.")],
    seed: Annotated[int, typer.Option(metavar="N", min=0, max=2**63 - 1, help="The seed the verdict shows.")],
    because: Annotated[str, typer.Option(metavar="TEXT", help="Why you think the judge is wrong.")] = "",
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to make. [default: dispute-....zip]")] = None,
) -> None:
    """Save what is needed to see whether the judge is wrong: your file, the seed and what was observed."""
    from torchdojo.fronts.cli import disputing

    disputing.save(lesson, file, exercise=exercise, seed=seed, because=because, to=to)


@app.command()
def copy(lesson: LessonId, file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to make.")]) -> None:
    """Copy a lesson's reference into your own project, with its licence line."""
    from torchdojo.fronts.cli import copying

    copying.copy(lesson, file)


@app.command()
def doctor(work: Work = None, json: AsJson = False) -> None:
    """Look at this machine: Python, torch, GPU, folders, extras, and the sandbox's walls one by one."""
    from torchdojo.fronts.cli import doctoring

    show = doctoring.show_json if json else doctoring.show_words
    raise typer.Exit(show(doctoring.examined(work)))


@author.command()
def new(
    lesson: LessonId, title: Annotated[str | None, typer.Option(help="The lesson's title. [default: from its name]")] = None
) -> None:
    """Begin a lesson: a folder with five files that already fulfil the contract."""
    from torchdojo.fronts.cli import beginning

    beginning.begin(lesson, title)


@author.command()
def check(
    lessons: Annotated[list[str] | None, typer.Argument(metavar="LESSON", help="All lessons, if none is named.")] = None,
    seeds: Annotated[int, typer.Option(metavar="N", min=1, help="How many fresh seeds the reference must pass.")] = 20,
    changed: Annotated[bool, typer.Option("--changed", help="Only lessons that differ from the main branch.")] = False,
    json: AsJson = False,
) -> None:
    """Check lessons against the contract. Exits 0 if they fulfil it, 1 if not."""
    from torchdojo.fronts.cli import checking

    chosen = checking.changed(lessons) if changed else checking.named(lessons)
    show = checking.Collected() if json else checking.Printed()
    raise typer.Exit(checking.check(chosen, seeds=seeds, show=show))


@author.command()
def mutate(
    lesson: LessonId, exercise: Annotated[str | None, typer.Option(metavar="NAME", help="Only this exercise.")] = None
) -> None:
    """Change every node of a reference, one at a time, and list the changes the probes do not notice."""
    from torchdojo.fronts.cli import mutating

    raise typer.Exit(mutating.mutate(lesson, exercise))
