"""How a descent is judged."""

from torchdojo.author import Fill, Hunt

RATE = Fill(minutes=2)
descend = Hunt(
    "keeps_old_gradients",
    minutes=10,
    excused={
        "mutant:8:minus:added": "a point and its opposite have the same length, and their gradients are opposite too",
        "mutant:13:result:detached": "it is cut off already",
    },
)


@RATE.probe
def one_step(lesson, draw):
    """What one step leaves of a point."""
    return {"rate": lesson.RATE, "after one step": lesson.descend(draw.normal(3), 1)}


@descend.probe
def several_steps(lesson, draw):
    """Four steps from five numbers; the start is not touched."""
    point = draw.normal(5, grad=True)
    after = {f"after {steps} steps": lesson.descend(point, steps) for steps in (0, 1, 4)}
    return {**after, "has history": after["after 4 steps"].requires_grad}
