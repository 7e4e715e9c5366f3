"""Which format a zip holds: by its main part, wherever that stands, and by what the package says of it."""

import re
from collections.abc import Collection, Mapping

from pipeline.intake.formats.kinds import ARCHIVE, Format
from pipeline.intake.formats.limits import Rejection, format_not_read, no_workbook
from pipeline.intake.formats.relationships import local_name, main_part, tree

CONTENT_TYPES, RELATIONS, MIMETYPE, MANIFEST = "[content_types].xml", "_rels/.rels", "mimetype", "meta-inf/manifest.xml"
#: Small parts that say what a package is, by their names in small letters.
TELLING = frozenset({CONTENT_TYPES, RELATIONS, MIMETYPE, MANIFEST})
#: What a main part is by words of its content type.
_TYPES: tuple[tuple[str, Format | Rejection], ...] = (
    ("ms-excel.sheet.binary", Format.XLSB),
    ("spreadsheetml", Format.XLSX),
    ("ms-excel", Format.XLSX),
    ("wordprocessingml", no_workbook("văn bản Word (.docx)")),
    ("ms-word", no_workbook("văn bản Word (.docx)")),
    ("presentationml", no_workbook("bài trình chiếu PowerPoint (.pptx)")),
    ("ms-powerpoint", no_workbook("bài trình chiếu PowerPoint (.pptx)")),
    ("visio", no_workbook("bản vẽ Visio (.vsdx)")),
)
_FOLDERS = {
    "word/": no_workbook("văn bản Word (.docx)"),
    "ppt/": no_workbook("bài trình chiếu PowerPoint (.pptx)"),
    "visio/": no_workbook("bản vẽ Visio (.vsdx)"),
    "documents/": no_workbook("tài liệu XPS"),
}
_ODF = b"application/vnd.oasis.opendocument."
_ODF_KINDS = {
    "text": "văn bản OpenDocument (.odt)",
    "presentation": "bài trình chiếu OpenDocument (.odp)",
    "graphics": "bản vẽ OpenDocument (.odg)",
}
_ODF_ROOT = re.compile(rb"""application/vnd\.oasis\.opendocument\.[a-z-]+""")
_NUMBERS = format_not_read("Apple Numbers")


def package_format(names: Collection[str], telling: Mapping[str, bytes]) -> Format | Rejection:
    """Return the format of a zip, by the names of its parts and those of them that tell; `ARCHIVE` where it has none."""
    lower = {name.replace("\\", "/").lower() for name in names}
    return _open_document(lower, telling) or _by_type(telling, lower) or _by_names(lower)


def _open_document(names: Collection[str], telling: Mapping[str, bytes]) -> Format | Rejection | None:
    """Return what a package of OpenDocument is; some programs leave out the part that says it first."""
    mimetype = telling.get(MIMETYPE, b"").strip()
    if not mimetype.startswith(_ODF) and "content.xml" in names:
        declared = _ODF_ROOT.search(telling.get(MANIFEST, b""))
        mimetype = mimetype if declared is None else declared[0]
    if not mimetype.startswith(_ODF):
        return None
    kind = mimetype.removeprefix(_ODF).decode("ascii", "replace").split("-")[0]
    return Format.ODS if kind == "spreadsheet" else no_workbook(_ODF_KINDS.get(kind, "tài liệu OpenDocument"))


def _by_names(names: Collection[str]) -> Format | Rejection:
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names) or "index.apxl" in names:
        return _NUMBERS
    if CONTENT_TYPES not in names:
        return ARCHIVE
    other = next((kind for folder, kind in _FOLDERS.items() if any(name.startswith(folder) for name in names)), None)
    if other is None and any(name.endswith("workbook.xml") for name in names):
        return Format.XLSX
    return other or no_workbook("gói Office không có bảng tính")


def _by_type(telling: Mapping[str, bytes], names: Collection[str]) -> Format | Rejection | None:
    """Return what the content type of the main part says, None where there is none that is known."""
    main, root = main_part(telling), tree(telling, CONTENT_TYPES)
    if main not in names or root is None:
        return None
    declared = ""
    for element in root:
        if local_name(element) == "Override" and element.get("PartName", "").lstrip("/").lower() == main:
            declared = element.get("ContentType", "").lower()
    return next((kind for word, kind in _TYPES if word in declared), None)
