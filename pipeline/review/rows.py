"""The rows that a round calls for in the review workbook: what there is to say something of."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.campaign.assignment import Role
from pipeline.campaign.causes import Cause, cause_in_words
from pipeline.campaign.decision import Campaign
from pipeline.consolidation.asked_alike import asked_alike
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.notable import ranked_results
from pipeline.consolidation.states import State
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.review.completing import RequiredRow
from pipeline.review.content import ReviewContent, member_key, text_digest
from pipeline.review.layout import MARKS, OPINIONS, Offered, ReviewSheet, Slot
from pipeline.text import clean_text

if TYPE_CHECKING:
    import pandas as pd

#: Kinds of proposals, in the order of the rows.
_KINDS = ("Điều chỉnh", "Bổ sung", "Bãi bỏ")
#: Results of one task that are offered.
_OFFERED = 6
#: States whose difficulties are the reason why a task is late.
_FALLING_SHORT = (State.OVERDUE, State.DONE_LATE)
#: Names of agencies that one cell lists.
_MOST_NAMED = 12


class _LedResult(NamedTuple):
    """One assignment as the rule of choice sees it."""

    agency: str
    name: str
    task: str
    state: State
    result: str
    evidence: str


def offered_words(campaign: Campaign, causes: Sequence[Cause]) -> dict[Offered, tuple[str, ...]]:
    """Return what the drop-downs of a campaign offer."""
    return {
        Offered.OPINIONS: (*OPINIONS, f"trình {campaign.decision.addressee} xem xét, quyết định"),
        Offered.MARKS: tuple(MARKS),
        Offered.CAUSES: tuple(cause.label for cause in causes),
        Offered.AGENCIES: tuple(agency.name for agency in campaign.reporting_agencies),
    }


def required_rows(
    merged: Consolidation, files: Iterable[ReceivedFile], earlier: ReviewContent, causes: Sequence[Cause]
) -> dict[ReviewSheet, list[RequiredRow]]:
    """Return the rows of each sheet.

    Args:
        merged: the round.
        files: everything that intake had to do with.
        earlier: what the workbook holds: a result or reason of which people said something keeps its row as long as it
            stands in a return, offered or not.
        causes: the campaign's; without any there is nothing to choose, and no row.
    """
    return {
        ReviewSheet.ASSESSMENT: [RequiredRow({slot.value: (slot.label, slot.hint)}) for slot in Slot],
        ReviewSheet.PROPOSALS: _proposals(merged),
        ReviewSheet.NOTABLE: _notable(merged, earlier.typed_members(ReviewSheet.NOTABLE)),
        ReviewSheet.CAUSES: _reasons(merged, earlier.typed_members(ReviewSheet.CAUSES), causes) if causes else [],
        ReviewSheet.SENDERS: _senders(files, merged.campaign),
    }


def _proposals(merged: Consolidation) -> list[RequiredRow]:
    """Return the proposals of each task and kind, those that ask the same together as in the report, in the catalogue's order."""
    tasks = {task.code: position for position, task in enumerate(merged.campaign.tasks)}
    groups: dict[tuple[int, int], list[tuple[str, str, str]]] = {}
    columns = (_texts(merged.proposals, name) for name in ("agency_name", "task", "kind", "content", "reason"))
    for name, task, kind, content, reason in zip(*columns, strict=True):
        if content:
            place = (tasks.get(task, len(tasks)), _KINDS.index(kind) if kind in _KINDS else len(_KINDS))
            groups.setdefault(place, []).append((name, content, reason))
    codes, kinds = (*tasks, ""), (*_KINDS, "")
    return [
        row
        for (task_place, kind_place), proposals in sorted(groups.items())
        for row in _merged_proposals(codes[task_place], kinds[kind_place], proposals, merged.campaign)
    ]


