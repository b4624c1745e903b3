"""`torchdojo doctor`."""

from __future__ import annotations

import json
import subprocess
import sys

from torchdojo.fronts.cli import doctor_extras, doctor_machine, doctor_torch
from torchdojo.fronts.cli.doctoring import PROBLEM, show_words


def test_every_area_is_looked_at(desk):
    """Machine, torch, libraries area by area, and every wall of the sandbox; torch stays outside this process."""
    script = (
        "import sys; from torchdojo.fronts.cli import run; run(['doctor', '--json'], serve=None); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    answer, torch_is_loaded = done.stdout.splitlines()
    areas = {}
    for check in json.loads(answer)["checks"]:
        areas.setdefault(check["area"], []).append(check["name"])

    assert list(areas) == ["Machine", "torch", "Libraries", "Sandbox"]
    assert {"Python", "memory", "working folder", "data folder"} <= set(areas["Machine"])
    assert "core" in areas["Libraries"] and "all" not in areas["Libraries"]
    assert len(areas["Sandbox"]) > 3
    assert torch_is_loaded == "False"


def test_a_folder_that_cannot_be_written_is_a_problem(desk, capsys):
    """The way out stands under it, and the code is 1."""
    (desk / "file").write_text("")
    code = show_words(list(doctor_machine.checks(desk / "file" / "work")))
    out = " ".join(capsys.readouterr().out.split())

    assert code == 1
    assert "cannot be written" in out and "--work" in out and "1 of these must be put right." in out


def test_a_torch_that_cannot_be_loaded_is_said(monkeypatch):
    """The doctor survives what it examines."""
    monkeypatch.setattr(doctor_torch, "QUESTION", "raise ImportError('libcudart.so.13: no such file')")
    (check,) = doctor_torch.checks()

    assert check.state == PROBLEM and "libcudart.so.13" in check.fact and check.remedy


def test_missing_libraries_are_named_with_their_area(monkeypatch):
    """The remedy installs that area."""
    lines = ["torch>=2", 'polars>=1.35; extra == "data"', 'torchdojo[data]; extra == "all"', 'kfp>=2; extra == "cloud"']
    monkeypatch.setattr(doctor_extras, "requires", lambda name: lines)
    monkeypatch.setattr(doctor_extras, "_installed", lambda name: name == "torch")
    core, data, cloud = doctor_extras.checks()

    assert (core.name, core.fact) == ("core", "all 1 installed")
    assert "missing: polars" in data.fact and "torchdojo[data]" in data.remedy
    assert "make install" not in cloud.remedy
