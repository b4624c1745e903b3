"""Punches the holes of a lesson and fills them again. Makes Starter and Submission."""

from torchdojo.starter.location import place_of
from torchdojo.starter.mutants import mutants
from torchdojo.starter.punch import punch
from torchdojo.starter.repairs import repairs
from torchdojo.starter.signatures import signatures
from torchdojo.starter.splice import splice
from torchdojo.starter.submission import FOREIGN_LINES, Hole, Starter, Submission, SyntaxFault
from torchdojo.starter.variant import variant

__all__ = [
    "FOREIGN_LINES",
    "Hole",
    "Starter",
    "Submission",
    "SyntaxFault",
    "mutants",
    "place_of",
    "punch",
    "repairs",
    "signatures",
    "splice",
    "variant",
]
