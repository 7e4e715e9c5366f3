"""The door to the terminal: nothing that commands it gets through, nothing that it cannot take fails."""

import errno
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.console import (
    ConsoleError,
    prepare_console,
    print_error,
    print_json,
    print_line,
    print_progress,
    printable,
)

HOSTILE = (
    "\x00\x07\x08\x1b\x7f\x85\x9b\x9d\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ud800\udc9b"
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("a\r\nb\nc\td\u00a0e\u2028f\x85g\rh", "a b c d e f g h"),
        ("\x1b]0;x\x07", "⟨U+001B⟩]0;x⟨U+0007⟩"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("bao\u202excod.xlsx", "bao⟨U+202E⟩xcod.xlsx"),
        ("a\u200bb\u00ad", "a⟨U+200B⟩b⟨U+00AD⟩"),
        ("\ud800", "⟨U+D800⟩"),
        # a name or an argument in UTF-8 where Python took it for something else
        ("Sở".encode().decode("ascii", "surrogateescape"), "Sở"),
        ("\udcff", "⟨U+DCFF⟩"),
    ],
)
def test_a_text_is_one_line_of_what_can_be_seen(text: str, line: str) -> None:
    assert printable(text) == line


@given(st.text(st.one_of(st.characters(), st.sampled_from(HOSTILE))))
def test_whatever_the_text_its_line_can_be_printed(text: str) -> None:
    assert printable(text).isprintable()
    assert printable(printable(text)) == printable(text)


@given(
    st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(HOSTILE[:-2]))),
    st.sampled_from(["utf-8", "ascii", "cp1258", "cp437"]),
)
def test_json_loses_nothing_and_commands_no_terminal(text: str, encoding: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        patch.setattr(sys, "stdout", stream)
        print_json([text])
    printed = stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert printed.replace("\n", "").isprintable()
    assert json.loads(printed) == [text]


class _Refusing(io.StringIO):
    """A stream behind which there is no room, or nobody."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def flush(self) -> None:
        raise OSError(self.number, "refused")


@pytest.mark.parametrize(
    ("number", "code", "words"), [(errno.EPIPE, 141, "nơi nhận đã đóng"), (errno.ENOSPC, 4, "đĩa đã đầy")]
)
def test_an_output_that_takes_no_more_is_told(
    number: int, code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", _Refusing(number))
    with pytest.raises(ConsoleError, match=words) as error:
        print_line("a")
    assert error.value.exit_code == code


def test_an_error_stream_that_takes_no_more_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _Refusing(errno.ENOSPC))
    print_error("a")


def test_streams_that_were_closed_take_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    prepare_console()
    print_line("a")
    print_error("a")


def test_an_error_does_not_stand_behind_unfinished_progress(capsys: pytest.CaptureFixture[str]) -> None:
    print_progress("Đọc: 1/2", finished=False)
    print_error("Lỗi: a")
    print_error("Lỗi: b")
    assert capsys.readouterr().err == "\rĐọc: 1/2\nLỗi: a\nLỗi: b\n"


def test_below_what_a_terminal_shows_a_line_begins_anew(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    print_error("a", below=True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    print_error("b", below=True)
    assert capsys.readouterr().err == "a\n\nb\n"


def test_a_console_that_lacks_letters_gets_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    monkeypatch.setattr(sys, "stdout", stream)
    prepare_console()
    print_line("Không có tệp «a»")
    assert stream.buffer.getvalue() == b'Khong co tep "a"\n'  # type: ignore[attr-defined]
