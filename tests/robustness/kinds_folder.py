"""What lies in a folder beside ordinary files: links, pipes, folders, odd names, traces of programs."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where


def _placed(put: Callable[[Path, Draft], object]) -> Spoil:
    """What is put into the folder otherwise than as a file of bytes."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.put = lambda folder: put(folder / draft.name, draft)
        return (None,)

    return spoil


def _outside(name: str, put: Callable[[Path, Draft], object]) -> Mutation:
    return Mutation(
        name=name, kind=Kind.FOLDER, spoil=_placed(put), verdict=Verdict.REJECTED, rules=(Rule.OUTSIDE_INBOX,)
    )


def _system_file(name: str, *names: str) -> Mutation:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.name = draft.chance.choice(names)
        return (None,)

    return Mutation(name=name, kind=Kind.FOLDER, spoil=spoil, verdict=Verdict.IGNORED, rules=(Rule.SYSTEM_FILE,))


def _link_to_file(path: Path, draft: Draft) -> None:
    """A link to a faultless return that lies outside the inbox."""
    target = path.parents[1].parent / f"{path.parent.name}.outside"
    target.write_bytes(draft.content)
    path.symlink_to(target)


def _link_to_folder(path: Path, draft: Draft) -> None:
    target = path.parents[1].parent / f"{path.parent.name}.folder"
    target.mkdir()
    (target / "bao-cao.xlsx").write_bytes(draft.content)
    path.symlink_to(target, target_is_directory=True)


def _bound_socket(path: Path, _draft: Draft) -> None:
    """Sockets have short names, so it is made under one and moved."""
    made = Path("/tmp") / f"s{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(made))
    made.rename(path)


def _raw_name(raw: bytes, shown: str) -> Spoil:
    """A file whose name is no text; it is taken all the same and listed under a name that can be shown."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        def put(folder: Path) -> None:
            with open(os.path.join(os.fsencode(folder), raw), "wb") as file:  # noqa: PTH118, PTH123
                file.write(draft.content)

        draft.put, draft.shown = put, shown
        return ()

    return spoil


def _named(name: str, raw: bytes, shown: str) -> Mutation:
    return Mutation(name=name, kind=Kind.FOLDER, spoil=_raw_name(raw, shown))


FOLDER = (
    _outside("pipe", lambda path, _draft: os.mkfifo(path)),
    _outside("socket", _bound_socket),
    _outside("folder named as a workbook", lambda path, _draft: path.mkdir()),
    _outside("link to a return", _link_to_file),
    _outside("link to a folder of returns", _link_to_folder),
    _outside("link to a device", lambda path, _draft: path.symlink_to("/dev/zero")),
    _outside("link to nothing", lambda path, _draft: path.symlink_to("không-có")),
    _outside("link to itself", lambda path, _draft: path.symlink_to(path.name)),
    _named("name that is no text", b"b\xe1o c\xe1o.xlsx", "bo co.xlsx"),
    _named("name with half a surrogate pair", b"bc\xed\xa0\x80.xlsx", "bc.xlsx"),
    _named("name with line ends", b"bao\ncao\x1b[31m.xlsx", "bao cao[31m.xlsx"),
    _named("name with marks typed apart", "ba\u0301o ca\u0301o.xlsx".encode(), "ba\u0301o ca\u0301o.xlsx"),
    _system_file("trace of Excel", "~$bao-cao.xlsx"),
    _system_file("trace of a system", ".DS_Store", "Thumbs.db", "desktop.ini", "._bao-cao.xlsx", ".bao-cao.xlsx"),
    _system_file("unfinished download", "bao-cao.xlsx.crdownload", "bao-cao.xlsx.part", "bao-cao.tmp"),
)
