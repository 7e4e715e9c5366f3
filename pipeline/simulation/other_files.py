"""Files in an inbox that are no returns: a scan, a text document with a workbook's name, what systems leave behind."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: What every archive entry says of its time: nothing.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DOCUMENT = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>Báo cáo kết quả thực hiện nhiệm vụ</w:t></w:r></w:p></w:body></w:document>",
}

#: The first bytes of a scanned document.
SCAN = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
#: What Excel leaves beside an open workbook: the user's name, padded.
LOCK_FILE = b"\x06Van Hoa".ljust(165, b" ")
#: The thumbnails of a Windows folder: an OLE container without content.
THUMBNAILS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00")


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return a .zip of files in the order of their names, the same bytes for the same files."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as container:
        for name in sorted(files):
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            container.writestr(entry, files[name])
    return buffer.getvalue()


def text_document() -> bytes:
    """Return a Word document."""
    return archive({name: part.encode() for name, part in _DOCUMENT.items()})
