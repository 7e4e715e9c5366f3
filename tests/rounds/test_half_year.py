"""A half-year with two rounds, an ad hoc one and a changed register: each figure at each date is recounted another way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline.campaign.register import ChangeKind
from pipeline.cli.terminal.status import status_record
from pipeline.consolidation.compare import Comparison, Movement
from pipeline.consolidation.history import changes
from pipeline.reports.figures import figures
from pipeline.reports.outbox.history import read_history
from tests.rounds.half_year import INTO, MERGED, NEVER, NEW_NAME, OLD_NAME, WAIVED, Checkpoint, half_year
from tests.rounds.recount import Recount, Recounter

LAST_DAYS = {"lan-1": date(2025, 9, 4), "dot-xuat-1": date(2025, 10, 15), "lan-2": date(2025, 12, 4)}
CHECKPOINTS = ["lan-1 09-04", "lan-1 09-08", "lan-1 10-01", "dot-xuat-1 10-17", "lan-2 12-04", "lan-2 12-09"]


@dataclass(frozen=True)
class Moment:
    """One consolidation beside its recount."""

    point: Checkpoint
    counted: Recount
    #: The round before, recounted as of its own last day.
    counted_before: Recount | None
    letters: dict[tuple[str, str], str]
    manifest: dict

    @property
    def compared(self) -> Comparison:
        run = self.point.run
        compared = figures(run.consolidation, run.files, run.problems, run.schemas).comparison
        assert compared is not None
        return compared


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("half-year")


@pytest.fixture(scope="module")
def moments(project: Path) -> dict[str, Moment]:
    return {f"{moment.point.round} {moment.point.as_of:%m-%d}": moment for moment in played(project)}


def played(project: Path) -> Iterator[Moment]:
    recounter = Recounter(project)

    def recount(round_: str, as_of: date) -> Recount:
        waived = {WAIVED} if round_ == "lan-1" else set()
        return recounter.recount(round_, as_of=as_of, last_day=LAST_DAYS[round_], waived=waived)

    for point in half_year(project):
        yield Moment(
            point=point,
            counted=recount(point.round, point.as_of),
            counted_before=None if point.round == "lan-1" else recount("lan-1", LAST_DAYS["lan-1"]),
            letters=letters_of(point.outbox / "tong-hop.xlsx"),
            manifest=json.loads((point.outbox / "manifest.json").read_text("utf-8")),
        )


def letters_of(path: Path) -> dict[tuple[str, str], str]:
    """The cells of «Ma trận» that are a task's, without the totals at its edges."""
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Ma trận").to_python()
    tasks = {column: str(title) for column, title in enumerate(head) if str(title)[:1].isdigit()}
    agencies = [row for row in rows if str(row[0]) and str(row[2])]
    return {(str(row[0]), task): str(row[column]) for row in agencies for column, task in tasks.items() if row[column]}


def test_the_half_year_has_these_consolidations(moments: dict[str, Moment]) -> None:
    assert list(moments) == CHECKPOINTS


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_every_cell_of_the_matrix_is_recounted(moments: dict[str, Moment], name: str) -> None:
    assert moments[name].letters == moments[name].counted.letters


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_every_agency_is_in_time_late_or_missing(moments: dict[str, Moment], name: str) -> None:
    moment, counted = moments[name], moments[name].counted
    record = status_record(moment.point.run, ())
    total = record["submissions"]["total"]
    assert (total["in_time"], total["late"]) == (len(counted.in_time), len(counted.late))
    assert {one["agency"] for one in record["late"]} == counted.late
    assert {one["agency"] for one in record["missing"]} == counted.missing
    assert set(moment.manifest["agencies"]["missing"]) == counted.missing
    assert moment.manifest["agencies"]["reported"] == len(counted.in_time | counted.late)


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_what_is_overdue_is_recounted(moments: dict[str, Moment], name: str) -> None:
    counted = moments[name].counted
    listed = {
        (agency, one["task"])
        for one in status_record(moments[name].point.run, ())["overdue"]
        for agency in one["agencies"]
    }
    assert listed == {pair for pair, letter in counted.letters.items() if letter == "Q"}


