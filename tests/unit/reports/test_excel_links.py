"""Links to the files of the inbox: relative, encoded, and only where there is something to open."""

from urllib.parse import unquote

import pytest

from pipeline.forms.schema import Schemas
from pipeline.intake.identity import Identity
from pipeline.intake.inbox import ReceivedFile, Verdict
from pipeline.reports.excel_links import INBOX, FileLink, SourceLinks, source_links
from pipeline.reports.excel_table import Link

IDENTITY = Identity(campaign="small", round="lan-1", agency="SNV", fingerprint=None)


def a_file(path: str, identity: Identity | None = IDENTITY) -> ReceivedFile:
    return ReceivedFile(path=path, sha256="0" * 64, size=1, verdict=Verdict.ACCEPTED, identity=identity)


def addresses(schemas: Schemas, *files: ReceivedFile) -> dict[str, str]:
    return dict(source_links(files, schemas, INBOX).addresses)


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
def test_an_address_leads_back_to_the_path(schemas: Schemas, path: str, address: str) -> None:
    found = addresses(schemas, a_file(path))[path]
    assert found == f"../../inbox/{address}"
    assert unquote(found) == f"../../inbox/{path}"
    link = FileLink(found, None)
    assert (link._target(), link._target_mode(), link.text) == (found, "External", "Mở")


def test_a_file_inside_an_archive_leads_to_the_archive(schemas: Schemas) -> None:
    files = (a_file("gộp.zip", None), a_file("gộp.zip!/a/b.xlsx"), a_file("lạ!/b.xlsx"))
    assert addresses(schemas, *files) == {
        "gộp.zip!/a/b.xlsx": "../../inbox/gộp.zip",
        "lạ!/b.xlsx": "../../inbox/lạ%21/b.xlsx",
    }


def test_what_was_not_recognised_and_what_is_too_long_is_no_link(schemas: Schemas) -> None:
    assert addresses(schemas, a_file("virus.xlsx", None), a_file("/".join(["ấ" * 80] * 25) + ".xlsx")) == {}
    assert source_links([a_file("SNV.xlsx")], schemas, None).addresses == {}


@pytest.fixture
def sources(schemas: Schemas) -> SourceLinks:
    return source_links([a_file("SNV.xlsx"), a_file("gop.zip", None), a_file("gop.zip!/TT.xlsx")], schemas, INBOX)


@pytest.mark.parametrize(
    ("file", "sheet", "cell", "place"),
    [
        ("SNV.xlsx", "Báo cáo", "F12", "'Báo cáo'!F12"),
        ("SNV.xlsx", "Báo cáo", None, ""),
        ("SNV.xlsx", None, None, ""),
        ("SNV.xlsx", "Báo cáo'!A1", "F12", ""),
        ("SNV.xlsx", "Báo cáo", "F12:F13", ""),
        ("gop.zip!/TT.xlsx", "Báo cáo", "F12", ""),
    ],
)
def test_a_link_goes_to_the_cell_where_the_sheet_is_one_of_the_form(
    sources: SourceLinks, file: str, sheet: str | None, cell: str | None, place: str
) -> None:
    link = sources.link(file, sheet, cell)
    assert isinstance(link, Link)
    assert isinstance(link.target, FileLink)
    assert link.target.address.partition("#")[2] == place


@pytest.mark.parametrize("file", [None, float("nan"), "unknown.xlsx"])
def test_where_nothing_came_there_is_no_link(sources: SourceLinks, file: object) -> None:
    assert sources.link(file) is None
