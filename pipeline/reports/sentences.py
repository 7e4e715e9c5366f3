"""The words of the written report: numbers, dates, quotations and sentences that are right for none, one and many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.campaign.agencies import Agency
from pipeline.consolidation.states import State
from pipeline.text import clean_text
from pipeline.values import date_text, half_up

if TYPE_CHECKING:
    from pipeline.consolidation.counts import Counts

#: What became of assignments, inside a sentence.
IS_DONE, IS_IN_PROGRESS, IS_NOT_STARTED = "đã hoàn thành", "đang thực hiện", "chưa thực hiện"
NO_DUE_DATE = "không có hạn"
NOTHING_ASSIGNED = "Không có nhiệm vụ nào được giao trong lần báo cáo này."
_COMMUNE = re.compile(r"UBND (phường|xã|đặc khu|thị trấn) (.+)")
#: Share of a cut text after which a quotation that does not end has barely begun.
_BARELY_QUOTED = 0.8
_END_MARKS = re.compile(r"[\s.;:,…]+$")
#: What opens an entry of a list typed into one cell.
_BULLET = re.compile(r"^\s*[-–—+*•●▪·]+\s+")
_NO_END_MARK = re.compile(r"[^.;:,!?…]$")
#: A full stop that may end a sentence; a capital must follow.
_FULL_STOP = re.compile(r"(?<=\w[\w)”%])\.(?= .)")


def number(value: int) -> str:
    """Return a count as official texts write it: 05, 12, 1.234."""
    return f"0{value}" if 0 < value < 10 else f"{value:,}".replace(",", ".")


def amount(value: float, decimals: int = 0) -> str:
    """Return a figure of a table, rounded half up as spreadsheets do: 5, 1.234, 12,5."""
    return f"{half_up(value, decimals):,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def measured(value: float, decimals: int, unit: str) -> str:
    """Return a figure with its unit: 1.234 vụ việc, 95,2%."""
    return f"{amount(value, decimals)}{'' if unit == '%' else ' '}{unit}"


def percent(rate: float) -> str:
    """Return a rate as 97,5%; only nothing shows as 0% and only everything as 100%."""
    hundredths = float(half_up(rate * 100, 1))
    if hundredths >= 100 and rate < 1:
        hundredths = 99.9
    if hundredths <= 0 < rate:
        hundredths = 0.1
    return f"{amount(hundredths, 0 if hundredths == int(hundredths) else 1)}%"


def rate_or_none(rate: float | None) -> str:
    """Return a rate as 97,5%, or in words that nothing was owed."""
    return "không có" if rate is None else percent(rate)


def day(when: date) -> str:
    """Return a date as official texts write it: 05/9/2025, 14/02/2025."""
    return date_text(when)


def one_line(text: str) -> str:
    """Return a cleaned text on one line."""
    return " ".join(clean_text(text).split())


def shortened(text: str, limit: int) -> str:
    """Return a text on one line, cut at a word's end with "…" where it is longer than `limit` characters.

    A quotation that would break off after its first words is left out.
    """
    line = one_line(text)
    if len(line) <= limit:
        return line
    words = line[:limit].rsplit(" ", 1)
    cut = words[0] if len(words) > 1 else line[: limit - 1]
    opened = cut.rfind("“")
    if opened > max(cut.rfind("”"), len(cut) * _BARELY_QUOTED):
        cut = cut[:opened]
    return _END_MARKS.sub("", cut.rstrip()) + "…"


def quoted(text: str, limit: int) -> str:
    """Return what an agency wrote, to the letter, in whole sentences of about `limit` characters together.

    Lists become one line: the dashes at their beginnings go, ";" parts entries without an end mark. Of a longer text as
    many sentences stay as go into the limit, and the first one however long it is: nothing is broken off.
    """
    entries = [_BULLET.sub("", line) for line in clean_text(text).splitlines()]
    entries = [one_line(entry) for entry in entries if entry.strip()]
    open_ended = [f"{entry};" if _NO_END_MARK.search(entry) else entry for entry in entries[:-1]]
    line = " ".join([*open_ended, *entries[-1:]])
    if len(line) > limit:
        ends = [match.end() for match in _FULL_STOP.finditer(line) if line[match.end() + 1].isupper()]
        within = [end for end in ends if end <= limit]
        line = line[: within[-1] if within else ends[0] if ends else len(line)]
    return _ended(line)


def without_end(text: str) -> str:
    """Return a text without its closing marks, to go on with a sentence; an ellipsis stays."""
    line = one_line(text)
    return line if line.endswith("…") else _END_MARKS.sub("", line)


def sentence(text: str) -> str:
    """Return a text that begins with a capital and ends with a full stop."""
    return _ended(text[:1].upper() + text[1:])


def _ended(text: str) -> str:
    bare = without_end(text)
    return bare if bare.endswith(("…", "!", "?")) else f"{bare}."


def lower_first(text: str) -> str:
    """Return a text to stand inside a sentence; a word in capitals (UBND) keeps them."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return a text to begin a sentence."""
    return text[:1].upper() + text[1:]


def with_lead(text: str, lead: str) -> str:
    """Return a task's wording with the lead that it has alone; "" where there are several, or none."""
    return f"{text} ({lead})" if lead else text


def words_of(state: State) -> str:
    """Return the label of a state to stand inside a sentence."""
    return lower_first(state.label)


