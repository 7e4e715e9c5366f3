"""Operator errors: what the coordinator or maintainer mends, one line each, with its own exit code. Never for data."""

import errno
from pathlib import Path

#: What the system says of a file, in the words of those who run the program; not every system knows each code.
_REASONS = {
    getattr(errno, name): words
    for names, words in {
        "EACCES EPERM": "không có quyền",
        "EROFS": "ổ đĩa chỉ cho đọc",
        "ENOENT": "không tồn tại",
        "EEXIST": "đã có tệp cùng tên",
        "ENOTDIR": "không phải thư mục",
        "EISDIR": "là thư mục, không phải tệp",
        "ENOSPC": "đĩa đã đầy",
        "EDQUOT": "hết dung lượng được cấp",
        "EFBIG": "tệp quá lớn so với giới hạn của máy",
        "ENAMETOOLONG": "tên quá dài",
        "ELOOP": "liên kết trỏ vòng vào chính nó",
        "EBUSY ETXTBSY": "đang được chương trình khác dùng",
        "EMFILE ENFILE": "máy mở quá nhiều tệp",
        "ENOMEM": "máy thiếu bộ nhớ",
        "EIO": "đĩa hoặc đường mạng bị lỗi",
        "ENODEV ENXIO": "ổ đĩa không còn nối",
        "ESTALE ETIMEDOUT EHOSTDOWN EHOSTUNREACH ENOTCONN": "ổ đĩa mạng không phản hồi",
        "EINVAL": "tên hoặc đường dẫn không hợp lệ",
    }.items()
    for name in names.split()
    if hasattr(errno, name)
}
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


#: Why something could not be written and what to do, by the codes of the system.
_TROUBLES: tuple[tuple[frozenset[int], str], ...] = (
    (
        frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG}),
        "đĩa đã đầy; hãy dọn bớt để có thêm dung lượng trống rồi chạy lại.",
    ),
    (frozenset({errno.EROFS}), "ổ đĩa chỉ cho đọc; hãy chọn chỗ khác hoặc mở quyền ghi rồi chạy lại."),
    (
        frozenset({errno.EACCES, errno.EPERM, errno.EBUSY}),
        "không được phép ghi; hãy kiểm tra quyền ghi, đóng các tệp đang mở trong đó rồi chạy lại.",
    ),
    (
        frozenset({errno.ENOENT, errno.ESTALE, errno.ENODEV, errno.ENXIO}),
        "thư mục không còn (bị xóa, đổi tên hoặc mất kết nối); hãy kiểm tra thư mục, ổ đĩa rồi chạy lại.",
    ),
    (
        frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR}),
        "ở đó đã có một tệp hay thư mục trùng tên; hãy đổi tên nó hoặc chọn chỗ khác rồi chạy lại.",
    ),
    (frozenset({errno.ENAMETOOLONG}), "đường dẫn quá dài; hãy chọn thư mục có đường dẫn ngắn hơn rồi chạy lại."),
    (
        frozenset({errno.EMFILE, errno.ENFILE}),
        "hệ thống đang mở quá nhiều tệp; hãy đóng bớt chương trình rồi chạy lại.",
    ),
)


def writing_trouble(error: OSError) -> str:
    """Return why something could not be written and what to do, as a sentence to follow a colon.

    The system's own words are English, and its paths may be of files that no user knows.
    """
    other = f"hệ thống báo lỗi số {error.errno}; hãy kiểm tra ổ đĩa, kết nối mạng rồi chạy lại."
    return next((sentence for codes, sentence in _TROUBLES if error.errno in codes), other)


class ImbalanceError(Exception):
    """Control totals do not balance: the program's own failure, so the old outbox stands."""


def reason_of(error: OSError) -> str:
    """Return in Vietnamese why the system refused a file; the number of its error where that is not known here."""
    if getattr(error, "winerror", None) in _KEPT_OPEN:
        return _REASONS[errno.EBUSY]
    other = "hệ thống báo lỗi" if error.errno is None else f"hệ thống báo lỗi số {error.errno}"
    return _REASONS.get(error.errno or 0, other)
