"""Tasks that both torch-judge and our course set, and submissions to them that both can be given."""

from __future__ import annotations

import ast
import importlib.util
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from torchdojo.catalog import definitions, scan
from torchdojo.starter.graft import Graft

CASES = Path(__file__).parents[2] / "tests" / "verdicts"


@dataclass(frozen=True)
class Task:
    """One thing to write, as both sides know it."""

    name: str
    peer: str
    """torch-judge's name of it; the tests of this task are what every peer runs."""
    lesson: str
    exercises: tuple[str, ...]
    door: str
    """Lines below a submission to us that offer it under the name and with the parameters torch-judge asks for."""
    oracle: str
    """The same door, made of torch's own operator."""
    witness: str
    """Lines that put what a door gives on many inputs into the list `seen`."""


LAYER_NORM = Task(
    "layer norm",
    "layernorm",
    "nn/normalisation_layers",
    ("LayerNorm",),
    """
def my_layer_norm(x, gamma, beta, eps=1e-5):
    layer = LayerNorm(x.shape[-1], eps=eps)
    del layer.weight, layer.bias
    layer.weight, layer.bias = gamma, beta
    return layer(x)
""",
    """
def my_layer_norm(x, gamma, beta, eps=1e-5):
    return torch.nn.functional.layer_norm(x, [x.shape[-1]], gamma, beta, eps)
""",
    """
for shape, scale, eps in [((4, 7), 1, 1e-5), ((3, 2, 5), 1, 0.3), ((2, 6), 1e4, 1e-5), ((1, 9), 1, 1e-5), ((3, 5), 1e-4, 1e-5)]:
    x = (scale * torch.randn(shape, dtype=torch.float64) + scale).requires_grad_()
    gamma, beta = (torch.randn(shape[-1], dtype=torch.float64, requires_grad=True) for _ in range(2))
    out = my_layer_norm(x, gamma, beta, eps)
    seen += [out, *torch.autograd.grad(out, (x, gamma, beta), torch.randn_like(out), allow_unused=True)]
""",
)

RMS_NORM = Task(
    "RMS norm",
    "rmsnorm",
    "nn/normalisation_layers",
    ("RMSNorm",),
    """
def rms_norm(x, weight, eps=1e-6):
    layer = RMSNorm(x.shape[-1], eps=eps)
    del layer.weight
    layer.weight = weight
    return layer(x)
""",
    """
def rms_norm(x, weight, eps=1e-6):
    return torch.nn.functional.rms_norm(x, [x.shape[-1]], weight, eps)
""",
    """
for shape, scale, eps in [((4, 7), 1, 1e-6), ((3, 2, 5), 1, 0.3), ((2, 6), 1e4, 1e-6), ((1, 9), 1, 1e-6), ((3, 5), 1e-4, 1e-6)]:
    x = (scale * torch.randn(shape, dtype=torch.float64) + scale).requires_grad_()
    weight = torch.randn(shape[-1], dtype=torch.float64, requires_grad=True)
    out = rms_norm(x, weight, eps)
    seen += [out, *torch.autograd.grad(out, (x, weight), torch.randn_like(out), allow_unused=True)]
""",
)

CLIPPING = Task(
    "gradient clipping",
    "gradient_clipping",
    "training/debugging",
    ("clip_by_global_norm",),
    """
def clip_grad_norm(parameters, max_norm):
    return float(clip_by_global_norm(parameters, max_norm=max_norm))
""",
    """
def clip_grad_norm(parameters, max_norm):
    return float(torch.nn.utils.clip_grad_norm_(parameters, max_norm))
""",
    """
for shapes, scale, most in [([(3, 2), (5,)], 1, 0.5), ([(4,)], 1, 100.0), ([(2,), (3, 3)], 50, 2.0), ([(6,), (2, 2)], 1e-3, 1.0)]:
    parameters = [torch.randn(shape, dtype=torch.float64, requires_grad=True) for shape in shapes]
    for parameter in parameters:
        parameter.grad = scale * torch.randn_like(parameter)
    left_out = torch.randn(3, requires_grad=True)
    seen += [torch.tensor(clip_grad_norm([*parameters, left_out], max_norm=most), dtype=torch.float64)]
    seen += [parameter.grad for parameter in parameters] + [parameter for parameter in parameters]
""",
)

