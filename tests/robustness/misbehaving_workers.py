"""Readers that misbehave on some files of an inbox: those are refused, every other file is read as ever."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import Opened, opened_files
from pipeline.intake.formats.limits import LIMITS
from pipeline.rules import Rule
from tests.robustness.inboxes import good_agencies
from tests.robustness.originals import original
from tests.support.misbehaving_readers import misbehaving

#: What a reader does, by the content that makes it; those after `QUICK` last until their time is over.
QUICK = (b"abort", b"exit", b"crash", b"eat", b"raise", b"class", b"answer:null", b"answer:[1]", b"no calls")
SLOW = (b"endless", b"endless claim", b"loop", b"stop", b"slow answer", b"slow reading", b"no answers")
#: Some of them end after the answer is given: nothing is wrong with that file, whatever comes of it.
AFTER_THE_ANSWER = {b"no calls", b"slow reading", b"endless"}
_SHORT = replace(LIMITS, seconds=1.5, memory=600 * 1024 * 1024)


def lay_out(inbox: Path, misdeeds: tuple[bytes, ...], *, seed: int = 0) -> None:
    """Put good returns into an inbox, among them files on which the reader misbehaves."""
    inbox.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    for agency in good_agencies():
        (inbox / f"{chance.randrange(1000):03}-{agency}.xlsx").write_bytes(original(agency).content)
    for number, misdeed in enumerate(misdeeds):
        # zeros behind, which the reader leaves out, make each file another
        content = misdeed + bytes(number + 1)
        (inbox / f"{chance.randrange(1000):03}-{number}.bad").write_bytes(content)


def wrong_outcomes(inbox: Path, *, workers: int = 2) -> list[str]:
    """The files of such an inbox that did not end as they should."""
    read = Counter[str]()
    wrong = []
    for file in opened_files(
        listed_entries(inbox), limits=_SHORT, sheets=frozenset(), workers=workers, reader=misbehaving
    ):
        read[file.path] += 1
        misdeed = (inbox / file.path).read_bytes().rstrip(b"\0") if file.path.endswith(".bad") else None
        if misdeed is None:
            if not isinstance(file, Opened):
                wrong.append(f"{file.path}: {file.reason}")
        elif misdeed not in AFTER_THE_ANSWER and (isinstance(file, Opened) or file.rule != Rule.UNREADABLE.code):
            wrong.append(f"{file.path}: not refused as unreadable")
    listed = {entry.path for entry in listed_entries(inbox)}
    wrong += [f"{path}: told {count} times" for path, count in read.items() if count != 1]
    return wrong + [f"{path}: not told" for path in sorted(listed - set(read))]
