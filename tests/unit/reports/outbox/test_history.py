"""The history of consolidations: short lines, only added, and with which of them a run is compared."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.history import RunRecord
from pipeline.errors import OperatorError, OutputError
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.outbox.history import append_history, earlier_line, history_line, read_history
from tests.support.consolidation import DONE, run_record_of, small_campaign

MOMENT = "2025-09-10T08:00:00+00:00"


def append(path: Path, record: RunRecord) -> None:
    append_history(path, history_line(record, run_at=MOMENT))


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return small_campaign(tmp_path)


def test_a_record_comes_back_from_its_line_as_it_was(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    record = run_record_of(campaign, schemas, cSNV=DONE, c10001={"status": "Gần xong"})
    append(tmp_path / "outbox" / "history.jsonl", record)
    (line,) = read_history(tmp_path / "outbox" / "history.jsonl")
    assert line.record == record
    assert (line.number, line.run_at) == (1, MOMENT)
    assert record.reported == {"SNV", "10001"}
    assert record.errors == 1


def test_only_what_is_new_is_added(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    path = tmp_path / "history.jsonl"
    first, second = run_record_of(campaign, schemas), run_record_of(campaign, schemas, cSNV=DONE)
    other = replace(first, round="lan-2")
    for record in (first, first, other, first, second, first):
        append(path, record)
    assert [line.record for line in read_history(path)] == [first, other, second, first]


def test_a_line_cut_short_is_passed_over_and_never_continued(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    path = tmp_path / "history.jsonl"
    first, second = run_record_of(campaign, schemas), run_record_of(campaign, schemas, cSNV=DONE)
    append(path, first)
    before = path.read_bytes()
    path.write_bytes(before + before[:100])
    append(path, second)
    assert [(line.number, line.record) for line in read_history(path)] == [(1, first), (3, second)]
    assert path.read_bytes().startswith(before + before[:100] + b"\n")


@pytest.mark.parametrize("line", ["", "null", "[]", "{}", '{"run_at": 1}', "\udcff"])
def test_what_is_no_record_is_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8", errors="surrogateescape")
    assert read_history(path) == []


def test_a_history_that_cannot_be_read_is_the_operators_to_mend(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    with pytest.raises(OutputError, match="kiểm tra quyền đọc"):
        append(tmp_path, run_record_of(campaign, schemas))


@pytest.mark.parametrize(
    ("since", "line"),
    [(None, 2), ("1", 1), ("2025-09-06", 1), ("08/9/2025", 2), ("2026-01-01", 3)],
)
def test_it_is_compared_with_the_last_other_run_or_the_one_named(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, since: str | None, line: int
) -> None:
    path = tmp_path / "history.jsonl"
    runs = [run_record_of(campaign, schemas, as_of=date(2025, 9, day)) for day in (5, 8, 10)]
    for record in runs:
        append(path, record)
    assert earlier_line(read_history(path), runs[-1], since=since).number == line


def test_where_all_runs_found_the_same_the_last_is_taken(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    path, record = tmp_path / "history.jsonl", run_record_of(campaign, schemas)
    append(path, record)
    assert earlier_line(read_history(path), record, since=None).record == record


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
    path, record = tmp_path / "history.jsonl", run_record_of(campaign, schemas)
    for _ in range(runs):
        append(path, record)
    with pytest.raises(OperatorError, match=remedy):
        earlier_line(read_history(path), record, since=since)
