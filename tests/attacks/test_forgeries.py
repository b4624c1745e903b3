"""A submission shares its process with the observer, so it can forge what is seen; it cannot know what is expected."""

from __future__ import annotations

import pytest

from .conftest import attacks_in, words_of

ATTACKS = attacks_in("forge")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_no_forgery_passes(endured, attack):
    """Whatever it patches or sends, what is judged is compared outside with what it never saw."""
    graded = endured(attack)

    report = words_of(graded)
    assert len(report) < 200_000
    assert "sesame" not in report
