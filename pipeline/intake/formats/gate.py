"""The gate: from the bytes of a file, through its checked container, to the reader of its format."""

from collections.abc import Callable, Mapping

from pipeline.intake.formats import ods, xls, xlsb, xlsx
from pipeline.intake.formats.compound_file import compound_streams
from pipeline.intake.formats.kinds import (
    Container,
    Format,
    compound_format,
    is_compound,
    is_zip,
    no_container,
    package_format,
)
from pipeline.intake.formats.limits import (
    LIMITS,
    Limits,
    RefusedError,
    Rejection,
    accepted,
    megabytes,
    too_large,
    unsafe,
)
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.formats.xml import has_doctype
from pipeline.intake.formats.zip_package import package, parts
from pipeline.text import folded

#: Reads one format or raises RefusedError; the function says of the clean name of a sheet whether its cells are read.
Reader = Callable[[Container, Limits, Callable[[str], bool]], RawWorkbook]
#: All formats. A new one is a module with such a reader, its marks in `kinds`, and its line here.
FORMATS: Mapping[Format, Reader] = {
    Format.XLSX: xlsx.read,
    Format.XLSB: xlsb.read,
    Format.XLS: xls.read,
    Format.ODS: ods.read,
}
_WITH_XML = (".xml", ".rels", ".vml")


def read_workbook(
    content: bytes, limits: Limits = LIMITS, sheets: frozenset[str] | None = None
) -> RawWorkbook | Rejection:
    """Return the workbook that a file holds, or why it is not read. Depends on its arguments only: a worker may call it.

    Of sheets that are not among `sheets` (folded names; None: all) only the name is read: what an agency keeps on a
    sheet of its own can neither be misread nor bring the file down.
    """

    def is_read(name: str) -> bool:
        return sheets is None or folded(name) in sheets

    try:
        container = _container(content, limits)
        return FORMATS[container.format](container, limits, is_read)
    except RefusedError as refused:
        return refused.rejection


def _container(content: bytes, limits: Limits) -> Container:
    if is_zip(content):
        return _package(content, limits)
    if is_compound(content):
        streams = accepted(compound_streams(content))
        return Container(format=accepted(compound_format(streams)), content=content, parts=streams)
    raise RefusedError(no_container(content))


def _package(content: bytes, limits: Limits) -> Container:
    """Return a package with its parts, each verified, none of which may declare a document type."""
    checked = accepted(package(content, limits))
    mimetype = checked.part("mimetype", limits) if "mimetype" in checked.entries else b""
    file_format = accepted(package_format(checked.entries, b"" if isinstance(mimetype, Rejection) else mimetype))
    if len(content) > limits.file:
        raise RefusedError(too_large(f"{megabytes(limits.file)} một tệp", megabytes(len(content))))
    inflated = accepted(parts(checked, limits))
    if any(has_doctype(data) for name, data in inflated.items() if name.lower().endswith(_WITH_XML)):
        raise RefusedError(unsafe("có khai báo DOCTYPE"))
    return Container(format=file_format, content=content, parts=inflated)
