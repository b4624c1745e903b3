"""What hidden data are drawn from: a secret of this installation, which no process with a submission ever holds."""

from __future__ import annotations

import secrets
from pathlib import Path

from torchdojo.catalog.places import cache_folder

LENGTH = 32


def secret(folder: Path | None = None) -> str:
    """The secret, made when it is first needed. Where nothing can be written, it is another one each time."""
    path = (folder or cache_folder()) / "hidden-data.secret"
    for _ in range(2):
        try:
            found = path.read_text(encoding="ascii").strip()
            if len(found) == 2 * LENGTH:
                return found
            path.unlink()
        except (OSError, UnicodeDecodeError):
            pass
        _make(path)
    return secrets.token_hex(LENGTH)


def _make(path: Path) -> None:
    """Nothing; whoever comes first makes the file, whole and readable for nobody else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(LENGTH), encoding="ascii")
        try:
            path.hardlink_to(draft)
        finally:
            draft.unlink()
    except OSError:
        return
