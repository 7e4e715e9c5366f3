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
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection, megabytes, too_large, unsafe
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.formats.xml import has_doctype
from pipeline.intake.formats.zip_package import package, parts
from pipeline.text import folded

#: Reads one format; the function says of the clean name of a sheet whether its cells are read.
Reader = Callable[[Container, Limits, Callable[[str], bool]], RawWorkbook | Rejection]
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

    container = _container(content, limits)
    return container if isinstance(container, Rejection) else FORMATS[container.format](container, limits, is_read)


def _container(content: bytes, limits: Limits) -> Container | Rejection:
    if is_zip(content):
        return _package(content, limits)
    if is_compound(content):
        return _compound_file(content)
    return no_container(content)


def _package(content: bytes, limits: Limits) -> Container | Rejection:
    """Return a package with its parts, each verified, none of which may declare a document type."""
    checked = package(content, limits)
    if isinstance(checked, Rejection):
        return checked
    mimetype = checked.part("mimetype", limits) if "mimetype" in checked.entries else b""
    file_format = package_format(checked.entries, b"" if isinstance(mimetype, Rejection) else mimetype)
    if isinstance(file_format, Rejection):
        return file_format
    if len(content) > limits.file:
        return too_large(f"{megabytes(limits.file)} một tệp", megabytes(len(content)))
    inflated = parts(checked, limits)
    if isinstance(inflated, Rejection):
        return inflated
    if any(has_doctype(data) for name, data in inflated.items() if name.lower().endswith(_WITH_XML)):
        return unsafe("có khai báo DOCTYPE")
    return Container(format=file_format, content=content, parts=inflated)


def _compound_file(content: bytes) -> Container | Rejection:
    streams = compound_streams(content)
    if isinstance(streams, Rejection):
        return streams
    file_format = compound_format(streams)
    if isinstance(file_format, Rejection):
        return file_format
    return Container(format=file_format, content=content, parts=streams)