def _merged_proposals(
    task: str, kind: str, proposals: Sequence[tuple[str, str, str]], campaign: Campaign
) -> Iterable[RequiredRow]:
    task_name = _task_name(campaign, task)
    for group in asked_alike((name, content) for name, content, _ in proposals):
        cells: dict[str, tuple[str, ...]] = {}
        for wording in group.wordings:
            same = [(name, reason) for name, content, reason in proposals if clean_text(content) == wording]
            reasons = "\n".join(dict.fromkeys(reason for _, reason in same if reason))
            names = _named(name for name, _ in same)
            cells[member_key(task, kind, text_digest(wording))] = (task_name, kind, wording, reasons, names)
        yield RequiredRow(cells)


def _notable(merged: Consolidation, marked: Collection[str]) -> list[RequiredRow]:
    """Return the results of tasks with several leads that the rule offers, then those that people marked already."""
    frame = merged.assignments[merged.assignments["role"].eq(Role.LEAD)]
    columns = (_texts(frame, name) for name in ("agency", "agency_name", "task", "state", "result", "evidence"))
    by_task: dict[str, list[_LedResult]] = {task.code: [] for task in merged.tasks}
    for agency, name, task, state, result, evidence in zip(*columns, strict=True):
        by_task[task].append(_LedResult(agency, name, task, State(state), result, evidence))
    rows: list[RequiredRow] = []
    for task, results in by_task.items():
        task_name = _task_name(merged.campaign, task)
        offered = ranked_results(results)[:_OFFERED] if len(results) > 1 else []
        others = [result for result in results if result not in offered and _result_key(result) in marked]
        rows += [
            RequiredRow({_result_key(result): (task_name, result.name, result.state.label, result.result)})
            for result in (*offered, *others)
        ]
    return rows


def _result_key(result: _LedResult) -> str:
    return member_key(result.agency, result.task, text_digest(result.result))


def _reasons(merged: Consolidation, placed: Collection[str], causes: Sequence[Cause]) -> list[RequiredRow]:
    """Return the reasons for what is late whose cause neither their agencies nor the keywords tell."""
    late = merged.assignments[merged.assignments["state"].isin(_FALLING_SHORT)]
    chosen = _texts(late, "cause") if "cause" in late.columns else [""] * len(late)
    columns = (_texts(late, name) for name in ("agency_name", "task", "difficulties"))
    places: dict[str, list[tuple[str, str]]] = {}
    for cause, name, task, text in zip(chosen, *columns, strict=True):
        is_known = bool(cause) or cause_in_words(causes, text) is not None
        if clean_text(text) and (not is_known or text_digest(text) in placed):
            places.setdefault(clean_text(text), []).append((name, task))
    return [
        RequiredRow(
            {
                text_digest(text): (
                    text,
                    ", ".join(dict.fromkeys(task for _, task in rows)),
                    _named(name for name, _ in rows),
                )
            }
        )
        for text, rows in places.items()
    ]


def _senders(files: Iterable[ReceivedFile], campaign: Campaign) -> list[RequiredRow]:
    """Return the rejected files that do not say themselves whose they are; the same content once."""
    by_digest: dict[str, list[ReceivedFile]] = {}
    for file in files:
        if file.verdict is Verdict.REJECTED and file.identity is None and file.sha256:
            by_digest.setdefault(file.sha256, []).append(file)
    return [RequiredRow({sha256: _sender_cells(same, campaign)}) for sha256, same in by_digest.items()]


def _sender_cells(files: Sequence[ReceivedFile], campaign: Campaign) -> tuple[str, ...]:
    guess = files[0].sender_guess
    paths = "\n".join(file.path for file in files)
    reason = clean_text(files[0].reason or "")
    if guess is None:
        return paths, reason, "", ""
    return paths, reason, campaign.agency_by_code[guess.agency].name, guess.ground.label


def _task_name(campaign: Campaign, code: str) -> str:
    """Return the code of a task with its short name, where it has one; "" for none."""
    task = campaign.task_by_code.get(code)
    return code if task is None or not task.short else f"{code} ({task.short})"


def _named(names: Iterable[str]) -> str:
    """Return the names, each once, of many the first and how many more there are."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - _MOST_NAMED
    return "; ".join(distinct) if more <= 0 else f"{'; '.join(distinct[:_MOST_NAMED])} và {more} cơ quan khác"


def _texts(rows: "pd.DataFrame", column: str) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in rows[column].tolist()]
