"""The gate: from the bytes of a file, through its checked container, to the reader of its format."""

from collections.abc import Callable, Mapping

from pipeline.intake.formats import ods
from pipeline.intake.formats.binary import xls, xlsb
from pipeline.intake.formats.compound_file import compound_streams
from pipeline.intake.formats.kinds import Container, Format, compound_format, is_compound, is_zip
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
from pipeline.intake.formats.openxml import xlsx
from pipeline.intake.formats.other_files import no_container
from pipeline.intake.formats.package_kinds import TELLING, package_format
from pipeline.intake.formats.standard_password import unlocked
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.formats.xml import has_doctype
from pipeline.intake.formats.zip_package import directory, inflated, is_encrypted, oddity, package, parts
from pipeline.rules import Rule
from pipeline.text import folded

#: Reads one format or raises RefusedError; the function says of the clean name of a sheet whether its cells are read.
Reader = Callable[[Container, Limits, Callable[[str], bool]], RawWorkbook]
#: All formats. A new one is a module with such a reader, its marks in `kinds` and `package_kinds`, and its line here.
FORMATS: Mapping[Format, Reader] = {
    Format.XLSX: xlsx.read,
    Format.XLSB: xlsb.read,
    Format.XLS: xls.read,
    Format.ODS: ods.read,
}
_ENCRYPTED = Rejection(rule=Rule.ENCRYPTED)
_WITH_XML = (".xml", ".rels", ".vml")


def read_workbook(
    content: bytes, limits: Limits = LIMITS, sheets: frozenset[str] | None = None
) -> RawWorkbook | Rejection:
    """Return the workbook that a file holds, or why it is not read. Depends on its arguments only: a worker may call it.

    Of sheets that are not among `sheets` (folded names; None: all) only the name is read: what an agency keeps on a
    sheet of its own can neither be misread nor bring the file down. Where one of `sheets` is missing another may be it
    under a new name, and «Báo cáo (2)» may be a copy: such sheets are read too, if they can be.
    """
    outcome = _read(content, limits, sheets)
    if outcome == _ENCRYPTED and is_compound(content) and (opened := unlocked(content)) is not None:
        return _read(opened, limits, sheets)
    return outcome


def _read(content: bytes, limits: Limits, sheets: frozenset[str] | None) -> RawWorkbook | Rejection:
    try:
        container = container_of(content, limits)
        read = FORMATS[container.format]
        workbook = read(container, limits, lambda name: sheets is None or folded(name) in sheets)
    except RefusedError as refused:
        return refused.rejection
    more = frozenset() if sheets is None else _renamed_or_copied(workbook, sheets)
    if not more:
        return workbook
    try:
        return read(container, limits, lambda name: folded(name) in more | (sheets or frozenset()))
    except RefusedError:
        return workbook


def _renamed_or_copied(workbook: RawWorkbook, sheets: frozenset[str]) -> frozenset[str]:
    """Return the folded names of the other sheets that may be one of those wanted: all of them where one is missing.

    A hidden sheet («_meta») has no headings by which it could be known again.
    """
    names = [folded(sheet.name) for sheet in workbook.sheets]
    visible = {name for name in sheets if not name.startswith("_")}
    others = [name for name in names if name not in sheets]
    missing = not visible <= set(names)
    return frozenset(name for name in others if missing or any(word in name for word in visible))


def container_of(content: bytes, limits: Limits) -> Container:
    """Return the checked container of a file with its parts. Raises: RefusedError."""
    if is_zip(content):
        return _package(content, limits)
    if is_compound(content):
        streams = accepted(compound_streams(content))
        return Container(format=accepted(compound_format(streams)), content=content, parts=streams)
    raise RefusedError(no_container(content))


def _package(content: bytes, limits: Limits) -> Container:
    """Return a package with its parts, each verified, none of which may declare a document type.

    Whether it is one at all is asked first: of an archive each file is judged alone, so that nothing in it refuses the others.
    """
    entries = accepted(directory(content, limits))
    telling = {
        entry.filename.lower(): inflated(content, entry, limits)
        for entry in entries
        if entry.filename.lower() in TELLING and not is_encrypted(entry) and oddity(entry) is None
    }
    file_format = accepted(
        package_format(
            [entry.filename for entry in entries],
            {name: data for name, data in telling.items() if not isinstance(data, Rejection)},
        )
    )
    checked = accepted(package(content, entries))
    if len(content) > limits.file:
        raise RefusedError(too_large(f"{megabytes(limits.file)} một tệp", megabytes(len(content))))
    inflated_parts = accepted(parts(checked, limits))
    if any(has_doctype(data) for name, data in inflated_parts.items() if name.lower().endswith(_WITH_XML)):
        raise RefusedError(unsafe("có khai báo DOCTYPE"))
    return Container(format=file_format, content=content, parts=inflated_parts)
