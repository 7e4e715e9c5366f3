"""The file of the review workbook: found, completed in its place, earlier versions kept; never half a file, never a word lost."""

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from hashlib import sha256
from pathlib import Path

from pipeline.errors import reason_of, writing_trouble
from pipeline.intake.formats.limits import LIMITS, Rejection
from pipeline.processes.child import StopCause, Stopped
from pipeline.review.content import ReviewContent
from pipeline.review.layout import ReviewSheet
from pipeline.review.reading import ReadReview, read_review_bytes
from pipeline.rules import Rule

#: Where earlier versions lie, beside the workbooks of the rounds.
_VERSIONS = ".ban-cu"
#: Versions of one round that are kept.
_MOST_VERSIONS = 10


class FoundState(Enum):
    """What lies where the workbook is to be."""

    ABSENT = auto()
    READ = auto()
    #: Nothing can be made of it: it is kept under another name, and a new one made.
    DAMAGED = auto()
    #: It is there and cannot be read now: it is left alone.
    LEFT_ALONE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlace:
    """Where the workbook of a round lies."""

    folder: Path
    round: str

    @property
    def path(self) -> Path:
        """Return the workbook."""
        return self.folder / f"{self.round}.xlsx"

    def is_open(self) -> bool:
        """Return whether a spreadsheet program has it open: Excel and WPS, then LibreOffice, say so by a file beside it."""
        name = self.path.name
        marks = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
        return any(os.path.lexists(self.folder / mark) for mark in marks)

    def versions(self) -> list[Path]:
        """Return the earlier versions, the oldest first."""
        pattern = re.compile(re.escape(self.round) + r"\.\d{4}-\d{2}-\d{2}_\d{6}(?:-(\d+))?\.xlsx")
        matches = [match for name in _names(self.folder / _VERSIONS) if (match := pattern.fullmatch(name))]
        in_order = sorted(matches, key=lambda match: (match.string[: len(self.round) + 18], int(match[1] or 1)))
        return [self.folder / _VERSIONS / match.string for match in in_order]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReview:
    """What a run found; `content` is empty where nothing could be read."""

    place: ReviewPlace
    state: FoundState
    content: ReviewContent
    #: What the file held, byte for byte.
    data: bytes = b""
    read: ReadReview | None = None
    #: What there is to tell, "" where nothing is.
    line: str = ""


def read_review(place: ReviewPlace) -> FoundReview:
    """Return what lies at a place; nothing is changed there.

    A damaged file is replaced by the newest earlier version that can be read.
    """
    present = FoundReview(place=place, state=FoundState.ABSENT, content=ReviewContent())
    try:
        if not os.path.lexists(place.path):
            versions = place.versions()
            line = f"Chú ý: không còn tệp {place.path}; bản trước còn ở {versions[-1]}." if versions else ""
            return replace(present, line=line)
        if place.path.is_symlink() or not place.path.is_file() or place.path.stat().st_size > LIMITS.file:
            return _left_alone(present, "không phải tệp thường")
        data = place.path.read_bytes()
    except OSError as error:
        return _left_alone(present, f"không đọc được: {reason_of(error)}")
    return _read(present, data)


def _read(present: FoundReview, data: bytes) -> FoundReview:
    """Return what the bytes of the file make of it."""
    outcome = read_review_bytes(data)
    match outcome:
        case ReadReview():
            return replace(present, state=FoundState.READ, content=outcome.content, data=data, read=outcome)
        case Rejection(rule=Rule.ENCRYPTED):
            return _left_alone(present, "có mật khẩu mở tệp")
        case Stopped(cause=StopCause.TIME | StopCause.MEMORY):
            return _left_alone(present, "đọc quá lâu hoặc cần quá nhiều bộ nhớ")
    return _damaged(present, data, outcome)


def _left_alone(present: FoundReview, reason: str) -> FoundReview:
    line = f"Chú ý: {present.place.path} {reason}; lần chạy này không dùng và không thay tệp ấy."
    return replace(present, state=FoundState.LEFT_ALONE, line=line)


