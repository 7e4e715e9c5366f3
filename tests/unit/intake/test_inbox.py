"""Every file of the inbox once, with a true verdict; of several returns of one agency exactly one counts."""

import os
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.errors import OperatorError
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.intake.inbox import Verdict, read_inbox
from pipeline.rules import Rule
from tests.support.intake import (
    COMMUNE,
    DEPARTMENT,
    OTHER_COMMUNE,
    flagged,
    intake,
    parts_of,
    repacked,
    return_bytes,
    rules_of,
    zipped,
)


def dated(campaign: Campaign, schemas: Schemas, report_date: Typed, modified: str, result: str = "Đã làm") -> bytes:
    """A return with a report date and a last-modified property."""
    content = return_bytes(
        campaign, schemas, rows={"1.1": {"status": "Đang thực hiện", "result": result}}, report_date=report_date
    )

    def saved(core: bytes) -> bytes:
        return core.replace(b"2025-08-01T00:00:00Z", modified.encode())

    return repacked(content, {"docProps/core.xml": saved})


class TestListing:
    """The folder is walked in a fixed order and nothing under it is left out."""

    def test_a_missing_folder_is_the_coordinators_to_mend(self, tmp_path: Path, campaign, schemas) -> None:
        with pytest.raises(OperatorError, match="--inbox"):
            intake(tmp_path / "none", {}, campaign, schemas)

    def test_an_empty_folder_is_no_error(self, tmp_path: Path, campaign, schemas) -> None:
        assert intake(tmp_path, {}, campaign, schemas) == {}

    def test_folders_names_and_endings_mean_nothing(self, tmp_path: Path, campaign, schemas) -> None:
        files = {
            "nhận ngày 3-9/UBND xã/BC.XLSX": return_bytes(campaign, schemas, COMMUNE),
            "lan-1_11311_sai-ten": return_bytes(campaign, schemas, OTHER_COMMUNE),
            "b.docx": return_bytes(campaign, schemas, DEPARTMENT),
        }
        received = intake(tmp_path, files, campaign, schemas)
        assert {path: file.identity.agency for path, file in received.items() if file.identity} == {
            "nhận ngày 3-9/UBND xã/BC.XLSX": COMMUNE,
            "lan-1_11311_sai-ten": OTHER_COMMUNE,
            "b.docx": DEPARTMENT,
        }
        assert {file.verdict for file in received.values()} == {Verdict.ACCEPTED}

    @pytest.mark.parametrize(
        "name",
        [
            "~$bao-cao.xlsx",
            ".DS_Store",
            "a/Thumbs.db",
            "Desktop.ini",
            "bc.xlsx.crdownload",
            "bc.part",
            "x.TMP",
            ".~lock.bc.ods#",
            ".an/bc.xlsx",
            "README.md",
        ],
    )
    def test_files_of_systems_are_listed_and_left_aside(self, tmp_path: Path, campaign, schemas, name: str) -> None:
        file = intake(tmp_path, {name: b"x"}, campaign, schemas)[name]
        assert (file.verdict, file.rule, file.problems) == (Verdict.IGNORED, Rule.SYSTEM_FILE.code, ())
        assert len(file.sha256) == 64

    def test_a_readme_elsewhere_is_a_file_like_any_other(self, tmp_path: Path, campaign, schemas) -> None:
        assert (
            intake(tmp_path, {"a/README.md": b"xin chao"}, campaign, schemas)["a/README.md"].verdict is Verdict.REJECTED
        )

    def test_links_pipes_and_folders_with_a_workbooks_name(self, tmp_path: Path, campaign, schemas) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "a.xlsx").write_bytes(return_bytes(campaign, schemas))
        inbox = tmp_path / "inbox"
        (inbox / "folder.xlsx").mkdir(parents=True)
        (inbox / "folder").symlink_to(outside)
        (inbox / "a.xlsx").symlink_to(outside / "a.xlsx")
        (inbox / "gone.xlsx").symlink_to(outside / "gone")
        os.mkfifo(inbox / "pipe.xlsx")
        received = intake(inbox, {}, campaign, schemas)
        assert sorted(received) == ["a.xlsx", "folder", "folder.xlsx", "gone.xlsx", "pipe.xlsx"]
        assert {(file.verdict, file.rule, file.sha256) for file in received.values()} == {
            (Verdict.REJECTED, Rule.OUTSIDE_INBOX.code, "")
        }

    def test_names_that_are_no_text(self, tmp_path: Path, campaign, schemas) -> None:
        for name in (b"b\xe1o c\xe1o.xlsx", b"b\xe2o c\xe2o.xlsx", b"hai\ndong.xlsx", "bo\u0301c.xlsx".encode()):
            (tmp_path / os.fsdecode(name)).write_bytes(b"x" + name)
        received = intake(tmp_path, {}, campaign, schemas)
        assert sorted(received) == ["bo co.xlsx", "bo co.xlsx (2)", "bo\u0301c.xlsx", "hai dong.xlsx"]
        for file in received.values():
            (file.path + (file.reason or "")).encode("utf-8")

    def test_progress_counts_every_file(self, tmp_path: Path, campaign, schemas) -> None:
        (tmp_path / "a.txt").write_bytes(b"a")
        (tmp_path / "b.txt").write_bytes(b"b")
        told: list[tuple[int, int]] = []
        read_inbox(
            tmp_path,
            campaign=campaign,
            round_=campaign.round_by_code["lan-1"],
            schemas=schemas,
            progress=lambda done, total: told.append((done, total)),
        )
        assert told == [(1, 2), (2, 2)]


