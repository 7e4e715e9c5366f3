"""Simulated returns on disk: the same bytes for the same seed, and nothing wrong but what was planted."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.forms.template import template_bytes
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import Verdict
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Rule
from pipeline.simulation.mistakes import MISTAKES
from pipeline.simulation.plan import PROPORTIONS, Proportions
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.returns import SimulationSummary, write_simulated_returns
from pipeline.validation.returns import validated_returns
from tests.support.simulation import city, filled_forms, generic_vocabulary, smaller


def simulated(
    out: Path,
    *,
    seed: int,
    every: int,
    round_code: str = "lan-1",
    generic: bool = False,
    proportions: Proportions = PROPORTIONS,
) -> SimulationSummary:
    """Simulate a round of a smaller city."""
    whole, schemas, vocabulary = city()
    campaign = smaller(whole, every)
    return write_simulated_returns(
        campaign,
        campaign.round_by_code[round_code],
        schemas,
        seed=seed,
        out=out,
        vocabulary=generic_vocabulary() if generic else vocabulary,
        proportions=proportions,
    )


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rules_by_file(inbox: Path, summary: SimulationSummary, *, every: int, round_code: str) -> Mapping[str, set[Rule]]:
    """The rules that validation finds broken in each used file of an inbox."""
    whole, schemas, _ = city()
    campaign = smaller(whole, every)
    round_ = campaign.round_by_code[round_code]
    files = read_inbox(inbox, campaign=campaign, round_=round_, schemas=schemas)
    returns = validated_returns(
        files, RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=summary.as_of)
    )
    found: dict[str, set[Rule]] = {
        plain(file.path): {problem.rule for problem in file.problems} for file in files if file.verdict.used
    }
    for problem in returns.problems:
        found[plain(problem.file)].add(problem.rule)
    return found


def plain(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first = simulated(tmp_path / "a", seed=5, every=24)
    assert simulated(tmp_path / "b", seed=5, every=24) == first
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert len(digests(tmp_path / "a")) == first.files
    other = simulated(tmp_path / "c", seed=6, every=24)
    workbooks = {
        digest
        for name, digest in digests(tmp_path / "c").items()
        if name in {item.inbox_path for item in other.returns}
    }
    assert workbooks
    assert workbooks.isdisjoint(digests(tmp_path / "a").values())


@pytest.mark.parametrize(("round_code", "every", "generic"), [("lan-2", 14, False), ("lan-1", 20, True)])
def test_nothing_is_wrong_but_what_was_planted(tmp_path: Path, round_code: str, every: int, generic: bool) -> None:
    summary = simulated(tmp_path, seed=3, every=every, round_code=round_code, generic=generic)
    assert_only_planted(summary, rules_by_file(tmp_path, summary, every=every, round_code=round_code))


def assert_only_planted(summary: SimulationSummary, found: Mapping[str, set[Rule]]) -> None:
    """Assert that each used file breaks the rules of its mistake and no others."""
    expected = {
        plain(path): set(item.mistake.expected) if item.mistake else set()
        for item in summary.returns
        for path in (item.inbox_path, item.copy)
        if path is not None
    }
    assert found == {path: expected[path] for path in found}
    assert len(found) == summary.agencies - summary.missing


def test_each_mistake_is_found_by_its_rule_and_by_no_other(tmp_path: Path) -> None:
    whole, schemas, _ = city()
    expected, free = {}, list(filled_forms("lan-1"))
    for mistake in MISTAKES:
        for form in free:
            faulty = mistake.plant(form, schemas, RandomSource(1, mistake.name))
            if faulty is not None:
                (tmp_path / f"{mistake.name}.xlsx").write_bytes(template_bytes(faulty, schemas))
                expected[f"{mistake.name}.xlsx"] = set(mistake.expected)
                free.remove(form)
                break
    assert len(expected) == len(MISTAKES)
    last_day = whole.rounds[0].last_day
    files = read_inbox(tmp_path, campaign=whole, round_=whole.rounds[0], schemas=schemas)
    returns = validated_returns(
        files, RoundInputs(campaign=whole, round=whole.rounds[0], schemas=schemas, as_of=last_day)
    )
    found: dict[str, set[Rule]] = {file.path: {problem.rule for problem in file.problems} for file in files}
    for problem in returns.problems:
        found[problem.file].add(problem.rule)
    assert found == expected


def test_mistakes_have_names_and_shares_of_their_own() -> None:
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
    assert sum(mistake.share for mistake in MISTAKES) == 250
    assert all(mistake.expected for mistake in MISTAKES)


def test_a_form_without_room_for_a_mistake_stays_as_it_is(tmp_path: Path) -> None:
    _, schemas, _ = city()
    form = filled_forms("lan-1")[0]
    empty = replace(form, rows=(), indicators=(), lists={})
    roomy = {"signer missing", "report date missing", "proposal for an unknown task"}
    planted = {mistake.name for mistake in MISTAKES if mistake.plant(empty, schemas, RandomSource(1)) is not None}
    assert planted == roomy


def test_the_inbox_holds_everything_that_inboxes_hold(tmp_path: Path) -> None:
    every = 5
    summary = simulated(tmp_path, seed=1, every=every, proportions=Proportions(same_file_twice=4, zipped=7))
    whole, schemas, _ = city()
    campaign = smaller(whole, every)
    files = read_inbox(tmp_path, campaign=campaign, round_=campaign.rounds[0], schemas=schemas)
    verdicts = Counter(file.verdict for file in files)
    assert verdicts[Verdict.ACCEPTED] == summary.agencies - summary.missing
    assert verdicts[Verdict.SUPERSEDED] == summary.sent_twice > 0
    assert verdicts[Verdict.DUPLICATE] == 1
    assert verdicts[Verdict.OTHER_ROUND] == 1
    assert verdicts[Verdict.REJECTED] == 2
    assert verdicts[Verdict.IGNORED] >= 2
    assert any(".zip!/" in file.path for file in files)
    late = [item for item in summary.returns if item.report_date > campaign.rounds[0].last_day]
    assert len({item.agency.code for item in late}) == summary.late > 0
    assert_only_planted(summary, rules_by_file(tmp_path, summary, every=every, round_code="lan-1"))


def test_progress_is_told(tmp_path: Path) -> None:
    whole, schemas, vocabulary = city()
    campaign, calls = smaller(whole, 40), []
    write_simulated_returns(
        campaign,
        campaign.rounds[0],
        schemas,
        seed=1,
        out=tmp_path,
        vocabulary=vocabulary,
        progress=lambda done, total: calls.append((done, total)),
    )
    assert calls == [(number, len(calls)) for number in range(1, len(calls) + 1)]


def test_a_folder_that_cannot_be_written_is_the_operators_matter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="Không ghi được"):
        simulated(tmp_path / "file", seed=1, every=40)
