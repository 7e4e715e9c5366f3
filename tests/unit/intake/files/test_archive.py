"""Returns inside a .zip count like any others."""

from pathlib import Path

import pytest

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.support.intake import flagged, intake, return_bytes, zipped


def test_members_are_judged_one_by_one(tmp_path: Path, campaign, schemas) -> None:
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
def test_names_in_the_encodings_of_windows(tmp_path: Path, campaign, schemas, raw: bytes) -> None:
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
def test_an_archive_that_is_not_opened(tmp_path: Path, campaign, schemas, archive: bytes, rule: Rule) -> None:
    received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
    assert {path: (file.verdict, file.rule) for path, file in received.items()} == {
        "a.zip": (Verdict.REJECTED, rule.code)
    }


def test_a_member_that_is_too_large_is_refused_alone(tmp_path: Path, campaign, schemas) -> None:
    archive = zipped({"phim.mp4": bytes(26 * 1024 * 1024), "bc.xlsx": return_bytes(campaign, schemas)})
    received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
    assert received["a.zip!/phim.mp4"].rule == Rule.TOO_LARGE.code
    assert received["a.zip!/bc.xlsx"].verdict is Verdict.ACCEPTED
