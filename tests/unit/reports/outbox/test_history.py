"""The history of consolidations: short lines, only added, and what changed from one to the next."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.history import RunRecord, changes, run_record
from pipeline.consolidation.states import State
from pipeline.errors import OperatorError, OutputError
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.outbox.history import append_history, earlier_entry, read_history
from tests.support.consolidation import DONE, IN_PROGRESS, a_return, consolidated, small_campaign

AS_OF = date(2025, 9, 10)
MOMENT = "2025-09-10T08:00:00+00:00"


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return small_campaign(tmp_path)


def record(campaign: Campaign, schemas: Schemas, as_of: date = AS_OF, **rows: dict[str, object]) -> RunRecord:
    """The record of a run in which some agencies reported: their row of task 1.2 by code with a letter before it."""
    files = [a_return(campaign, schemas, code[1:], rows={"1.2": row}) for code, row in rows.items()]
    done = consolidated(campaign, schemas, files, as_of=as_of)
    return run_record(done.merged, done.files, done.problems)


def test_a_record_comes_back_from_its_line_as_it_was(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    found = record(campaign, schemas, cSNV=DONE, c10001={"status": "Gần xong"})
    append_history(tmp_path / "outbox" / "history.jsonl", found, run_at=MOMENT)
    (entry,) = read_history(tmp_path / "outbox" / "history.jsonl")
    assert entry.record == found
    assert (entry.line, entry.run_at) == (1, MOMENT)
    assert found.reported == {"SNV", "10001"}
    assert found.errors == 1


def test_only_what_is_new_is_added(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    path = tmp_path / "history.jsonl"
    first, second = record(campaign, schemas), record(campaign, schemas, cSNV=DONE)
    other = replace(first, round="lan-2")
    for found in (first, first, other, first, second, first):
        append_history(path, found, run_at=MOMENT)
    assert [entry.record for entry in read_history(path)] == [first, other, second, first]


def test_a_line_cut_short_is_passed_over_and_never_continued(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    path = tmp_path / "history.jsonl"
    first, second = record(campaign, schemas), record(campaign, schemas, cSNV=DONE)
    append_history(path, first, run_at=MOMENT)
    before = path.read_bytes()
    path.write_bytes(before + before[:100])
    append_history(path, second, run_at=MOMENT)
    assert [(entry.line, entry.record) for entry in read_history(path)] == [(1, first), (3, second)]
    assert path.read_bytes().startswith(before + before[:100] + b"\n")


@pytest.mark.parametrize("line", ["", "null", "[]", "{}", '{"run_at": 1}', "\udcff"])
def test_what_is_no_record_is_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8", errors="surrogateescape")
    assert read_history(path) == []


def test_a_history_that_cannot_be_read_is_the_operators_to_mend(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    with pytest.raises(OutputError, match="kiểm tra quyền ghi"):
        append_history(tmp_path, record(campaign, schemas), run_at=MOMENT)


def test_what_changed_is_told_by_file_agency_and_cell(campaign: Campaign, schemas: Schemas) -> None:
    before = record(campaign, schemas, cSNV=IN_PROGRESS, cTT=DONE)
    now = record(campaign, schemas, cSNV=DONE, c10003=DONE)
    found = changes(before, now)
    assert (found.new_files, found.gone_files) == (("10003.xlsx",), ("TT.xlsx",))
    assert (found.newly_reported, found.no_longer_reported) == (("10003",), ("TT",))
    assert found.moved["SNV"] == (("1.2", State.OVERDUE, State.DONE_IN_TIME),)
    assert list(found.moved) == ["SNV", "TT", "10003"]
    assert found.count((State.DONE_IN_TIME,)) == (1, 2)
    assert not found.none


def test_a_file_whose_bytes_changed_is_told(campaign: Campaign, schemas: Schemas) -> None:
    before = record(campaign, schemas, cSNV=DONE)
    file = replace(before.files["SNV.xlsx"], sha256="other")
    assert changes(before, replace(before, files={"SNV.xlsx": file})).changed_files == ("SNV.xlsx",)


def test_a_task_that_is_asked_no_longer_is_told(campaign: Campaign, schemas: Schemas) -> None:
    before = record(campaign, schemas)
    now = replace(before, states={pair: state for pair, state in before.states.items() if pair != ("TT", "1.3")})
    assert changes(before, now).moved == {"TT": (("1.3", State.NOT_REPORTED, None),)}


def test_the_same_is_no_change(campaign: Campaign, schemas: Schemas) -> None:
    assert changes(record(campaign, schemas), record(campaign, schemas)).none


@pytest.mark.parametrize(
    ("since", "line"),
    [(None, 2), ("1", 1), ("2025-09-06", 1), ("08/9/2025", 2), ("2026-01-01", 3)],
)
def test_it_is_compared_with_the_last_other_run_or_the_one_named(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, since: str | None, line: int
) -> None:
    path = tmp_path / "history.jsonl"
    runs = [record(campaign, schemas, as_of=date(2025, 9, day)) for day in (5, 8, 10)]
    for found in runs:
        append_history(path, found, run_at=MOMENT)
    assert earlier_entry(read_history(path), runs[-1], since=since).line == line


def test_where_all_runs_found_the_same_the_last_is_taken(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    path, found = tmp_path / "history.jsonl", record(campaign, schemas)
    append_history(path, found, run_at=MOMENT)
    assert earlier_entry(read_history(path), found, since=None).record == found


@pytest.mark.parametrize(
    ("runs", "since", "remedy"),
    [
        (0, None, "tonghop consolidate --round lan-1"),
        (1, "7", "gần đây có dòng 1: 10/9/2025"),
        (1, "2025-09-09", "gần đây có dòng 1"),
        (1, "hôm qua", "không phải là ngày"),
    ],
)
def test_without_such_a_run_the_remedy_is_told(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, runs: int, since: str | None, remedy: str
) -> None:
    path, found = tmp_path / "history.jsonl", record(campaign, schemas)
    for _ in range(runs):
        append_history(path, found, run_at=MOMENT)
    with pytest.raises(OperatorError, match=remedy):
        earlier_entry(read_history(path), found, since=since)
