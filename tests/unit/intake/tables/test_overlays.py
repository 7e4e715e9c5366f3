"""A picture belongs to the open cell that it covers first; whatever lies elsewhere is told as text outside the tables."""

from pathlib import Path

import pytest

from pipeline.intake.formats.decoration import OverlayKind
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.intake import intake, parts_of, return_bytes, zipped

SHEET = "xl/worksheets/sheet2.xml"
RELS = "xl/worksheets/_rels/sheet2.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def anchored(what: str, *, row: int, column: int, to_row: int | None = None, to_column: int | None = None) -> str:
    """One anchor of a drawing, by cells from zero."""
    corners = ""
    for name, at in (("from", (row, column)), ("to", (to_row or row, to_column or column))):
        corners += f"<xdr:{name}><xdr:col>{at[1]}</xdr:col><xdr:row>{at[0]}</xdr:row></xdr:{name}>"
    return f"<xdr:twoCellAnchor>{corners}{what}</xdr:twoCellAnchor>"


def with_drawing(content: bytes, anchors: str) -> bytes:
    """The return with a drawing over «Báo cáo»."""
    parts = parts_of(content)
    relation = f'<Relationship Id="rId77" Type="{OFFICE}/drawing" Target="../drawings/drawing7.xml"/>'
    rels = parts.get(RELS, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
    parts[RELS] = rels.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    parts["xl/drawings/drawing7.xml"] = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{anchors}</xdr:wsDr>'
    ).encode()
    return zipped(parts)


@pytest.fixture
def received(tmp_path: Path, campaign, schemas):
    """What becomes of a faultless return with a drawing."""

    def of(anchors: str) -> ReceivedFile:
        content = with_drawing(return_bytes(campaign, schemas), anchors)
        return intake(tmp_path, {"bc.xlsx": content}, campaign, schemas)["bc.xlsx"]

    return of


def pictures(file: ReceivedFile) -> dict[str, OverlayKind]:
    """The cells of a return with a picture, by their address."""
    assert file.content is not None
    return {
        cell.cell.reference: cell.decoration.picture
        for _, _, row in file.content.rows()
        for cell in row.cells.values()
        if cell.decoration is not None and cell.decoration.picture is not None
    }


def test_a_picture_over_open_cells_belongs_to_the_first(received) -> None:
    file = received(anchored("<xdr:pic/>", row=9, column=9, to_row=11, to_column=10))
    assert (pictures(file), file.problems) == ({"J10": OverlayKind.PICTURE}, ())


def test_a_picture_that_begins_over_a_locked_cell_belongs_to_the_open_one_that_it_covers(received) -> None:
    file = received(anchored("<xdr:pic/>", row=9, column=3, to_row=9, to_column=6))
    assert (pictures(file), file.problems) == ({"F10": OverlayKind.PICTURE}, ())


def test_what_lies_elsewhere_is_told_as_text_outside(received) -> None:
    box = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>Xin gửi sau</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    file = received(anchored("<xdr:pic/>", row=0, column=0) + anchored(box, row=9, column=9))
    assert file.verdict is Verdict.ACCEPTED
    assert pictures(file) == {}
    assert [(told.rule, told.cell.reference if told.cell else None, told.value) for told in file.problems] == [
        (Rule.TEXT_OUTSIDE, "A1", "(hình ảnh)"),
        (Rule.TEXT_OUTSIDE, "J10", "(hộp chữ) Xin gửi sau"),
    ]


def test_a_drawing_of_many_shapes_is_told_in_part(received) -> None:
    file = received("".join(anchored("<xdr:pic/>", row=0, column=column) for column in range(80)))
    assert len(file.problems) == 50
