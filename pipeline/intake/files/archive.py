"""Archives of returns: one level of .zip, each file inside judged as if it lay in the inbox."""

from collections.abc import Iterator

from pipeline.intake.formats.limits import Limits, Rejection, megabytes, no_workbook, too_large
from pipeline.intake.formats.zip_package import Package, entry_name, package


def opened_archive(content: bytes, limits: Limits) -> Package | Rejection:
    """Return the archive that some bytes are, its entries under readable names; or why it is not opened."""
    archive = package(content, limits, name_of=entry_name)
    if isinstance(archive, Rejection):
        return archive
    unpacked = sum(entry.file_size for entry in archive.entries.values())
    if unpacked > limits.archive_unpacked:
        return too_large(f"{megabytes(limits.archive_unpacked)} sau khi giải nén", megabytes(unpacked))
    return archive if archive.entries else no_workbook("tệp nén rỗng")


def members(archive: Package, limits: Limits) -> Iterator[bytes | Rejection]:
    """Give the content of each file of an archive in the order of their names, or why it is not read."""
    for name in sorted(archive.entries):
        size = archive.entries[name].file_size
        if size > limits.file:
            yield too_large(f"{megabytes(limits.file)} một tệp", megabytes(size))
        else:
            yield archive.part(name, limits)