def ordinary_case(title: str, names: Sequence[str]) -> str:
    """Return a title in capitals as an ordinary one: first letter and proper names in capitals.

    Args:
        title: "GIỮ LỬA VÀ …"; one with small letters in it is returned as it is.
        names: the names, as they are written inside a sentence (Decree 30/2020/NĐ-CP, appendix II).
    """
    if title != title.upper():
        return title
    proper = {name.lower(): name for name in names}
    if not proper:
        return title[:1] + title[1:].lower()
    longest_first = "|".join(re.escape(name) for name in sorted(proper, key=len, reverse=True))
    text = re.sub(rf"\b(?:{longest_first})\b", lambda match: proper[match[0]], title.lower())
    return text[:1].upper() + text[1:]


def enumeration(agencies: Sequence[Agency], limit: int | None = None) -> str:
    """Return the agencies by name in the given order, communes of a kind together.

    "Sở A; UBND các phường: B, C; UBND xã D". Beyond `limit` names: "… và 12 cơ quan khác".
    """
    named = agencies if limit is None or len(agencies) <= limit else agencies[:limit]
    parts: dict[str, list[str]] = {}
    for agency in named:
        commune = _COMMUNE.fullmatch(agency.name)
        kind, name = (commune[1], commune[2]) if commune else (agency.code, agency.name)
        parts.setdefault(kind, []).append(name)
    kinds = {"phường", "xã", "đặc khu", "thị trấn"}
    entries = []
    for kind, names in parts.items():
        if kind not in kinds:
            entries.append(names[0])
        elif len(names) == 1:
            entries.append(f"UBND {kind} {names[0]}")
        else:
            entries.append(f"UBND các {kind}: {', '.join(names)}")
    rest = len(agencies) - len(named)
    return "; ".join(entries) + (f" và {number(rest)} cơ quan khác" if rest else "")


@dataclass(frozen=True, slots=True)
class Clause:
    """One outcome of a set of assignments: "đã hoàn thành", 12, " (đúng hạn 10, quá hạn 02)"."""

    words: str
    count: int
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.words} {number(self.count)}{self.detail}"

    @property
    def of_everyone(self) -> str:
        """Return the clause without its number, to stand after whose outcome it is."""
        return f"{self.words}{self.detail}"


#: What goes without saying beside a task's time limit, where it is true of all.
_UNREMARKABLE = {"trong hạn", NO_DUE_DATE}


def clauses(numbers: "Counts", *, brief: bool = False) -> list[Clause]:
    """Return one clause per outcome that occurs, in the order of the official sentence.

    A brief one leaves out that all is within time, or that there is no date to be in time for.
    """
    in_time = (
        (IS_DONE, numbers.done_by_due, numbers.done_late, numbers.done_without_due),
        (IS_IN_PROGRESS, numbers.in_progress, numbers.in_progress_overdue, 0),
        (IS_NOT_STARTED, numbers.not_started, numbers.not_started_overdue, 0),
    )
    outcomes = []
    for words, within, over, without in in_time:
        punctual = "đúng hạn" if words == IS_DONE else "trong hạn"
        outcomes.append(_clause(words, ((punctual, within), ("quá hạn", over), (NO_DUE_DATE, without)), brief=brief))
    others = (State.WITH_LEAD, State.NIL, State.IN_ERROR, State.WAIVED, State.NOT_REPORTED)
    outcomes += [Clause(words_of(state), numbers.of(state)) for state in others]
    return [clause for clause in outcomes if clause.count]


def _clause(words: str, parts: Sequence[tuple[str, int]], *, brief: bool) -> Clause:
    """Return a clause with what its number is made of."""
    occurring = [(name, count) for name, count in parts if count]
    total = sum(count for _, count in occurring)
    if len(occurring) != 1:
        detail = f" ({', '.join(f'{name} {number(count)}' for name, count in occurring)})"
    elif brief and occurring[0][0] in _UNREMARKABLE:
        detail = ""
    else:
        detail = f" ({'' if total == 1 else 'đều '}{occurring[0][0]})"
    return Clause(words, total, detail)


def official_sentence(numbers: "Counts") -> str:
    """Return the sentence that official reports use, over all assignments.

    "Tổng số … lượt nhiệm vụ được giao; đã hoàn thành … (đúng hạn …, quá hạn …, không có hạn …); đang thực hiện …
    (trong hạn …, quá hạn …); …; chưa báo cáo …."
    """
    if not numbers.assigned:
        return NOTHING_ASSIGNED
    opening = f"Tổng số {number(numbers.assigned)} lượt nhiệm vụ được giao"
    if numbers.not_reported == numbers.assigned:
        return f"{opening}; chưa lượt nào được báo cáo."
    nothing_done = "" if numbers.done else "chưa có lượt nào hoàn thành; "
    return f"{opening}; {nothing_done}{'; '.join(map(str, clauses(numbers)))}."


def agencies_sentence(numbers: "Counts", part: str, ending: str = "") -> str:
    """Return how a task stands with the agencies of a part ("chủ trì", "phối hợp"), of which there are two or more.

    What most of them say comes first. `ending` is added before the full stop unless all agencies are in the same state.
    """
    outcomes = clauses(numbers, brief=True)
    everyone = f"{number(numbers.assigned)} cơ quan, đơn vị {part}"
    if len(outcomes) == 1:
        return f"Cả {everyone} {outcomes[0].of_everyone}."
    most = max(outcomes, key=lambda clause: clause.count)
    if most.count < _MOST * numbers.assigned:
        return f"Trong {everyone}: {'; '.join(map(str, outcomes))}{ending}."
    others = [clause for clause in outcomes if clause is not most]
    rest = f" {others[0].of_everyone}" if len(others) == 1 else f": {'; '.join(map(str, others))}"
    return f"{number(most.count)}/{everyone} {most.of_everyone}; còn lại{rest}{ending}."


#: From this share on what most agencies say opens the sentence.
_MOST = 0.75
