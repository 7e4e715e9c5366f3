"""Of several returns of one agency exactly one counts, and the ground is on record."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.intake.supersession import choice
from pipeline.rules import Rule
from tests.support.forms import form_of
from tests.support.intake import COMMUNE, DONE, intake, repacked, return_bytes, rules_of


def received(path: str, sha256: str, report_date: date | None = None, modified: datetime | None = None) -> ReceivedFile:
    """A return, by what decides which one counts."""
    return ReceivedFile(
        path=path, sha256=sha256, size=1, verdict=Verdict.ACCEPTED, report_date=report_date, modified=modified
    )


DAYS = st.none() | st.dates(date(2025, 9, 1), date(2025, 9, 3))
RETURNS = st.lists(
    st.builds(
        lambda number, day, saved: received(
            f"{number % 3}/bc {number}.xlsx",
            sha256=f"{number:064d}",
            report_date=day,
            modified=None if saved is None else datetime.combine(saved, time()),
        ),
        st.integers(0, 20),
        DAYS,
        DAYS,
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda file: file.path,
)


@given(RETURNS, st.randoms(use_true_random=False))
def test_one_return_counts_whatever_the_order(returns: list[ReceivedFile], chance) -> None:
    chosen = choice(returns)
    assert {chosen.used.path, *chosen.grounds} == {file.path for file in returns}
    assert len(chosen.grounds) == len(returns) - 1
    shuffled = list(returns)
    chance.shuffle(shuffled)
    assert choice(shuffled) == chosen


@given(RETURNS)
def test_the_latest_report_date_counts_and_none_only_where_none_has_one(returns: list[ReceivedFile]) -> None:
    days = [file.report_date for file in returns if file.report_date is not None]
    assert choice(returns).used.report_date == max(days, default=None)


def test_the_same_name_in_two_folders_is_decided_by_content() -> None:
    two = [received(f"{folder}/bc.xlsx", sha) for folder, sha in ("af", "b0")]
    chosen = choice(two)
    assert chosen.used.sha256 == "f"
    assert chosen.by_chance == chosen.grounds["b/bc.xlsx"]
    assert "SHA-256" in (chosen.by_chance or "")


def dated(campaign: Campaign, schemas: Schemas, report_date: Typed, modified: str, result: str = "Đã làm") -> bytes:
    """A return with a report date and a last-modified property."""
    content = return_bytes(
        campaign, schemas, rows={"1.1": {"status": "Đang thực hiện", "result": result}}, report_date=report_date
    )

    def saved(core: bytes) -> bytes:
        return core.replace(b"2025-08-01T00:00:00Z", modified.encode())

    return repacked(content, {"docProps/core.xml": saved})


class TestSupersession:
    """The later return of an agency takes the place of the earlier one, and the ground is on record."""

    @pytest.mark.parametrize(
        ("first", "second", "used", "ground"),
        [
            ((date(2025, 9, 3), "2025-09-09"), (date(2025, 9, 1), "2025-09-30"), "a.xlsx", "Ngày báo cáo 03/9/2025"),
            (("3/9/2025", "2025-09-01"), (date(2025, 9, 1), "2025-09-02"), "a.xlsx", "Ngày báo cáo"),
            ((date(2025, 9, 1), "2025-09-01"), (date(2025, 9, 1), "2025-09-02"), "b.xlsx", "lần lưu cuối"),
            ((date(2025, 9, 3), "2025-09-01"), (None, "2025-09-02"), "a.xlsx", "có Ngày báo cáo 03/9/2025"),
            ((date(2052, 9, 3), "2025-09-03"), (date(2025, 9, 1), "2025-09-02"), "b.xlsx", "có Ngày báo cáo 01/9/2025"),
            ((date(2026, 9, 3), "2025-09-03"), (date(2025, 9, 1), "2025-09-02"), "b.xlsx", "có Ngày báo cáo 01/9/2025"),
            (("hôm qua", "2025-09-03"), (date(2025, 9, 1), "2025-09-02"), "b.xlsx", "có Ngày báo cáo 01/9/2025"),
            ((None, "2025-09-01"), (None, "2025-09-02"), "b.xlsx", "lần lưu cuối"),
        ],
    )
    def test_by_report_date_then_by_last_saving(
        self, tmp_path: Path, campaign, schemas, first, second, used: str, ground: str
    ) -> None:
        files = {
            name: dated(campaign, schemas, day, f"{saved}T08:00:00Z", result=name)
            for name, (day, saved) in {"a.xlsx": first, "b.xlsx": second}.items()
        }
        received = intake(tmp_path, files, campaign, schemas)
        other = {"a.xlsx": "b.xlsx", "b.xlsx": "a.xlsx"}[used]
        assert received[used].verdict is Verdict.ACCEPTED
        assert Rule.SUPERSEDED_BY_CHANCE not in rules_of(received[used])
        assert (received[other].verdict, received[other].rule) == (Verdict.SUPERSEDED, Rule.SUPERSEDED.code)
        assert ground in (received[other].reason or "")
        assert used in (received[other].reason or "")
        assert received[other].content is None

    def test_by_chance_with_a_warning(self, tmp_path: Path, campaign, schemas) -> None:
        files = {
            name: dated(campaign, schemas, date(2025, 9, 1), "2025-09-02T00:00:00Z", result=name)
            for name in ("bao cao (2).xlsx", "bao cao (10).xlsx", "bao cao.xlsx")
        }
        received = intake(tmp_path, files, campaign, schemas)
        assert {path: file.verdict for path, file in received.items()} == {
            "bao cao (10).xlsx": Verdict.ACCEPTED,
            "bao cao (2).xlsx": Verdict.SUPERSEDED,
            "bao cao.xlsx": Verdict.SUPERSEDED,
        }
        assert rules_of(received["bao cao (10).xlsx"]) == [Rule.SUPERSEDED_BY_CHANCE]
        assert "tên tệp" in (received["bao cao.xlsx"].reason or "")

    def test_a_rejected_return_takes_nobodys_place(self, tmp_path: Path, campaign, schemas) -> None:
        good = dated(campaign, schemas, date(2025, 9, 1), "2025-09-01T00:00:00Z")
        later = dated(campaign, schemas, date(2025, 9, 4), "2025-09-04T00:00:00Z")
        broken = repacked(
            later, {"xl/sharedStrings.xml": lambda data: data.replace("Kết quả thực hiện<".encode(), b"X<")}
        )
        received = intake(tmp_path, {"a.xlsx": good, "b.xlsx": broken}, campaign, schemas)
        assert received["b.xlsx"].verdict is Verdict.REJECTED
        assert received["a.xlsx"].verdict is Verdict.ACCEPTED

    def test_a_return_of_another_round_takes_nobodys_place(self, tmp_path: Path, campaign, schemas) -> None:
        files = {
            "a.xlsx": return_bytes(campaign, schemas),
            "b.xlsx": return_bytes(campaign, schemas, round_="lan-2", report_date=date(2025, 12, 1)),
        }
        assert [file.verdict for file in intake(tmp_path, files, campaign, schemas).values()] == [
            Verdict.ACCEPTED,
            Verdict.OTHER_ROUND,
        ]


def rows_done(campaign: Campaign, schemas: Schemas, count: int) -> dict[str, Mapping[str, Typed]]:
    """So many rows of a commune's form, filled in."""
    return {row.task.code: DONE for row in form_of(campaign, schemas, COMMUNE).rows[:count]}


