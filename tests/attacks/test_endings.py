"""However a submission leaves, hangs or takes all it can get: a status, in time, and nothing of it is left."""

from __future__ import annotations

import pytest

from .conftest import attacks_in


@pytest.mark.parametrize("attack", attacks_in("leave"), ids=lambda attack: attack.name)
def test_no_way_out_is_a_pass(endured, attack):
    """The next honest check works, in the same daemon."""
    endured(attack)


@pytest.mark.parametrize("attack", attacks_in("greed"), ids=lambda attack: attack.name)
def test_greed_is_bounded(endured, full_walls, attack):
    """Time, memory, processes, files, words: each has an end."""
    endured(attack)