ADAM = Task(
    "Adam",
    "adam",
    "training/adaptive_optimisers",
    ("Adam.moments", "Adam.update"),
    """
def MyAdam(params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    optimiser = Adam(params, lr=lr, betas=betas, eps=eps)
    def zero_grad():
        for parameter in optimiser.parameters:
            if parameter.grad is not None:
                parameter.grad.zero_()
    optimiser.zero_grad = zero_grad
    return optimiser
""",
    """
def MyAdam(params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    return torch.optim.Adam(params, lr=lr, betas=betas, eps=eps)
""",
    """
for lr, betas, eps in [(1e-3, (0.9, 0.999), 1e-8), (0.3, (0.5, 0.8), 1e-2)]:
    parameters = [torch.randn(shape, dtype=torch.float64, requires_grad=True) for shape in ((3, 2), (5,))]
    optimiser = MyAdam(parameters, lr=lr, betas=betas, eps=eps)
    for step in range(7):
        for number, parameter in enumerate(parameters):
            parameter.grad = None if step == 2 and number == 1 else torch.randn_like(parameter) * (1 + 3 * number)
        optimiser.step()
        seen += [parameter.detach().clone() for parameter in parameters]
        seen += [parameter.grad.clone() for parameter in parameters if parameter.grad is not None]
""",
)

TASKS = (LAYER_NORM, RMS_NORM, CLIPPING, ADAM)


@dataclass(frozen=True)
class Submission:
    """One learner's text, for us and for the peers."""

    task: Task
    exercise: str
    name: str
    right: bool
    text: str
    """What we are given."""
    program: str
    """What the peers are given: the same definition among the same others, and the door."""

    @property
    def id(self) -> str:
        """A name fit for a file."""
        words = f"{self.exercise} {'right' if self.right else 'wrong'} {self.name}"
        return "".join(letter if letter.isalnum() else "_" for letter in words).lower()


@cache
def submissions() -> tuple[Submission, ...]:
    """The cases of tests/verdicts that belong to a task."""
    found = []
    for task in TASKS:
        for exercise in task.exercises:
            for case in _cases().read(CASES / task.lesson / f"{exercise}.md"):
                words = program(task, exercise, case.text)
                found.append(Submission(task, exercise, case.name, case.right, case.text, words))
    return tuple(found)


def program(task: Task, exercise: str, text: str) -> str:
    """A module of its own: the text, what it leaves out from the reference, and the peers' door."""
    tree = ast.parse(text)
    Graft(scan().lesson(task.lesson), exercise, tree, found=definitions(tree)).fill()
    return f"{ast.unparse(tree)}\n\nimport torch\n{task.door}"


@cache
def _cases() -> ModuleType:
    """The reader of the cases, from beside them: tests are no package."""
    spec = importlib.util.spec_from_file_location("verdict_cases", CASES / "test_verdicts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def witnessed(submission: Submission) -> bool:
    """True if torch's own operator, behind the same door, does something else on inputs the peers' task allows."""
    import torch

    task = submission.task
    seen: list[list[object]] = []
    for words in (submission.program, f"import torch\n{task.oracle}"):
        space: dict[str, object] = {"__name__": "submission", "seen": []}
        torch.manual_seed(0)
        try:
            exec(compile(words, "submission.py", "exec", dont_inherit=True), space)
            exec(compile(task.witness, "witness.py", "exec", dont_inherit=True), space)
        except Exception:
            return True
        seen.append(space["seen"])  # type: ignore[arg-type]
    return not all(_alike(ours, theirs) for ours, theirs in zip(*seen, strict=True))


def _alike(ours: object, theirs: object) -> bool:
    import torch

    if not isinstance(ours, torch.Tensor) or not isinstance(theirs, torch.Tensor):
        return ours is theirs
    # far above what two right ways differ by in float64, far below any mistake
    return ours.shape == theirs.shape and torch.allclose(ours.double(), theirs.double(), rtol=1e-6, atol=1e-9, equal_nan=True)
