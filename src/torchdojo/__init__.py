"""A hands-on PyTorch course with a judge that can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from torchdojo.catalog import Lesson

__all__ = ["licensed", "reference"]


def reference(lesson: str) -> ModuleType:
    """The reference of a lesson as a module, for one's own project: `attend = torchdojo.reference("attention/attend").attend`.

    It is loaded once and stays. A lesson that does not exist raises LessonError, which names the nearest.
    """
    import sys
    from types import ModuleType

    from torchdojo.catalog import scan

    found = scan().lesson(lesson)
    name = f"torchdojo_reference_{found.id.replace('/', '_')}"
    if name in sys.modules:
        return sys.modules[name]
    module = ModuleType(name)
    module.__file__ = str(found.folder / "reference.py")
    # not imported from the file, which would leave a __pycache__ in the lesson's folder
    code = compile(found.reference, module.__file__, "exec", dont_inherit=True)
    # dataclasses and pickle look a class's module up by its name
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def licensed(lesson: Lesson) -> str:
    """The text of a lesson's reference with the line that its licence asks for."""
    from importlib.metadata import version

    line = f"# from torchdojo {version('torchdojo')}, lesson {lesson.id}. SPDX-License-Identifier: Apache-2.0"
    return f"{line}\n{lesson.reference}"
