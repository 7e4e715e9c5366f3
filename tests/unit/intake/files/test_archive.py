"""Returns inside a .zip count like any others."""

from pathlib import Path

import pytest

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.support.intake import OTHER_COMMUNE as OTHER
from tests.support.intake import flagged, intake, parts_of, return_bytes, zipped


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
        (flagged(zipped({"bc.xlsx": b"x"}), flag=1), Rule.OTHER_ARCHIVE),
        (zipped({}), Rule.NOT_A_WORKBOOK),
        (zipped({"bc.xlsx": b"x"})[:-9], Rule.DAMAGED),
    ],
)
def test_an_archive_that_is_not_opened(tmp_path: Path, campaign, schemas, archive: bytes, rule: Rule) -> None:
    received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
    assert {path: (file.verdict, file.rule) for path, file in received.items()} == {
        "a.zip": (Verdict.REJECTED, rule.code)
    }


@pytest.mark.parametrize("name", [b"\0bc.xlsx", b"\0" * 8])
def test_a_member_without_a_name_is_refused_alone(tmp_path: Path, campaign, schemas, name: bytes) -> None:
    archive = zipped({"abc.xlsx": b"x", "xã.xlsx": return_bytes(campaign, schemas)}).replace(b"abc.xlsx", name)
    received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
    assert received["a.zip!/xã.xlsx"].verdict is Verdict.ACCEPTED
    (other,) = (file for path, file in received.items() if path not in {"a.zip", "a.zip!/xã.xlsx"})
    assert (other.verdict, other.rule) == (Verdict.REJECTED, Rule.MEMBER_REFUSED.code)


def test_a_part_without_a_name_brings_no_reader_down(tmp_path: Path, campaign, schemas) -> None:
    parts = parts_of(return_bytes(campaign, schemas))
    content = zipped({"no-name.xml": b"<x/>", **parts}).replace(b"no-name.xml", bytes(11))
    (file,) = intake(tmp_path, {"a.xlsx": content}, campaign, schemas).values()
    assert "IndexError" not in (file.reason or "")


def test_a_member_that_is_too_large_is_refused_alone(tmp_path: Path, campaign, schemas) -> None:
    archive = zipped({"phim.mp4": bytes(26 * 1024 * 1024), "bc.xlsx": return_bytes(campaign, schemas)})
    received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
    assert received["a.zip!/phim.mp4"].rule == Rule.TOO_LARGE.code
    assert received["a.zip!/bc.xlsx"].verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("name", ["../bc.xlsx", "/etc/bc.xlsx", "C:\\bc.xlsx", "a/../../bc.xlsx"])
def test_a_member_that_points_outside_is_refused_alone(tmp_path: Path, campaign, schemas, name: str) -> None:
    archive = zipped({name: b"x", "tot.xlsx": return_bytes(campaign, schemas)})
    received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
    refused = received[f"a.zip!/{name.replace(chr(92), '/')}"]
    assert (refused.verdict, refused.rule) == (Verdict.REJECTED, Rule.MEMBER_REFUSED.code)
    assert "trỏ ra ngoài" in (refused.reason or "")
    assert received["a.zip!/tot.xlsx"].verdict is Verdict.ACCEPTED
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_a_member_with_a_password_or_a_strange_packing_is_refused_alone(tmp_path: Path, campaign, schemas) -> None:
    good = {"tot.xlsx": return_bytes(campaign, schemas)}
    files = {
        "a.zip": with_first_flagged(zipped({"khoa.xlsx": b"x"} | good), flag=1),
        "b.zip": with_first_flagged(zipped({"la.xlsx": b"x"} | good), method=93),
    }
    received = intake(tmp_path, files, campaign, schemas)
    assert {path: file.rule for path, file in received.items() if file.verdict is Verdict.REJECTED} == {
        "a.zip!/khoa.xlsx": Rule.MEMBER_REFUSED.code,
        "b.zip!/la.xlsx": Rule.MEMBER_REFUSED.code,
    }
    assert received["a.zip!/tot.xlsx"].verdict is Verdict.ACCEPTED
    assert received["b.zip!/tot.xlsx"].verdict is Verdict.DUPLICATE


def with_first_flagged(content: bytes, *, flag: int = 0, method: int | None = None) -> bytes:
    """The zip with flag or method noted for its first entry alone."""
    second = content.index(b"PK\x03\x04", 4)
    central = content.index(b"PK\x01\x02")
    after = content.index(b"PK\x01\x02", central + 4)
    head = flagged(content[:second], flag=flag, method=method)
    return head + content[second:central] + flagged(content[central:after], flag=flag, method=method) + content[after:]


def test_two_members_of_one_name_are_both_judged(tmp_path: Path, campaign, schemas) -> None:
    archive = zipped(
        [("bc.xlsx", return_bytes(campaign, schemas)), ("bc.xlsx", return_bytes(campaign, schemas, OTHER))]
    )
    received = intake(tmp_path, {"a.zip": archive}, campaign, schemas)
    assert {path: file.verdict for path, file in received.items()} == {
        "a.zip": Verdict.IGNORED,
        "a.zip!/bc.xlsx": Verdict.ACCEPTED,
        "a.zip!/bc.xlsx (2)": Verdict.ACCEPTED,
    }


def test_a_workbook_taken_apart_and_zipped_is_told_in_one_sentence(tmp_path: Path, campaign, schemas) -> None:
    good = return_bytes(campaign, schemas)
    apart = {f"gửi/bao-cao/{name}": data for name, data in parts_of(good).items()}
    received = intake(tmp_path, {"a.zip": zipped({**apart, "tot.xlsx": good})}, campaign, schemas)
    assert {path: (file.verdict, file.rule) for path, file in received.items()} == {
        "a.zip": (Verdict.IGNORED, Rule.ARCHIVE_OPENED.code),
        "a.zip!/gửi/bao-cao": (Verdict.REJECTED, Rule.REPACKED.code),
        "a.zip!/tot.xlsx": (Verdict.ACCEPTED, None),
    }


def test_a_workbook_of_numbers_is_one_document_in_whatever_form(tmp_path: Path, campaign, schemas) -> None:
    parts = {"Index/Document.iwa": b"x", "Index/Tables/DataList.iwa": b"x", "preview.jpg": b"\xff\xd8\xff"}
    files = {
        "a.zip": zipped({f"bc.numbers/{name}": data for name, data in parts.items()}),
        "b.numbers": zipped(parts),
        **{f"c.numbers/{name}": data for name, data in parts.items()},
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    received = intake(tmp_path, {}, campaign, schemas)
    assert {path: file.rule for path, file in received.items()} == {
        "a.zip": Rule.ARCHIVE_OPENED.code,
        "a.zip!/bc.numbers": Rule.FORMAT_NOT_READ.code,
        "b.numbers": Rule.FORMAT_NOT_READ.code,
        "c.numbers": Rule.FORMAT_NOT_READ.code,
    }