class TestFewerRows:
    """A wrong file sent second replaces the right one by its date: whoever consolidates is told first of all."""

    def both(
        self, folder: Path, campaign: Campaign, schemas: Schemas, *, before: int, later: int
    ) -> dict[str, ReceivedFile]:
        """A return with some filled rows, and a later one with fewer or more."""
        files = {
            name: return_bytes(campaign, schemas, rows=rows_done(campaign, schemas, count), report_date=day)
            for name, count, day in (("đầu.xlsx", before, date(2025, 9, 1)), ("sau.xlsx", later, date(2025, 9, 3)))
        }
        return intake(folder, files, campaign, schemas)

    @pytest.mark.parametrize(
        ("before", "later", "suspect"),
        [(20, 3, True), (20, 9, True), (20, 10, False), (4, 1, True), (3, 1, False), (3, 20, False)],
    )
    def test_a_newer_return_with_less_than_half_the_rows_is_suspect(
        self, tmp_path: Path, campaign, schemas, before: int, later: int, suspect: bool
    ) -> None:
        received = self.both(tmp_path, campaign, schemas, before=before, later=later)
        assert received["sau.xlsx"].verdict is Verdict.ACCEPTED
        assert received["đầu.xlsx"].verdict is Verdict.SUPERSEDED
        assert rules_of(received["sau.xlsx"]) == ([Rule.FAR_FEWER_ROWS] if suspect else [])

    def test_both_files_are_named_with_what_they_fill(self, tmp_path: Path, campaign, schemas) -> None:
        (doubt,) = self.both(tmp_path, campaign, schemas, before=20, later=3)["sau.xlsx"].problems
        assert doubt.message == (
            "sau.xlsx thay cho đầu.xlsx vì mới hơn, nhưng điền ít hơn hẳn: «Báo cáo» 3 dòng thay vì 20."
        )

    def test_a_list_that_has_gone_is_missed_too(self, tmp_path: Path, campaign, schemas) -> None:
        def listing(count: int, day: date) -> bytes:
            def with_models(form: Form) -> Form:
                models = tuple({"name": f"Mô hình {number}"} for number in range(count))
                return replace(form, lists={"models": models}, header={**form.header, "report_date": day})

            return return_bytes(campaign, schemas, change=with_models)

        files = {"a.xlsx": listing(5, date(2025, 9, 1)), "b.xlsx": listing(0, date(2025, 9, 3))}
        (doubt,) = intake(tmp_path, files, campaign, schemas)["b.xlsx"].problems
        assert "«Mô hình» 0 dòng thay vì 5" in doubt.message

    def test_the_summary_of_a_run_begins_with_it(self, project: Path, campaign, schemas) -> None:
        for name, count, day in (("bản đầu (đủ).xlsx", 20, 1), ("bản sau.xlsx", 3, 3)):
            rows = rows_done(campaign, schemas, count)
            content = return_bytes(campaign, schemas, rows=rows, report_date=date(2025, 9, day))
            (project / "inbox" / name).write_bytes(content)
        command = [sys.executable, "-m", "pipeline", "consolidate", "--round", "lan-1", "--as-of", "2025-09-05"]
        done = subprocess.run([*command, "--project", str(project)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        first = next(line for line in done.stdout.splitlines() if line.strip())
        assert first.startswith("CẦN XEM NGAY: ")
        assert "bản đầu (đủ).xlsx" in first
        assert "bản sau.xlsx" in first


class TestCompeting:
    """Two people of one agency, one report date, two reports: the one that is used says so, with the cells."""

    def by(self, campaign: Campaign, schemas: Schemas, signer: str, *, percent: float = 50, day: Typed = None) -> bytes:
        rows = {"1.1": {"status": "Đang thực hiện", "percent": percent, "result": "Đã làm"}}
        return return_bytes(
            campaign,
            schemas,
            rows=rows,
            signer=signer,
            report_date=day or date(2025, 9, 3),
            generated_on=date(2025, 8, 1),
        )

    def test_the_cells_that_differ_are_named(self, tmp_path: Path, campaign, schemas) -> None:
        files = {
            "a.xlsx": self.by(campaign, schemas, "Trần Thị B"),
            "b.xlsx": self.by(campaign, schemas, "Lê Văn C", percent=60),
        }
        received = intake(tmp_path, files, campaign, schemas)
        assert received["a.xlsx"].verdict is Verdict.SUPERSEDED
        assert rules_of(received["b.xlsx"]) == [Rule.SUPERSEDED_BY_CHANCE, Rule.COMPETING_RETURNS]
        (place,) = [row.cells["percent"].cell for row in received["b.xlsx"].content.report if row.key == "1.1"]
        message = received["b.xlsx"].problems[1].message
        for words in ("Trần Thị B", "Lê Văn C", "03/9/2025", f"«Báo cáo» {place.reference}."):
            assert words in message

    def test_many_cells_are_counted(self, tmp_path: Path, campaign, schemas) -> None:
        other = return_bytes(campaign, schemas, signer="Lê Văn C")
        files = {"a.xlsx": self.by(campaign, schemas, "Trần Thị B"), "b.xlsx": other}
        message = intake(tmp_path, files, campaign, schemas)["b.xlsx"].problems[1].message
        assert message.count(",") < 15
        assert "ô khác" in message

    @pytest.mark.parametrize(
        ("signer", "percent", "day"),
        [
            ("TRẦN THỊ B", 60, None),
            ("Lê Văn C", 50, None),
            ("Lê Văn C", 60, date(2025, 9, 2)),
            ("", 60, None),
        ],
        ids=["same person", "same content", "other date", "nobody named"],
    )
    def test_nothing_competes(self, tmp_path: Path, campaign, schemas, signer: str, percent: float, day) -> None:
        files = {
            "a.xlsx": self.by(campaign, schemas, "Trần Thị B"),
            "b.xlsx": self.by(campaign, schemas, signer, percent=percent, day=day),
        }
        received = intake(tmp_path, files, campaign, schemas)
        assert not any(Rule.COMPETING_RETURNS in rules_of(file) for file in received.values())