class TestDuplicates:
    """The same bytes count once, whatever they are."""

    def test_the_first_by_path_counts(self, tmp_path: Path, campaign, schemas) -> None:
        content = return_bytes(campaign, schemas)
        received = intake(tmp_path, {"b.xlsx": content, "a/c.xlsx": content, "x.xlsx": content}, campaign, schemas)
        assert [received[path].verdict for path in ("a/c.xlsx", "b.xlsx", "x.xlsx")] == [
            Verdict.ACCEPTED,
            Verdict.DUPLICATE,
            Verdict.DUPLICATE,
        ]
        assert "a/c.xlsx" in (received["b.xlsx"].reason or "")
        assert received["b.xlsx"].content is None

    def test_refused_files_too_but_empty_ones_are_each_empty(self, tmp_path: Path, campaign, schemas) -> None:
        received = intake(
            tmp_path, {"a.pdf": b"%PDF-1", "b.pdf": b"%PDF-1", "c.xlsx": b"", "d.xlsx": b""}, campaign, schemas
        )
        assert [file.verdict for file in received.values()] == [
            Verdict.REJECTED,
            Verdict.DUPLICATE,
            Verdict.REJECTED,
            Verdict.REJECTED,
        ]
        assert received["d.xlsx"].rule == Rule.EMPTY_FILE.code


