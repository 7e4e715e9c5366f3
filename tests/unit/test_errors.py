"""Operator errors: one line each, in the words of those who run the program."""

import errno

import pytest

from pipeline.errors import OperatorError, reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "không có quyền"),
        (OSError(errno.ENOSPC, "No space left on device"), "đĩa đã đầy"),
        (OSError(errno.ENOTCONN, "Transport endpoint is not connected"), "ổ đĩa mạng không phản hồi"),
        (OSError(errno.E2BIG, "Argument list too long"), "hệ thống báo lỗi số 7"),
        (OSError("x"), "hệ thống báo lỗi"),
    ],
)
def test_why_the_system_refused_is_told_in_vietnamese(error: OSError, reason: str) -> None:
    assert reason_of(error) == reason


def test_a_file_kept_open_on_windows_is_told_as_that() -> None:
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined]
    assert reason_of(error) == "đang được chương trình khác dùng"


def test_an_error_of_many_faults_is_one_line() -> None:
    assert OperatorError("a: x\nb: y").one_line == "a: x · b: y"
