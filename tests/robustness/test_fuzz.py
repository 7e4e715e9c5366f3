"""A short fuzz of every target with a fixed seed; what longer ones find becomes a test of its own beside the part it is in."""

import pytest

from tests.robustness.fuzz import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_found(target: str) -> None:
    assert list(TARGETS[target](1)) == []