def test_a_wrong_return_is_mended_by_a_later_one_and_a_waiver_stays(moments: dict[str, Moment]) -> None:
    wrong, mended = moments["lan-1 09-04"], moments["lan-1 09-08"]
    assert [wrong.letters["STC", task] for task in ("1.1", "2.1")] == ["L", "X"]
    assert {mended.letters["STC", task] for task in ("1.1", "2.1")} <= {"H", "HM", "Đ", "C", "Q"}
    verdicts = {file["path"]: file["verdict"] for file in mended.manifest["files"]}
    assert verdicts["2025-09-03/STC.xlsx"] == "superseded"
    assert verdicts["2025-09-08/TLDD (2).xlsx"] == "duplicate"
    assert mended.letters[WAIVED] == "M"


def test_time_alone_makes_tasks_overdue(moments: dict[str, Moment]) -> None:
    before, after = moments["lan-1 09-08"], moments["lan-1 10-01"]
    assert before.manifest["files"] == after.manifest["files"]
    moved = {pair for pair in after.letters if after.letters[pair] != before.letters[pair]}
    assert moved
    assert {after.letters[pair] for pair in moved} == {"P", "Q"}


def test_an_ad_hoc_round_asks_some_for_some(moments: dict[str, Moment]) -> None:
    moment = moments["dot-xuat-1 10-17"]
    assert {task for _, task in moment.letters} == {"3.2", "3.4.b"}
    assert {agency for agency, _ in moment.letters} == {"SNV", "11383", "10888", "10903", "11948"}
    indicators = moment.point.run.consolidation.indicators
    asked = indicators.loc[indicators["indicator"].eq("DX-1"), "agency"]
    assert asked.tolist() == ["SNV", "11383", "10903", "10888", "11948"]
    assert moment.compared.total.before.assigned == len(moment.letters)


@pytest.mark.parametrize("name", ["lan-2 12-04", "lan-2 12-09"])
def test_the_second_round_stands_beside_the_first(moments: dict[str, Moment], name: str) -> None:
    moment, found = moments[name], moments[name].compared
    counted, before = moment.counted, moment.counted_before
    assert before is not None
    for letters, figure in (
        (("H", "HM"), lambda figures: figures.done),
        (("Q",), lambda figures: figures.overdue),
        (("X",), lambda figures: figures.not_reported),
        (("M",), lambda figures: figures.waived),
    ):
        change = found.total.number(figure)
        assert (change.now, change.before) == (counted.count(*letters), before.count(*letters))
        assert change.difference == counted.count(*letters) - before.count(*letters)
    reported = found.submissions.number(lambda figures: figures.reported)
    assert (reported.now, reported.before) == tuple(len(one.in_time | one.late) for one in (counted, before))


def test_cells_are_compared_across_the_changed_register(moments: dict[str, Moment]) -> None:
    moment = moments["lan-2 12-09"]
    before = moment.counted_before
    assert before is not None
    heirs = {INTO: (INTO, MERGED), NEW_NAME: (OLD_NAME,)}
    cells = moment.compared.cells
    for agency, task, shown in zip(cells["agency"], cells["task"], cells["shown_before"], strict=True):
        letters = {
            before.letters[code, task] for code in heirs.get(agency, (agency,)) if (code, task) in before.letters
        }
        assert set(shown.split("/")) - {""} == letters
    silent = cells[cells["agency"].eq(NEVER)]
    assert set(silent["state_before"]) == {"X"}
    assert set(silent["movement"]) <= {Movement.NEWLY_DONE, Movement.NEWLY_REPORTED, Movement.NEWLY_OVERDUE}
    assert [(change.kind, change.before, change.after) for change in moment.compared.register] == [
        (ChangeKind.MERGED, (MERGED, INTO), (INTO,)),
        (ChangeKind.RENAMED, (OLD_NAME,), (NEW_NAME,)),
    ]
    both = moment.compared.by_agency[INTO].before.assigned
    assert both == sum(agency in {INTO, MERGED} for agency, _ in before.letters)


def test_the_history_tells_what_changed_between_two_runs(moments: dict[str, Moment], project: Path) -> None:
    entries = read_history(project / "outbox" / "2025-h2" / "history.jsonl")
    assert [f"{entry.record.round} {entry.record.as_of:%m-%d}" for entry in entries] == CHECKPOINTS
    first, second = entries[0], entries[1]
    found = changes(first.record, second.record)
    assert found.newly_reported == ("11948", "TLDD")
    moved = {(agency, task): (was, became) for agency, cells in found.moved.items() for task, was, became in cells}
    earlier, later = moments["lan-1 09-04"].letters, moments["lan-1 09-08"].letters
    assert moved == {pair: (earlier[pair], later[pair]) for pair in later if earlier[pair] != later[pair]}
