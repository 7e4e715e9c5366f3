"""The linter on every kind of inbox in three rounds of both campaigns."""

from pathlib import Path

import pytest

from tests.linter.checks import CHECKS
from tests.linter.rounds import INBOXES, PENDING, PENDING_IN_COMPARISONS, ROUNDS, linted_round

pytestmark = pytest.mark.prove


@pytest.mark.parametrize("inbox", INBOXES)
@pytest.mark.parametrize(
    ("campaign", "round_code"), [(campaign, code) for campaign, codes in ROUNDS.items() for code in codes]
)
def test_the_report_passes(campaign: str, round_code: str, inbox: str, tmp_path: Path) -> None:
    linted = linted_round(campaign, round_code, inbox, tmp_path / "project")
    is_first = round_code == ROUNDS[campaign][0]
    pending = PENDING if is_first else {**PENDING, **PENDING_IN_COMPARISONS}
    found = {check: linted.findings(check) for check in CHECKS if check not in pending}
    assert {check: lines for check, lines in found.items() if lines} == {}
