"""How the four projects are judged."""

import torch

from torchdojo.author import Project, files, ranks, serve

save_table = Project(minutes=10, seconds=10)
nearest = Project(minutes=20, seconds=10)
answer = Project(minutes=20, seconds=20)
mean_of_all = Project(minutes=15, seconds=30)

WIDTH, CLASSES = 5, 3
SPREAD = 0.8


@save_table.probe
def three_rows(lesson, draw):
    """A table of 3 rows and 4 columns."""
    folder = draw.folder()
    path = lesson.save_table(draw.normal(3, 4), folder)
    return {"path": str(path), "files": files(folder)}


def clouds(draw, centres, labels):
    """Points around the centres of their labels."""
    return centres[labels] + SPREAD * draw.normal(len(labels), WIDTH)


@nearest.hidden(metric="accuracy", at_least=0.8, of_reference=0.95)
def unseen_points(draw):
    """150 points of three clouds, whose labels you are not given."""
    centres = 2 * draw.normal(CLASSES, WIDTH) + 3 * torch.eye(CLASSES, WIDTH)
    known, asked = torch.arange(90) % CLASSES, draw.integers(0, CLASSES, 150)
    given = {"samples": clouds(draw, centres, known), "labels": known, "points": clouds(draw, centres, asked)}
    return given, asked


@nearest.probe
def labels_that_are_no_positions(lesson, draw):
    """The labels are 7 and -2."""
    samples = torch.tensor([[0.0, 0.0], [10.0, 10.0]]) + draw.uniform(2, 2)
    return lesson.nearest(samples, torch.tensor([7, -2]), draw.given(samples.flip(0), name="points"))


@answer.probe
def means(lesson, draw):
    """Two lists, an empty one, and an address that is not there."""
    numbers = [draw.integer(-9, 9) for _ in range(4)]
    with serve(lesson.answer, seconds=3) as service:
        return {
            "a list": service.post("/mean", numbers, headers=["content-type"]),
            "halves": service.post("/mean", [0.5, 1.5]),
            "empty": service.post("/mean", []),
            "elsewhere": service.get("/median"),
        }


@mean_of_all.probe
def two_ranks(lesson, draw):
    """Two ranks hold different numbers."""
    parts = draw.normal(2, 3)

    def run():
        mine = parts[torch.distributed.get_rank()].clone()
        result = lesson.mean_of_all(mine)
        return {"result": result, "given": mine}

    return ranks(run, 2, seconds=4)
