"""What to say when a small change of a learner's own code makes it right: the change read backwards."""

from __future__ import annotations

from torchdojo.starter.mutate_calls import article
from torchdojo.starter.mutate_values import SIGNS
from torchdojo.starter.sites import Change

# these mean the same in both directions
SYMMETRIC = ("axis", "comparison", "index", "bound", "element", "argument", "word")
DOES = dict(SIGNS.values())
FIXED = {
    ("minus", "added"): "A minus is missing.",
    ("minus", "dropped"): "There is a minus too many.",
    ("not", ""): "A `not` or `~` is too much: the condition or mask is the wrong way round.",
    ("result", "negated"): "The result has the wrong sign.",
    ("result", "transposed"): "The result is transposed.",
    ("condition", "always true"): "What is done for one case alone should be done always.",
    ("condition", "always false"): "A case is treated apart that needs no way of its own.",
    ("boolean", "and to or"): "You ask for both conditions where either is enough.",
    ("boolean", "or to and"): "Either condition is enough for you where both are needed.",
    ("loop", ""): "The loop should end after its first round.",
}


def undone(change: Change) -> str:
    """One sentence for the learner, or nothing if the change says nothing backwards."""
    operator, detail = change.operator, change.detail
    fixed = FIXED.get((operator, detail)) or FIXED.get((operator, ""))
    if fixed:
        return fixed
    if operator in ("operator", "update"):
        return _other_sign(detail)
    if operator == "function":
        old, _, new = detail.partition(" to ")
        return f"You took {article(old)} where {article(new)} is needed."
    if operator in ("number", "default"):
        return "Another number is needed here."
    if operator == "flag":
        return _other_flag(detail)
    if operator == "element" and detail.endswith("dropped"):
        return "There is an axis or size too many."
    if operator == "argument" and detail.endswith("dropped"):
        return f"`{detail.removesuffix(' dropped').partition(' of ')[2]}` gets an argument too many."
    if operator in SYMMETRIC or detail.endswith("exchanged"):
        return change.says
    return _too_much(operator, detail)


def _other_sign(detail: str) -> str:
    old, _, new = (part.rstrip("=") for part in detail.partition(" to "))
    if not new:
        return "You build up a value that should be set anew."
    return f"You {DOES[old]} where you should {DOES[new]}." if old in DOES and new in DOES else ""


def _other_flag(detail: str) -> str:
    name, _, value = detail.partition(" to ")
    if name == "keepdim":
        return "The reduced axis is not kept." if value == "True" else "The reduced axis is kept where it should go."
    return f"`{name}` is set the wrong way round." if name != "value" else "A True or False is the wrong way round."


def _too_much(operator: str, detail: str) -> str:
    """What is right as soon as something is left out."""
    what = detail.rpartition(" ")[0].lstrip(".")
    if operator == "call" and what:
        return f"`{what}` is too much here."
    if operator == "keyword" and what:
        name, _, call = what.partition(" of ")
        return f"`{name}` should not be given to `{call}`."
    if operator == "operand":
        sign = what.split()[-1]
        part = {"+": "a term", "-": "a term", "*": "a factor", "/": "a division", "@": "a matrix product"}.get(sign, "something")
        return f"There is {part} too many."
    if operator == "statement":
        return "This line does something that should not be done."
    if operator == "context":
        return f"The block should not be run under `{what}`."
    if operator == "boolean":
        return "There is a condition too many."
    return ""
