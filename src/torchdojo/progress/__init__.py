"""What the learner has done: attempts in a store, files in a working folder. Makes Attempt."""

from torchdojo.progress.attempt import Attempt
from torchdojo.progress.places import data_folder, work_folder
from torchdojo.progress.standing import Standing, begun, next_lesson, standing
from torchdojo.progress.store import Store, StoreError
from torchdojo.progress.workspace import EditedOutside, Version, Workspace, WorkspaceError

__all__ = [
    "Attempt",
    "EditedOutside",
    "Standing",
    "Store",
    "StoreError",
    "Version",
    "Workspace",
    "WorkspaceError",
    "begun",
    "data_folder",
    "next_lesson",
    "standing",
    "work_folder",
]
