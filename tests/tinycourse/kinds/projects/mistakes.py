"""What goes wrong in small projects."""

import json

import torch
import torch.distributed as dist


def save_table__transposed_numbers(values, folder):
    """Rows and columns are exchanged in about.json."""
    path = save_table(values, folder)
    (folder / "about.json").write_text(json.dumps({"rows": values.shape[1], "columns": values.shape[0]}))
    return path


def save_table__without_parts(values, folder):
    """The folder with a text file for each row is missing."""
    path = folder / "values.pt"
    torch.save(values, path)
    (folder / "about.json").write_text(json.dumps({"rows": values.shape[0], "columns": values.shape[1]}))
    return path


def nearest__always_first(samples, labels, points):
    """Every point gets the first label, wherever it lies."""
    return labels[:1].expand(len(points))


def nearest__farthest(samples, labels, points):
    """You take the class that is farthest away."""
    classes = labels.unique()
    means = torch.stack([samples[labels == label].mean(dim=0) for label in classes])
    return classes[torch.cdist(points, means).argmax(dim=1)]


def answer__plain_text(environ, start_response):
    """The body is JSON, but the content type says that it is plain text."""

    def told(status, headers):
        return start_response(status, [("Content-Type", "text/plain")])

    return answer(environ, told)


def answer__sum(environ, start_response):
    """You give the sum and not the mean of the numbers."""
    body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0)) or b"null")
    if environ["PATH_INFO"] != "/mean" or not body:
        start_response("400 Bad Request" if body == [] else "404 Not Found", [("Content-Type", "application/json")])
        return [json.dumps({"error": "empty" if body == [] else "there is only /mean"}).encode()]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"mean": float(sum(body))}).encode()]


def mean_of_all__own_only(mine):
    """Every rank gives back what it holds itself: the ranks do not talk."""
    return mine.clone()


def mean_of_all__in_place(mine):
    """The sum is written over what the rank was given."""
    dist.all_reduce(mine)
    return mine / dist.get_world_size()


def mean_of_all__sum(mine):
    """The sum of all ranks is not divided by their number."""
    total = mine.clone()
    dist.all_reduce(total)
    return total
