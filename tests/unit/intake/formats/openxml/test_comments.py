"""Comments of an .xlsx workbook: the old notes and the new threads."""

from pipeline.intake.formats.gate import container_of
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.formats.openxml.comments import comments
from tests.support.intake import repacked, small_workbook

RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://x/relationships/comments" Target="../comments1.xml"/>'
    b'<Relationship Id="rId2" Type="http://x/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
    b"</Relationships>"
)
NOTES = (
    '<comments><authors><author>A</author></authors><commentList><comment ref="B2" authorId="0"><text><r><t>hỏi </t></r>'
    '<r><t>lại</t></r></text></comment><comment ref="C3" authorId="0"><text><t>[Threaded comment] cũ</t></text></comment>'
    "</commentList></comments>"
).encode()
THREADS = (
    '<ThreadedComments><threadedComment ref="C3" id="{1}"><text>xong chưa</text></threadedComment>'
    '<threadedComment ref="C3" id="{2}" parentId="{1}"><text>rồi</text></threadedComment></ThreadedComments>'
).encode()


def read(*, notes: bytes = NOTES) -> tuple[tuple[str, str, str], ...]:
    content = repacked(
        small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>'),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": RELATIONS,
            "xl/comments1.xml": notes,
            "xl/threadedComments/threadedComment1.xml": THREADS,
        },
    )
    return comments(container_of(content, LIMITS).by_name)


def test_notes_and_threads_are_read_a_thread_once() -> None:
    assert {(reference, text) for _, reference, text in read()} == {("B2", "hỏi lại"), ("C3", "xong chưa\nrồi")}


def test_a_part_that_is_no_xml_holds_no_comments() -> None:
    assert {reference for _, reference, _ in read(notes=b"<comments")} == {"C3"}


def test_a_workbook_without_comments_has_none() -> None:
    content = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert comments(container_of(content, LIMITS).by_name) == ()
