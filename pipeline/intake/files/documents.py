"""Documents: what people read and sign, and send beside a return or in place of one."""

from pipeline.intake.formats.limits import Rejection
from pipeline.rules import Rule

#: How the kinds of documents are called where a file is refused for being one.
_KINDS = ("tệp PDF", "văn bản Word", "văn bản RTF", "văn bản OpenDocument", "tài liệu XPS", "bài trình chiếu", "ảnh ")
#: Pictures that telephones take, by what stands at some place of the file.
_PICTURES = ((4, b"ftyphei"), (4, b"ftypmif1"), (4, b"ftypavif"), (8, b"WEBP"))


def is_document(rejection: Rejection, content: bytes) -> bool:
    """Return whether a file that is no workbook is a scan, a picture, a text or slides."""
    if rejection.rule is not Rule.NOT_A_WORKBOOK:
        return False
    kind = str(rejection.parameters.get("kind", ""))
    return kind.startswith(_KINDS) or any(content.startswith(mark, at) for at, mark in _PICTURES)
