"""Operator errors: what the coordinator or maintainer mends, one line each, with its own exit code. Never for data."""

import errno
from pathlib import Path

#: What the system says of a file, in the words of those who run the program.
_REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không tồn tại",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENOTDIR: "không phải thư mục",
    errno.EISDIR: "là thư mục, không phải tệp",
    errno.ENOSPC: "đĩa đã đầy",
    errno.EFBIG: "tệp quá lớn so với giới hạn của máy",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "liên kết trỏ vòng vào chính nó",
    errno.EBUSY: "đang được chương trình khác dùng",
    errno.ETXTBSY: "đang được chương trình khác dùng",
    errno.EMFILE: "máy mở quá nhiều tệp",
    errno.ENFILE: "máy mở quá nhiều tệp",
    errno.ENOMEM: "máy thiếu bộ nhớ",
    errno.EIO: "đĩa hoặc đường mạng bị lỗi",
    errno.EINVAL: "tên hoặc đường dẫn không hợp lệ",
} | ({errno.EDQUOT: "hết dung lượng được cấp"} if hasattr(errno, "EDQUOT") else {})
#: Codes of Windows for a file that another program keeps open.
_KEPT_OPEN = {32, 33}


class OperatorError(Exception):
    """Something the person who runs the program can mend; the message is Vietnamese and holds the remedy."""

    exit_code = 2

    @property
    def one_line(self) -> str:
        """Return the message as one line, whatever names it holds; several faults of a file stand in a row."""
        return " · ".join(str(self).splitlines())


class ConfigurationError(OperatorError):
    """A file of the campaign or a schema is not valid."""

    exit_code = 3

    def __init__(self, path: Path, line: int | None, field: str, reason: str) -> None:
        self.path = path
        self.line = line
        self.field = field
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{place}: {field}: {reason}" if field else f"{place}: {reason}")


class OutputError(OperatorError):
    """An output cannot be written: locked, read-only, disk full."""

    exit_code = 4


class ImbalanceError(Exception):
    """Control totals do not balance: the program's own failure, so the old outbox stands."""


def reason_of(error: OSError) -> str:
    """Return in Vietnamese why the system refused a file; in its own words where they are not known here."""
    if getattr(error, "winerror", None) in _KEPT_OPEN:
        return _REASONS[errno.EBUSY]
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
