"""Four small projects: files, predictions, a service, and two processes."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from jaxtyping import Float, Int
from torch import Tensor


def save_table(values: Float[Tensor, "rows columns"], folder: Path) -> Path:
    """The path of `values.pt`, which holds the values, in the folder; beside it `about.json` with its rows and columns.

    In a folder `parts` there is a text file for each row, `0.txt` and so on, with the row's sum to two digits.
    """
    rows, columns = values.shape
    path = folder / "values.pt"
    torch.save(values, path)
    (folder / "about.json").write_text(json.dumps({"rows": rows, "columns": columns}))
    (folder / "parts").mkdir()
    for index, row in enumerate(values):
        (folder / "parts" / f"{index}.txt").write_text(f"{row.sum():.2f}")
    return path


def nearest(
    samples: Float[Tensor, "many width"], labels: Int[Tensor, " many"], points: Float[Tensor, "few width"]
) -> Int[Tensor, " few"]:
    """For each point the label of the class whose mean over the samples is nearest."""
    classes = labels.unique()
    means = torch.stack([samples[labels == label].mean(dim=0) for label in classes])
    return classes[torch.cdist(points, means).argmin(dim=1)]


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A WSGI application: `POST /mean` with a JSON list of numbers gives `{"mean": ...}`; an empty list is a 400.

    Every other address is a 404. All answers are JSON, and say so in their content type.
    """
    status, told = "404 Not Found", {"error": "there is only /mean"}
    if environ["PATH_INFO"] == "/mean" and environ["REQUEST_METHOD"] == "POST":
        numbers = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        status, told = ("200 OK", {"mean": sum(numbers) / len(numbers)}) if numbers else ("400 Bad Request", {"error": "empty"})
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


def mean_of_all(mine: Float[Tensor, " width"]) -> Float[Tensor, " width"]:
    """The mean of what all ranks hold, the same on every rank. What is given stays as it is."""
    total = mine.clone()
    dist.all_reduce(total)
    return total / dist.get_world_size()
