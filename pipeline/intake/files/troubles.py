"""Troubles of this machine: what the system says when it does not let a file or folder be read, and what that means for users."""

import errno

from pipeline.intake.formats.limits import Rejection
from pipeline.rules import Rule

_WORDS = {
    errno.EACCES: "không có quyền đọc",
    errno.EPERM: "không có quyền đọc",
    errno.ENOTDIR: "không phải thư mục",
    errno.ENOENT: "không còn ở đó",
    errno.EIO: "lỗi đọc ổ đĩa",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EMFILE: "đang mở quá nhiều tệp",
    errno.ENFILE: "đang mở quá nhiều tệp",
    errno.EBUSY: "đang bị chương trình khác giữ",
    errno.ETXTBSY: "đang bị chương trình khác giữ",
    errno.ENOMEM: "thiếu bộ nhớ",
    errno.ENODEV: "ổ đĩa không còn nối",
    errno.ENXIO: "ổ đĩa không còn nối",
    errno.ESTALE: "ổ đĩa mạng không phản hồi",
    errno.ETIMEDOUT: "ổ đĩa mạng không phản hồi",
    errno.EHOSTDOWN: "ổ đĩa mạng không phản hồi",
    errno.EHOSTUNREACH: "ổ đĩa mạng không phản hồi",
    errno.ENOTCONN: "ổ đĩa mạng không phản hồi",
}
#: A file that another program keeps to itself on Windows.
_SHARING_VIOLATIONS = {32, 33}


def words_of(error: OSError) -> str:
    """Return in everyday words why the system did not let something be opened."""
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return "đang bị chương trình khác giữ"
    return _WORDS.get(error.errno or 0, f"hệ thống báo lỗi số {error.errno}")


def file_trouble(error: OSError) -> Rejection:
    """Return why a file of the inbox could not be read; one that has gone since the inbox was listed is told so."""
    if isinstance(error, FileNotFoundError):
        return Rejection(rule=Rule.VANISHED)
    return local_trouble(words_of(error))


def local_trouble(reason: str) -> Rejection:
    """Return the rejection of what this machine cannot open, whatever it is."""
    return Rejection(rule=Rule.LOCAL_TROUBLE, parameters={"reason": reason})
