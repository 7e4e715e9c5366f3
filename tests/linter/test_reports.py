"""The text of a round's report passes the linter, in both campaigns; `make prove` lints many more rounds."""

import pytest

from tests.linter.checks import CHECKS
from tests.linter.rounds import PENDING, ROUNDS, LintedRound, linted_round


@pytest.fixture(scope="module", params=list(ROUNDS))
def linted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LintedRound:
    campaign = request.param
    return linted_round(campaign, ROUNDS[campaign][0], "usual", tmp_path_factory.mktemp("linted") / "project")


@pytest.mark.parametrize("check", [check for check in CHECKS if check not in PENDING])
def test_the_report_passes(linted: LintedRound, check: str) -> None:
    assert linted.findings(check) == []


def test_there_is_something_to_judge(linted: LintedRound) -> None:
    assert linted.book.details
    assert linted.book.sources
    assert any(line.is_heading for line in linted.lines)
    assert any(line.cells for line in linted.lines)
