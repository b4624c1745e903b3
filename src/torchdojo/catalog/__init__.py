"""What lessons exist: headers, graph, order. Makes Lesson and Exercise."""

from __future__ import annotations

from torchdojo.catalog.definitions import Definition, definitions
from torchdojo.catalog.errors import LessonError
from torchdojo.catalog.lesson import Exercise, Lesson, Probe, Variant
from torchdojo.catalog.scan import Catalog, Subject, course_folder, scan

__all__ = [
    "Catalog",
    "Definition",
    "Exercise",
    "Lesson",
    "LessonError",
    "Probe",
    "Subject",
    "Variant",
    "course_folder",
    "definitions",
    "scan",
]
