"""What can be wrong with the sandbox itself; what a job does is never an error."""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox itself does not work; str() says what to do."""


class Lost(Exception):
    """The process that prepares workers went away or does not answer: start it again."""
