"""Which files of a folder are judged, and what is said about the others."""

from __future__ import annotations

import os

import pytest

from torchdojo.classroom.handed_in import LARGEST, names, read


def test_files_of_the_folder_and_of_its_subfolders_are_found(tmp_path):
    """One file a student, or one subfolder a student; deeper, hidden and left-behind things are none of them."""
    for name in (
        "b.py",
        "a.PY",
        "anna/x.py",
        "anna/deep/y.py",
        ".hidden/z.py",
        "__MACOSX/._b.py",
        "ben/notes.txt",
        ".c.py",
        "d.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()

    assert names(tmp_path) == ["a.PY", "anna/x.py", "b.py", "ben/"]


def test_a_file_is_its_text_and_the_digest_of_its_bytes(tmp_path):
    """A byte order mark is no part of the text; a renamed file has the same digest."""
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfx = 1\n")
    (tmp_path / "b.py").write_bytes(b"\xef\xbb\xbfx = 1\n")
    first, second = read(tmp_path, "a.py"), read(tmp_path, "b.py")

    assert first.text == second.text == "x = 1\n"
    assert first.digest == second.digest


def _link(path):
    path.with_name("target").write_text("x = 1")
    path.symlink_to("target")


MISFITS = {
    "binary": (lambda path: path.write_bytes(b"\x80\x81"), "Byte 0 is not UTF-8"),
    "link": (_link, "links are not followed"),
    "dangling link": (lambda path: path.symlink_to("nowhere"), "links are not followed"),
    "folder": (lambda path: path.mkdir(), "Is a folder"),
    "pipe": (lambda path: os.mkfifo(path), "no ordinary file"),
    "huge": (lambda path: path.write_bytes(b"#" * (LARGEST + 1)), "1.0 MB"),
    "gone": (lambda path: None, "No such file"),
}


@pytest.mark.parametrize("kind", MISFITS)
def test_what_cannot_be_judged_is_a_note(tmp_path, kind):
    """Nothing in a folder stops a run, and a pipe is not waited for."""
    make, words = MISFITS[kind]
    make(tmp_path / "x.py")
    found = read(tmp_path, "x.py")

    assert found.text is None
    assert words in found.note


def test_a_link_to_a_folder_of_somebody_else_is_not_entered(tmp_path):
    """It could lead anywhere on the teacher's disk."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.py").touch()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "anna").symlink_to(tmp_path / "elsewhere")

    assert names(tmp_path / "in") == ["anna/"]
    assert "not followed" in read(tmp_path / "in", "anna/").note


def test_an_empty_file_and_the_largest_one_are_judged(tmp_path):
    """Both have a text."""
    (tmp_path / "empty.py").touch()
    (tmp_path / "large.py").write_bytes(b"#" * LARGEST)

    assert read(tmp_path, "empty.py").text == ""
    assert len(read(tmp_path, "large.py").text) == LARGEST


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_note(tmp_path):
    """So is a subfolder."""
    (tmp_path / "x.py").touch(0o000)
    (tmp_path / "anna").mkdir(0o000)

    assert "denied" in read(tmp_path, "x.py").note
    assert "denied" in read(tmp_path, "anna/").note
