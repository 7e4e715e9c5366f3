"""The one door to the terminal: everything that is printed goes through here, fit to be shown and in the console's encoding.

What agencies typed, names of files and texts of the catalogue may hold characters that command a terminal or turn the
direction of writing; here they become signs that can be read.
"""

import codecs
import errno
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

from pipeline.cli.plain_letters import register_plain_letters
from pipeline.errors import OperatorError, reason_of
from pipeline.text import from_bytes

#: What JSON need not escape but a terminal may obey, or Python cannot encode.
_TERSE = re.compile("[^\n -~]")
#: The one who reads has gone; Windows says so in its own way.
_CLOSED = {errno.EPIPE, errno.ESHUTDOWN} | ({errno.EINVAL} if sys.platform == "win32" else set())
#: How shells report a program that was ended because nobody reads it.
_NOBODY_READS = 141


class ConsoleError(OperatorError):
    """The standard output takes nothing more: its reader has gone, or the disk behind it is full."""

    def __init__(self, error: OSError) -> None:
        closed = error.errno in _CLOSED
        self.exit_code = _NOBODY_READS if closed else 4
        reason = "nơi nhận đã đóng" if closed else reason_of(error)
        remedy = "chạy lại mà không ngắt đầu ra" if closed else "chuyển đầu ra sang chỗ khác rồi chạy lại"
        super().__init__(f"Không in tiếp được ({reason}); muốn xem đủ, {remedy}. Các tệp đã ghi không bị ảnh hưởng.")


class _Line:
    """Whether a line of progress stands unfinished on the error stream."""

    unfinished = False


def prepare_console() -> None:
    """Have both streams replace what their encodings lack, whoever prints."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=register_plain_letters(stream.encoding))


def printable(text: str) -> str:
    """Return a text as one line that can be shown: blanks and line ends as spaces, what cannot be seen spelt out, ⟨U+202E⟩."""
    if text.isprintable():
        return text
    readable = from_bytes(text.replace("\r\n", "\n"))
    return "".join(letter if letter.isprintable() else _sign(letter) for letter in readable)


def print_line(text: str) -> None:
    """Print a line on the standard output at once. Raises: ConsoleError when it takes nothing more."""
    _print_text(printable(text) + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines on the standard output, each as soon as it is there. Raises: ConsoleError when it takes nothing more."""
    for line in lines:
        print_line(line)


def print_json(value: object) -> None:
    """Print a value as JSON; whatever the encoding lacks or a terminal may obey is escaped, so that nothing is lost.

    Raises: ConsoleError when the standard output takes nothing more.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1)
    everything = codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name.startswith("utf")
    _print_text(_TERSE.sub(lambda match: _escaped(match.group(), everything=everything), text) + "\n")


def print_error(text: str, *, below: bool = False) -> None:
    """Print one line on the error stream; that nobody can read it is no error.

    `below`: on a terminal the cursor may stand behind something else, such as ^C.
    """
    start = "\n" if _Line.unfinished or (below and sys.stderr is not None and sys.stderr.isatty()) else ""
    _Line.unfinished = False
    _write_error(f"{start}{printable(text)}\n")


def print_progress(text: str, *, finished: bool) -> None:
    """Print a line of progress over the one before on the error stream, which is a terminal."""
    _Line.unfinished = not finished
    _write_error(f"\r{printable(text)}" + ("\n" if finished else ""))


def _print_text(text: str) -> None:
    stream = sys.stdout
    if stream is None:  # closed by the caller
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _silence(stream)
        raise ConsoleError(error) from error


def _write_error(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Lead a stream nowhere: what it still holds would be tried, and told of, again when the process ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _sign(letter: str) -> str:
    if letter.isspace() or unicodedata.category(letter)[0] == "Z":
        return " "
    return f"⟨U+{ord(letter):04X}⟩"


def _escaped(letter: str, *, everything: bool) -> str:
    if everything and letter.isprintable():
        return letter
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