class TestSupersession:
    """The later return of an agency takes the place of the earlier one, and the ground is on record."""

    @pytest.mark.parametrize(
        ("first", "second", "used", "ground"),
        [
            ((date(2025, 9, 3), "2025-09-09"), (date(2025, 9, 1), "2025-09-30"), "a.xlsx", "Ngày báo cáo 03/9/2025"),
            (("3/9/2025", "2025-09-01"), (date(2025, 9, 1), "2025-09-02"), "a.xlsx", "Ngày báo cáo"),
            ((date(2025, 9, 1), "2025-09-01"), (date(2025, 9, 1), "2025-09-02"), "b.xlsx", "lần lưu cuối"),
            ((date(2025, 9, 3), "2025-09-01"), (None, "2025-09-02"), "b.xlsx", "lần lưu cuối"),
            ((date(2052, 9, 3), "2025-09-01"), (date(2025, 9, 1), "2025-09-02"), "b.xlsx", "lần lưu cuối"),
            (("hôm qua", "2025-09-03"), (date(2025, 9, 1), "2025-09-02"), "a.xlsx", "lần lưu cuối"),
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


class TestArchives:
    """Returns inside a .zip count like any others."""

    def test_members_are_judged_one_by_one(self, tmp_path: Path, campaign, schemas) -> None:
        commune = return_bytes(campaign, schemas)
        archive = zipped(
            {
                "xã/": b"",
                "xã/bc.xlsx": commune,
                "__MACOSX/xã/._bc.xlsx": b"x",
                "ghi chú.txt": "gửi Sở Nội vụ".encode(),
                "trong.zip": zipped({"bc.xlsx": commune}),
            }
        )
        received = intake(tmp_path, {"a.zip": archive, "b.xlsx": commune}, campaign, schemas)
        assert {path: file.verdict for path, file in received.items()} == {
            "a.zip": Verdict.IGNORED,
            "a.zip!/__MACOSX/xã/._bc.xlsx": Verdict.IGNORED,
            "a.zip!/ghi chú.txt": Verdict.REJECTED,
            "a.zip!/trong.zip": Verdict.REJECTED,
            "a.zip!/xã/bc.xlsx": Verdict.ACCEPTED,
            "b.xlsx": Verdict.DUPLICATE,
        }
        assert received["a.zip"].rule == Rule.ARCHIVE_OPENED.code
        assert "một cấp" in (received["a.zip!/trong.zip"].reason or "")

    @pytest.mark.parametrize("raw", ["biểu.xlsx".encode(), "bi\u00ea\u0309u.xlsx".encode("cp1258")])
    def test_names_in_the_encodings_of_windows(self, tmp_path: Path, campaign, schemas, raw: bytes) -> None:
        placeholder = "X" * len(raw)
        archive = zipped({placeholder: return_bytes(campaign, schemas)}).replace(placeholder.encode(), raw)
        received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
        assert received["a.zip!/biểu.xlsx"].verdict is Verdict.ACCEPTED

    @pytest.mark.parametrize(
        ("archive", "rule"),
        [
            (flagged(zipped({"bc.xlsx": b"x"}), flag=1), Rule.ENCRYPTED),
            (zipped({"../bc.xlsx": b"x"}), Rule.UNSAFE),
            (zipped([("bc.xlsx", b"x"), ("bc.xlsx", b"y")]), Rule.UNSAFE),
            (zipped({}), Rule.NOT_A_WORKBOOK),
            (zipped({"bc.xlsx": b"x"})[:-9], Rule.DAMAGED),
        ],
    )
    def test_an_archive_that_is_not_opened(self, tmp_path: Path, campaign, schemas, archive: bytes, rule: Rule) -> None:
        received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
        assert {path: (file.verdict, file.rule) for path, file in received.items()} == {
            "a.zip": (Verdict.REJECTED, rule.code)
        }

    def test_a_member_that_is_too_large_is_refused_alone(self, tmp_path: Path, campaign, schemas) -> None:
        archive = zipped({"phim.mp4": bytes(26 * 1024 * 1024), "bc.xlsx": return_bytes(campaign, schemas)})
        received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
        assert received["a.zip!/phim.mp4"].rule == Rule.TOO_LARGE.code
        assert received["a.zip!/bc.xlsx"].verdict is Verdict.ACCEPTED


def test_the_order_of_writing_changes_nothing(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    contents = {f"{code}.xlsx": return_bytes(campaign, schemas, code) for code in (COMMUNE, OTHER_COMMUNE, DEPARTMENT)}
    contents["copy.xlsx"] = contents[f"{COMMUNE}.xlsx"]
    forwards = intake(tmp_path / "1", contents, campaign, schemas)
    backwards = intake(tmp_path / "2", dict(reversed(contents.items())), campaign, schemas)
    assert forwards == backwards


def test_macros_are_noted_and_the_return_is_used(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    parts = {**parts_of(return_bytes(campaign, schemas)), "xl/vbaProject.bin": b"\xd0\xcf"}
    file = intake(tmp_path, {"a.xlsm": zipped(parts)}, campaign, schemas)["a.xlsm"]
    assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.MACROS])