def _damaged(present: FoundReview, data: bytes, outcome: Rejection | Stopped) -> FoundReview:
    reason = outcome.problem(present.place.path.name).message if isinstance(outcome, Rejection) else "trình đọc bị dừng"
    line = f"Chú ý: {present.place.path} không đọc được ({' '.join(reason.split()).rstrip('.')})"
    for path in reversed(present.place.versions()):
        with suppress(OSError):
            earlier = read_review_bytes(path.read_bytes())
            if isinstance(earlier, ReadReview):
                line = f"{line}; dùng bản gần nhất đọc được: {path}."
                return replace(present, state=FoundState.DAMAGED, content=earlier.content, data=data, line=line)
    return replace(present, state=FoundState.DAMAGED, data=data, line=f"{line}.")


def write_review(
    present: FoundReview,
    content: ReviewContent,
    *,
    signature: str,
    make: Callable[[ReviewContent], bytes],
    moment: datetime,
    tell: Callable[[str], object],
) -> None:
    """Put the completed content in the place of what was found, where it differs; whatever keeps it back is one line.

    Args:
        present: what `read_review` gave at the start of the run.
        content: what `completed` makes of it.
        signature: of the layout by which it is written now.
        make: gives the bytes of a content.
        moment: names the version that is kept.
        tell: tells the user one line.
    """
    if present.line:
        tell(present.line)
    if present.state is FoundState.LEFT_ALONE:
        return
    place = present.place
    try:
        if present.state is FoundState.READ:
            _keep_version(present, moment)
            if _is_current(present, content, signature):
                return
        if place.is_open():
            tell(f"Chú ý: {place.path} đang mở ở chương trình khác nên chưa được bổ sung; đóng tệp rồi chạy lại.")
            return
        _replace(present, make(content), tell)
    except OSError as error:
        tell(
            f"Chú ý: không ghi được {place.path}: {writing_trouble(error)} Tệp ấy giữ nguyên; các kết quả khác đã ghi xong."
        )


def _is_current(present: FoundReview, content: ReviewContent, signature: str) -> bool:
    """Return whether there is nothing to complete; rows that people sorted stay sorted."""
    read = present.read
    if read is None or read.has_more or read.signature != signature or not read.is_xlsx:
        return False
    same_rows = all(
        sorted(present.content.rows[sheet], key=repr) == sorted(content.rows[sheet], key=repr) for sheet in ReviewSheet
    )
    return same_rows and set(present.content.gone) == set(content.gone) and present.content.added == content.added


def _keep_version(present: FoundReview, moment: datetime) -> None:
    """Keep what people have saved, unless the newest version says the same; of many the oldest go."""
    place = present.place
    versions = place.versions()
    if versions and _is_same(versions[-1].read_bytes(), present):
        return
    folder = place.folder / _VERSIONS
    folder.mkdir(exist_ok=True)
    name, number = f"{place.round}.{moment:%Y-%m-%d_%H%M%S}", 1
    path = folder / f"{name}.xlsx"
    while os.path.lexists(path):
        number += 1
        path = folder / f"{name}-{number}.xlsx"
    _write(path, present.data)
    for old in place.versions()[:-_MOST_VERSIONS]:
        old.unlink()


def _is_same(data: bytes, present: FoundReview) -> bool:
    """Return whether a version says what was found: a program that saves a file changes its bytes, whatever people did."""
    if sha256(data).digest() == sha256(present.data).digest():
        return True
    version = read_review_bytes(data)
    return isinstance(version, ReadReview) and version.content == present.content


def _replace(present: FoundReview, data: bytes, tell: Callable[[str], object]) -> None:
    """Put bytes in the place of what was found, unless somebody has changed it meanwhile."""
    place = present.place
    place.folder.mkdir(parents=True, exist_ok=True)
    is_there = os.path.lexists(place.path)
    if is_there != (present.state is not FoundState.ABSENT) or (is_there and place.path.read_bytes() != present.data):
        tell(f"Chú ý: {place.path} vừa được lưu trong lúc chạy nên chưa được bổ sung; lần chạy sau sẽ bổ sung.")
        return
    if present.state is FoundState.DAMAGED or (present.read is not None and not present.read.is_xlsx):
        # what cannot be read of a file is not written anew either
        kept_as = _free_name(place)
        _write(kept_as, present.data)
        tell(f"Tệp gốc được giữ ở {kept_as}; {place.path} đã được tạo mới.")
    _write(place.path, data)


def _free_name(place: ReviewPlace) -> Path:
    number = 1
    while os.path.lexists(path := place.folder / f"{place.round}.hong-{number}.xlsx"):
        number += 1
    return path


def _write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    draft = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.moi")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink()


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []
