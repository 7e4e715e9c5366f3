"""Archives of returns: one level of .zip, each file inside judged as if it lay in the inbox."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.intake.formats.limits import (
    Limits,
    Rejection,
    format_not_read,
    megabytes,
    no_workbook,
    other_archive,
    too_large,
)
from pipeline.intake.formats.zip_package import directory, entry_name, inflated, is_encrypted, is_folder, oddity
from pipeline.rules import Rule

_REPACKED = Rejection(rule=Rule.REPACKED)
_NUMBERS = format_not_read("Apple Numbers")
#: A file by which the folder around it is known to be one workbook taken apart, as names are compared.
_CONTENT_TYPES = "[content_types].xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive, or what a workbook was taken apart into, under a readable name."""

    name: str
    source: zipfile.ZipInfo | Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive whose directory could be read; members in the order of their names."""

    content: bytes
    members: tuple[Member, ...]


def opened_archive(content: bytes, limits: Limits) -> Archive | Rejection:
    """Return the archive that some bytes are; or why it is not opened. What is wrong with one member rejects that one."""
    all_entries = directory(content, limits)
    if isinstance(all_entries, Rejection):
        return all_entries
    entries = [entry for entry in all_entries if not is_folder(entry)]
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.archive_unpacked:
        return too_large(f"{megabytes(limits.archive_unpacked)} sau khi giải nén", megabytes(unpacked))
    if not entries:
        return no_workbook("tệp nén rỗng")
    if all(map(is_encrypted, entries)):
        return other_archive("tệp .zip đặt mật khẩu")
    return Archive(content=content, members=tuple(_members(entries)))


def contents(archive: Archive, limits: Limits) -> Iterator[bytes | Rejection]:
    """Give the content of each member of an archive in their order, or why it is not read."""
    for member in archive.members:
        if isinstance(member.source, Rejection):
            yield member.source
        elif member.source.file_size > limits.file:
            yield too_large(f"{megabytes(limits.file)} một tệp", megabytes(member.source.file_size))
        else:
            yield inflated(archive.content, member.source, limits)


def _members(entries: Sequence[zipfile.ZipInfo]) -> list[Member]:
    named = [(entry_name(entry).replace("\\", "/"), entry) for entry in entries]
    apart = _folders_of_one_document([name for name, _ in named])
    members = [Member(name=folder, source=rejection) for folder, rejection in apart.items()]
    for name, entry in named:
        if not any(name.startswith(f"{folder}/") for folder in apart):
            members.append(Member(name=name, source=_refusal(entry) or entry))
    return sorted(members, key=lambda member: member.name)


def _folders_of_one_document(names: Sequence[str]) -> dict[str, Rejection]:
    """Return the folders that are one document in many files: a workbook taken apart, or what Apple calls a package."""
    folders = {}
    for name in names:
        path = PurePosixPath(name)
        if path.name.lower() == _CONTENT_TYPES and str(path.parent) != ".":
            folders[str(path.parent)] = _REPACKED
        for parent in path.parents:
            if parent.name.lower().endswith(".numbers"):
                folders[str(parent)] = _NUMBERS
    return folders


def _refusal(entry: zipfile.ZipInfo) -> Rejection | None:
    reason = "đặt mật khẩu" if is_encrypted(entry) else oddity(entry)
    return None if reason is None else Rejection(rule=Rule.MEMBER_REFUSED, parameters={"reason": reason})
