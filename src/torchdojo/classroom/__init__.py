"""Judges what many handed in."""

from __future__ import annotations

from torchdojo.classroom.folder import Batch, begin, cores, grade_folder
from torchdojo.classroom.results import Results, ResultsError
from torchdojo.classroom.row import FAULT, JUDGED, UNREADABLE, Row
from torchdojo.classroom.summary import Summary, Tally, summary

__all__ = [
    "FAULT",
    "JUDGED",
    "UNREADABLE",
    "Batch",
    "Results",
    "ResultsError",
    "Row",
    "Summary",
    "Tally",
    "begin",
    "cores",
    "grade_folder",
    "summary",
]
