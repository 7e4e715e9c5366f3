"""Links to the files of the inbox: relative, encoded, and only where there is something to open."""

from urllib.parse import unquote

import pytest

from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.excel.links import INBOX, FileLink, source_links
from pipeline.reports.excel.table import Link

IDENTITY = Identity(campaign="small", round="lan-1", agency="SNV", fingerprint=None)


def a_file(path: str, identity: Identity | None = IDENTITY) -> ReceivedFile:
    return ReceivedFile(path=path, sha256="0" * 64, size=1, verdict=Verdict.ACCEPTED, identity=identity)


def addresses(*files: ReceivedFile) -> dict[str, str]:
    return source_links(files, INBOX).addresses


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("SNV.xlsx", "SNV.xlsx"),
        ("Ngay 3-9/BC xã An Lão (1).xlsx", "Ngay%203-9/BC%20xã%20An%20Lão%20(1).xlsx"),
        ("100%.xlsx", "100%25.xlsx"),
        ("%41.xlsx", "%2541.xlsx"),
        ("a#b?c&d.xlsx", "a%23b%3Fc%26d.xlsx"),
        ('=cmd|"x"!A0.xlsx', "%3Dcmd%7C%22x%22%21A0.xlsx"),
        ("c:\\windows\\x.xlsx", "c%3A%5Cwindows%5Cx.xlsx"),
        ("javascript:alert(1).xlsx", "javascript%3Aalert(1).xlsx"),
        ("http:/x.vn/a.xlsx", "http%3A/x.vn/a.xlsx"),
        ("a'b.xlsx", "a%27b.xlsx"),
    ],
)
def test_an_address_leads_back_to_the_path(path: str, address: str) -> None:
    found = addresses(a_file(path))[path]
    assert found == f"../../../inbox/{address}"
    assert unquote(found) == f"../../../inbox/{path}"
    link = FileLink(found)
    assert (link._target(), link._target_mode(), link.text) == (found, "External", "Mở")


def test_a_file_inside_an_archive_leads_to_the_archive() -> None:
    files = (a_file("gộp.zip", None), a_file("gộp.zip!/a/b.xlsx"), a_file("lạ!/b.xlsx"))
    assert addresses(*files) == {
        "gộp.zip!/a/b.xlsx": "../../../inbox/gộp.zip",
        "lạ!/b.xlsx": "../../../inbox/lạ%21/b.xlsx",
    }


def test_what_was_not_recognised_and_what_is_too_long_is_no_link() -> None:
    assert addresses(a_file("virus.xlsx", None), a_file("/".join(["ấ" * 80] * 25) + ".xlsx")) == {}
    assert source_links([a_file("SNV.xlsx")], None).addresses == {}


def test_each_record_has_the_link_to_its_file_where_something_came() -> None:
    sources = source_links([a_file("SNV.xlsx")], INBOX)
    first, *others = sources.links(["SNV.xlsx", None, float("nan"), "unknown.xlsx"])
    assert isinstance(first, Link)
    assert isinstance(first.target, FileLink)
    assert first.target.address == "external:../../../inbox/SNV.xlsx"
    assert others == [None, None, None]
