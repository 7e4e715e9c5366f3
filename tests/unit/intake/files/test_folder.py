"""The folder is walked in a fixed order, nothing under it is left out, and only regular files are opened."""

import errno
import os
from pathlib import Path

import pytest

from pipeline.errors import OperatorError
from pipeline.intake.files.folder import read_content
from pipeline.intake.formats.limits import LIMITS, Rejection
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.support.intake import COMMUNE, DEPARTMENT, OTHER_COMMUNE, intake, return_bytes

FILLED = b"PK\x03\x04 and more"


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
            "bao-cao.xlsx:Zone.Identifier",
            "bao-cao.xlsx\uf03aZone.Identifier",
            "xã/@eaDir/bao-cao.xlsx/SYNOINDEX_THUMB.jpg",
            "__MACOSX/bao-cao.xlsx",
            "#recycle/cu.xlsx",
            "$RECYCLE.BIN/S-1-5-21/$R0.xlsx",
            ".smbdelete0001",
            ".nfs0000000001",
            ".sync_5b1.db",
            ".owncloudsync.log",
            "sync.ffs_db",
            "bc.xlsx.filepart",
            "Unconfirmed 123.crdownload",
        ],
    )
    def test_files_of_systems_are_listed_and_left_aside(self, tmp_path: Path, campaign, schemas, name: str) -> None:
        file = intake(tmp_path, {name: b"x"}, campaign, schemas)[name]
        assert (file.verdict, file.rule, file.problems) == (Verdict.IGNORED, Rule.SYSTEM_FILE.code, ())
        assert len(file.sha256) == 64

    def test_the_inboxs_own_notice_is_no_file_of_the_inbox(self, tmp_path: Path, campaign, schemas) -> None:
        assert intake(tmp_path, {"README.md": b"x"}, campaign, schemas) == {}

    @pytest.mark.parametrize("name", [".bao-cao.xlsx.icloud", "xã/BC.gsheet", "bc.xlsx.nextcloud"])
    def test_a_placeholder_is_not_passed_over(self, tmp_path: Path, campaign, schemas, name: str) -> None:
        file = intake(tmp_path, {name: b"bplist00x"}, campaign, schemas)[name]
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.NOT_THE_FILE.code)

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


class TestObjectsOfTheFileSystem:
    """Only regular files are opened."""

    def test_a_regular_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.xlsx").write_bytes(FILLED)
        assert read_content(tmp_path / "a.xlsx", LIMITS) == FILLED

    def test_a_folder_a_link_and_a_pipe_are_refused_without_waiting(self, tmp_path: Path) -> None:
        (tmp_path / "a.xlsx").write_bytes(FILLED)
        (tmp_path / "folder.xlsx").mkdir()
        (tmp_path / "link.xlsx").symlink_to(tmp_path / "a.xlsx")
        (tmp_path / "zero.xlsx").symlink_to("/dev/zero")
        os.mkfifo(tmp_path / "pipe.xlsx")
        for name in ("folder", "link", "zero", "pipe"):
            rejection = read_content(tmp_path / f"{name}.xlsx", LIMITS)
            assert isinstance(rejection, Rejection)
            assert rejection.rule is Rule.OUTSIDE_INBOX

    def test_a_file_that_went_away_is_told(self, tmp_path: Path) -> None:
        rejection = read_content(tmp_path / "a.xlsx", LIMITS)
        assert isinstance(rejection, Rejection)
        assert rejection.rule is Rule.VANISHED

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (errno.EACCES, "không có quyền"),
            (errno.EIO, "đĩa hoặc đường mạng bị lỗi"),
            (errno.ESTALE, "ổ đĩa mạng không phản hồi"),
            (errno.E2BIG, "hệ thống báo lỗi số 7"),
        ],
    )
    def test_what_this_machine_does_not_let_be_opened_is_no_damage(
        self, tmp_path: Path, monkeypatch, number: int, words: str
    ) -> None:
        def refuse(*_: object) -> int:
            raise OSError(number, os.strerror(number))

        (tmp_path / "a.xlsx").write_bytes(FILLED)
        monkeypatch.setattr(os, "open", refuse)
        rejection = read_content(tmp_path / "a.xlsx", LIMITS)
        assert isinstance(rejection, Rejection)
        told = rejection.problem("a.xlsx")
        assert told.rule is Rule.LOCAL_TROUBLE
        assert words in told.message
        assert os.strerror(number) not in told.message
        assert "cơ quan gửi không phải làm gì" in told.hint

    def test_a_file_over_the_limit_is_not_read(self, tmp_path: Path) -> None:
        with (tmp_path / "a.xlsx").open("wb") as file:
            file.truncate(30 * 1024 * 1024)
        rejection = read_content(tmp_path / "a.xlsx", LIMITS)
        assert isinstance(rejection, Rejection)
        assert rejection.rule is Rule.TOO_LARGE
        assert "25,0 MB" in rejection.problem("a.xlsx").message
