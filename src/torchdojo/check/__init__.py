"""The lesson contract: what every lesson must hold before anybody learns from it."""

from __future__ import annotations

from torchdojo.check.contract import CheckReport, check
from torchdojo.check.finding import Finding
from torchdojo.check.mutation import Mutation, mutate

__all__ = ["CheckReport", "Finding", "Mutation", "check", "mutate"]
