"""Courses made on the spot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

HEADER = "---\ntitle: {title}\nafter: {after}\nlevel: beginner\nminutes: 10\ncovers: []\n---\nText.\n"
FILES = {
    "reference.py": "def f(x):\n    return x\n\n\nclass Net:\n    def forward(self, x):\n        return x\n\n\nRATE = 3\n",
    "judge.py": "from torchdojo.author import Fill\nf = Fill(minutes=5)\n@f.probe\ndef plain(lesson, draw):\n    'It works.'\n",
    "mistakes.py": 'def f__wrong(x):\n    """Wrong."""\n',
    "alternatives.py": "",
}
MakeCourse = Callable[..., Path]


@pytest.fixture
def make_course(tmp_path: Path) -> MakeCourse:
    """A function that writes a course: lesson id to what its files hold; what is not given is filled in."""

    def make(lessons: Mapping[str, Mapping[str, str]], subjects: tuple[str, ...] = ("tensors", "nn")) -> Path:
        course = tmp_path / "course"
        course.mkdir()
        listed = [f'[[subject]]\nid = "{id}"\ntitle = "{id.title()}"\n' for id in subjects]
        (course / "course.toml").write_text("\n".join(listed), encoding="utf-8")
        for id, files in lessons.items():
            folder = course / id
            folder.mkdir(parents=True)
            title = files.get("title", id.split("/")[1])
            header = HEADER.format(title=title, after=files.get("after", "[]"))
            for name, content in ({"lesson.md": header} | FILES | dict(files)).items():
                if "." in name:
                    (folder / name).write_bytes(content.encode())
        return course

    return make
