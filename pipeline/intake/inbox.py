"""The inbox as a whole: every file once, with its verdict and the reason for it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.companions import with_senders
from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import opened_files, worker_count
from pipeline.intake.files.remote import Inbox, RemoteInbox, remote_entries
from pipeline.intake.formats.limits import LIMITS, Limits
from pipeline.intake.identity import names_of
from pipeline.intake.judging import Judge
from pipeline.intake.received import ReceivedFile, Verdict, replaced
from pipeline.intake.supersession import choice, competing_problem, fewer_rows_problem
from pipeline.intake.tables.location import comparable
from pipeline.intake.tables.printed import Printed
from pipeline.problems import Problem, problem
from pipeline.rules import Rule


def read_inbox(
    inbox: Path,
    *,
    campaign: Campaign,
    round_: Round,
    schemas: Schemas,
    progress: Callable[[int, int], None] | None = None,
    only: Collection[str] | None = None,
) -> tuple[ReceivedFile, ...]:
    """Return every file under the inbox (or those of its paths that `only` names), each with its verdict, sorted by path.

    An archive or a mail is listed as ignored, the files inside it beside it. A file that is superseded or a duplicate keeps
    only the problem that says so: what else is wrong with it needs no mending; one of another round or campaign, and a
    document beside a return, has none.

    Raises: OperatorError when there is no such folder.
    """
    (files,) = read_rounds(inbox, campaign=campaign, rounds=(round_,), schemas=schemas, progress=progress, only=only)
    return files


def read_rounds(
    inbox: Inbox,
    *,
    campaign: Campaign,
    rounds: Sequence[Round],
    schemas: Schemas,
    progress: Callable[[int, int], None] | None = None,
    only: Collection[str] | None = None,
    other_campaigns: frozenset[str] = frozenset(),
    limits: Limits = LIMITS,
    workers: int | None = None,
    executor: Executor | None = None,
) -> tuple[tuple[ReceivedFile, ...], ...]:
    """Return what `read_inbox` gives for each of some rounds; every file is opened once.

    `other_campaigns` are those of the same project, whose returns lie in the same inbox.

    The result does not depend on the number of workers; None is as many as are fastest. An executor takes their place.
    """
    judges = [
        Judge(
            round=round_,
            schemas=schemas,
            names=names_of(campaign),
            printed=Printed(campaign=campaign, round=round_, schemas=schemas),
            other_campaigns=other_campaigns,
        )
        for round_ in rounds
    ]
    everything = remote_entries(inbox) if isinstance(inbox, RemoteInbox) else listed_entries(inbox)
    entries = [entry for entry in everything if only is None or entry.path in only]
    received: list[list[ReceivedFile]] = [[] for _ in judges]
    opened_entries, paths = 0, {entry.path for entry in entries}
    for opened in opened_files(
        entries,
        limits=limits,
        sheets=frozenset(comparable(schema.sheet) for schema in schemas),
        workers=workers or worker_count(len(entries)),
        executor=executor,
    ):
        for files, judge in zip(received, judges, strict=True):
            files.append(opened if isinstance(opened, ReceivedFile) else judge.received(opened))
        if opened.path in paths:
            opened_entries += 1
            if progress is not None:
                progress(opened_entries, len(entries))
    return tuple(
        tuple(
            with_senders(
                list(_latest(_without_duplicates(sorted(files, key=lambda file: file.path)))),
                campaign=campaign,
                round_=round_,
            )
        )
        for files, round_ in zip(received, rounds, strict=True)
    )


def _without_duplicates(files: Sequence[ReceivedFile]) -> list[ReceivedFile]:
    """Return the files with every one marked that has the bytes of an earlier one; an empty file is no copy of another."""
    first: dict[str, ReceivedFile] = {}
    result = []
    for file in files:
        if file.verdict is Verdict.IGNORED or not file.size:
            result.append(file)
        elif file.sha256 in first:
            original = first[file.sha256]
            rule = Rule.DUPLICATE_OF_REJECTED if original.verdict is Verdict.REJECTED else Rule.DUPLICATE
            result.append(replaced(file, Verdict.DUPLICATE, problem(rule, file=file.path, of=original.path)))
        else:
            first[file.sha256] = file
            result.append(file)
    return result


def _latest(files: Sequence[ReceivedFile]) -> Iterator[ReceivedFile]:
    """Give the files with all but the latest return of each agency superseded; a rejected one takes nobody's place."""
    by_agency: dict[str, list[ReceivedFile]] = {}
    for file in files:
        if file.verdict.used and file.identity is not None:
            by_agency.setdefault(file.identity.agency, []).append(file)
    by_path = {file.path: file for file in files}
    superseded: dict[str, Problem] = {}
    warnings: dict[str, list[Problem]] = {}
    for agency, returns in by_agency.items():
        chosen = choice(returns)
        used = chosen.used.path
        about_used = warnings.setdefault(used, [])
        if chosen.by_chance is not None:
            about_used.append(
                problem(Rule.SUPERSEDED_BY_CHANCE, file=used, agency=agency, used=used, ground=chosen.by_chance)
            )
        for path, ground in sorted(chosen.grounds.items()):
            superseded[path] = problem(Rule.SUPERSEDED, file=path, agency=agency, by=used, ground=ground)
            doubts = (fewer_rows_problem(chosen.used, by_path[path]), competing_problem(chosen.used, by_path[path]))
            about_used += [doubt for doubt in doubts if doubt is not None]
    for file in files:
        if file.path in superseded:
            yield replaced(file, Verdict.SUPERSEDED, superseded[file.path])
        else:
            yield replace(file, problems=(*file.problems, *warnings.get(file.path, ())))
