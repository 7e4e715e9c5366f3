"""The container of Office before 2007 (compound file): its streams, with every link checked."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.intake.formats.limits import Rejection, damaged

_HEADER = struct.Struct("<8s16sHHHHH6sIIIIIIIII")
_END_OF_CHAIN = 0xFFFFFFFE
_LAST_SECTOR = 0xFFFFFFFA
_DAMAGED = damaged("cấu trúc tệp Excel 97-2003 sai")
_ENTRY = struct.Struct("<64sHBBIII36xII4x")
_STORAGE, _STREAM, _ROOT = 1, 2, 5
#: Storages within storages that are followed; a message attached to a message takes two.
_DEEPEST = 64


class _BrokenLinksError(Exception):
    """A chain leaves the file or runs in a circle."""


@dataclass(frozen=True, slots=True)
class Storage:
    """A folder of a compound file: its streams and the folders in it, by name."""

    streams: Mapping[str, bytes]
    storages: Mapping[str, "Storage"]


class _CompoundFile:
    """A compound file whose sector chains have been followed once, none of them leaving the file or looping."""

    def __init__(self, content: bytes) -> None:
        """Follow the directory; raises `_BrokenLinksError`, `struct.error` or `IndexError` where the links are broken."""
        fields = _HEADER.unpack_from(content)
        self._content = content
        self._sector = 1 << fields[5]
        self._short_sector = 1 << fields[6]
        if (fields[5], fields[6]) not in {(9, 6), (12, 6)}:
            raise _BrokenLinksError
        self._count = -(-len(content) // self._sector) - 1
        directory_start, self._short_limit = fields[10], fields[12]
        self._fat = self._sector_table(fields[15], fields[16])
        self.streams: dict[str, tuple[int, int]] = {}
        root = (_END_OF_CHAIN, 0)
        directory = self._directory = self._chained(directory_start)
        for at in range(0, len(directory), 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind == 5:
                root = (start, size)
            elif kind == 2:
                name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                self.streams.setdefault(name, (start, size))
        self._short_fat = self._numbers(self._chained(fields[13])) if fields[14] else ()
        self._short = self._chained(root[0]) if root[1] else b""

    def stream(self, name: str) -> bytes:
        """Return the content of a stream."""
        return self._read(*self.streams[name])

    def root(self) -> Storage:
        """Return the tree of storages; the streams of all of them together are never more than the file holds."""
        entries = [_ENTRY.unpack_from(self._directory, at) for at in range(0, len(self._directory) - 127, 128)]
        visited: set[int] = set()
        unread = len(self._content)

        def storage(child: int, depth: int) -> Storage:
            nonlocal unread
            if depth > _DEEPEST:
                raise _BrokenLinksError
            streams: dict[str, bytes] = {}
            storages: dict[str, Storage] = {}
            waiting = [child]
            while waiting:
                number = waiting.pop()
                if number >= _LAST_SECTOR:
                    continue
                if number in visited:
                    raise _BrokenLinksError
                visited.add(number)
                raw_name, length, kind, _, before, after, below, start, size = entries[number]
                name = raw_name[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                waiting += (before, after)
                if kind == _STORAGE:
                    storages.setdefault(name, storage(below, depth + 1))
                elif kind == _STREAM:
                    unread -= size
                    if unread < 0:
                        raise _BrokenLinksError
                    streams.setdefault(name, self._read(start, size) if size else b"")
            return Storage(streams, storages)

        tops = [entry[6] for entry in entries if entry[2] == _ROOT]
        if len(tops) != 1:
            raise _BrokenLinksError
        return storage(tops[0], 0)

    def _read(self, start: int, size: int) -> bytes:
        if size > len(self._content):
            raise _BrokenLinksError
        if size >= self._short_limit:
            return self._chained(start)[:size]
        at = self._short_sector
        pieces = (self._short[sector * at : (sector + 1) * at] for sector in _chain(start, self._short_fat))
        return b"".join(pieces)[:size]

    def _sector_table(self, extra_start: int, extra_count: int) -> tuple[int, ...]:
        """Return the allocation table; its own sectors stand in the header, then in a chain of their own."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        at, count = extra_start, 0
        while at < _LAST_SECTOR and count < extra_count:
            numbers = self._numbers(self._at(at))
            sectors += numbers[:-1]
            at, count = numbers[-1], count + 1
            # a chain that runs in a circle would be followed as often as its file claims
            if count > self._count:
                raise _BrokenLinksError
        used = [sector for sector in sectors if sector < _LAST_SECTOR]
        if len(used) > self._count or len(set(used)) != len(used):
            raise _BrokenLinksError
        return tuple(number for sector in used for number in self._numbers(self._at(sector)))

    def _at(self, sector: int) -> bytes:
        if sector >= self._count:
            raise _BrokenLinksError
        return self._content[(sector + 1) * self._sector : (sector + 2) * self._sector].ljust(self._sector, b"\0")

    def _chained(self, start: int) -> bytes:
        return b"".join(self._at(sector) for sector in _chain(start, self._fat))

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data)


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    length = 0
    while start < _LAST_SECTOR:
        yield start
        length += 1
        if start >= len(table) or length > len(table):
            raise _BrokenLinksError
        start = table[start]


def single_stream(name: str, stream: bytes) -> bytes:
    """Return a compound file that holds one stream and nothing else; its reader sees exactly these bytes."""
    sector = 4096
    padded = stream.ljust(max(len(stream), sector), b"\0")
    count = -(-len(padded) // sector)
    tables = 1
    while tables * (sector // 4) < count + 2 + tables:
        tables += 1
    # first the allocation table, then the directory, one sector for short streams, which there are none of, then the stream
    numbers = [0xFFFFFFFD] * tables + [_END_OF_CHAIN, _END_OF_CHAIN]
    numbers += [*range(tables + 3, tables + 2 + count), _END_OF_CHAIN]
    table = struct.pack(f"<{len(numbers)}I", *numbers).ljust(tables * sector, b"\xff")
    directory = b""
    for title, kind, below, start, size in (
        ("Root Entry", _ROOT, 1, tables + 1, 0),
        (name, _STREAM, 0xFFFFFFFF, tables + 2, len(padded)),
    ):
        raw = title.encode("utf-16-le")
        directory += _ENTRY.pack(raw, len(raw) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, below, start, size)
    header = _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        *(0x3E, 4, 0xFFFE, 12, 6),
        bytes(6),
        *(1, tables, tables, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0),
    )
    header += struct.pack(f"<{tables}I", *range(tables))
    return b"".join(
        (
            header.ljust(76 + 109 * 4, b"\xff").ljust(sector, b"\0"),
            table,
            directory.ljust(sector, b"\0"),
            bytes(sector),
            padded.ljust(count * sector, b"\0"),
        )
    )


def compound_streams(content: bytes) -> dict[str, bytes] | Rejection:
    """Return the streams of a compound file by name, every chain followed to its end; or that it is damaged."""
    try:
        container = _CompoundFile(content)
        if sum(size for _, size in container.streams.values()) > 4 * len(content):
            return _DAMAGED
        return {name: container.stream(name) for name in container.streams}
    except (_BrokenLinksError, struct.error, IndexError):
        return _DAMAGED


def storage_tree(content: bytes) -> Storage | Rejection:
    """Return every storage and stream of a compound file, each in its place; or why it is damaged."""
    try:
        return _CompoundFile(content).root()
    except (_BrokenLinksError, struct.error, IndexError):
        return _DAMAGED
