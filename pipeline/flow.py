"""The table of contents: one function a command, from the project folder to what it writes or returns."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.campaign.assignment import owing_agencies
from pipeline.errors import OperatorError, OutputError
from pipeline.forms.earlier import EarlierReturn
from pipeline.forms.form import blank_form, prefilled_form, template_file_name
from pipeline.forms.schema.schema import read_schemas
from pipeline.forms.writing import begun, workbooks, worth_it, writers
from pipeline.intake.files.remote import Inbox, RemoteInbox
from pipeline.processes.cluster import cluster
from pipeline.round_inputs import RoundInputs
from pipeline.run import Progress, Run, Stages, checked, silent
from pipeline.workspace import Workspace, agency_of, round_of

if TYPE_CHECKING:
    from pipeline.consolidation.explanation import CellStory
    from pipeline.consolidation.history import Changes
    from pipeline.reports.letters.letters import Drafts
    from pipeline.reports.outbox.history import Entry
    from pipeline.simulation.returns import SimulationSummary


def make_templates(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    agency_codes: Sequence[str],
    out: Path | None,
    inbox: Path | None,
    today: date,
    progress: Progress,
) -> tuple[Path, int]:
    """Write the workbook of each agency for a round, pre-filled from the round before; return the folder and how many."""
    campaign = workspace.campaign(campaign_name)
    round_ = round_of(campaign, round_code, today)
    schemas = read_schemas(workspace.project)
    agencies = [
        agency for agency in owing_agencies(campaign, round_) if not agency_codes or agency.code in agency_codes
    ]
    unknown = sorted(set(agency_codes) - {agency.code for agency in agencies})
    if unknown:
        raise OperatorError(
            f"Không có cơ quan báo cáo mang mã {', '.join(unknown)} trong {round_.name}; xem cột code của agencies.csv."
        )
    folder = out if out is not None else workspace.templates(round_)
    earlier: Mapping[str, EarlierReturn] = {}
    if round_.previous is not None:
        from pipeline.validation.earlier import read_earlier_returns

        source = inbox if inbox is not None else workspace.inbox
        inputs = RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=today)
        earlier = read_earlier_returns(source, inputs, progress=progress)
    forms = [blank_form(campaign, round_, agency, schemas, generated_on=today) for agency in agencies]
    forms = [prefilled_form(form, earlier[form.agency.code]) if form.agency.code in earlier else form for form in forms]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with writers() as executor:
            for done, content in enumerate(workbooks(forms, schemas, executor), start=1):
                (folder / template_file_name(round_, agencies[done - 1])).write_bytes(content)
                progress(done, len(agencies))
    except OSError as error:
        raise OutputError(
            f"Không ghi được biểu mẫu vào {folder} ({error.strerror}); đóng tệp đang mở, kiểm tra quyền ghi rồi chạy lại."
        ) from error
    return folder, len(agencies)


def simulate(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str,
    seed: int,
    out: Path | None,
    progress: Progress,
) -> tuple[Path, "SimulationSummary"]:
    """Write plausible returns of a round, good and bad, into a folder that can serve as an inbox."""
    from pipeline.simulation.returns import write_simulated_returns
    from pipeline.simulation.vocabulary import read_vocabulary

    campaign = workspace.campaign(campaign_name)
    round_ = round_of(campaign, round_code, date.max)
    folder = out if out is not None else workspace.project / "simulated" / round_.code
    if folder.exists() and any(folder.iterdir()):
        raise OperatorError(
            f"Thư mục {folder} không trống; hãy chọn thư mục khác bằng --out để không lẫn với báo cáo thật."
        )
    schemas = read_schemas(workspace.project)
    vocabulary = read_vocabulary(workspace.project, campaign)
    folder.mkdir(parents=True, exist_ok=True)
    return folder, write_simulated_returns(
        campaign, round_, schemas, vocabulary=vocabulary, seed=seed, out=folder, progress=progress
    )


def check(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    paths: Sequence[Path],
    as_of: date,
    json_file: Path | None,
    progress: Progress,
) -> list[Run]:
    """Validate files or folders of returns, by default the inbox; write nothing but the problems, where asked."""
    absent = [path for path in paths if not path.exists()]
    if absent:
        raise OperatorError(f"Không có tệp hay thư mục {absent[0]}; kiểm tra lại đường dẫn.")
    named: dict[Path, list[str] | None] = {
        path: None for path in paths or [workspace.inbox] if path.is_dir() or not paths
    }
    for path in paths:
        if not path.is_dir() and (beside := named.setdefault(path.parent, [])) is not None:
            beside.append(path.name)
    runs = [
        checked(
            workspace,
            campaign_name=campaign_name,
            round_code=round_code,
            as_of=as_of,
            inbox=folder,
            only=only,
            progress=progress,
            stages=Stages(),
        )
        for folder, only in named.items()
    ]
    if json_file is not None:
        from pipeline.reports.outbox.manifest import problem_records, write_json

        write_json(problem_records([found for run in runs for found in run.problems]), json_file)
    return runs


def status(
    workspace: Workspace, *, campaign_name: str | None, round_code: str | None, as_of: date, inbox: Inbox | None
) -> Run:
    """Return what the inbox holds of a round, without writing anything."""
    return checked(
        workspace,
        campaign_name=campaign_name,
        round_code=round_code,
        as_of=as_of,
        inbox=inbox,
        progress=silent,
        stages=Stages(),
    )


def why(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    as_of: date,
    inbox: Inbox | None,
    agency: str,
    task: str,
) -> tuple[Run, "CellStory"]:
    """Return everything that is known of one cell of the matrix; the agency is named by its code or a name of it."""
    run = status(workspace, campaign_name=campaign_name, round_code=round_code, as_of=as_of, inbox=inbox)
    from pipeline.consolidation.explanation import cell_story

    code = agency_of(run.campaign, agency)
    if task not in {one.code for one in run.campaign.reportable_tasks}:
        known = ", ".join(one.code for one in run.campaign.reportable_tasks)
        raise OperatorError(f"Không có nhiệm vụ báo cáo mang mã «{task}»; hãy chọn: {known}.")
    return run, cell_story(run.consolidation, run.files, run.problems, run.schemas, agency=code, task=task)


def diff(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    as_of: date,
    inbox: Inbox | None,
    outbox: Path | None,
    since: str | None,
) -> tuple[Run, "Entry", "Changes"]:
    """Return what changed in the inbox since an earlier consolidation, and which one that was."""
    run = status(workspace, campaign_name=campaign_name, round_code=round_code, as_of=as_of, inbox=inbox)
    from pipeline.consolidation.history import changes, run_record
    from pipeline.reports.outbox.history import earlier_entry, read_history

    now = run_record(run.consolidation, run.files, run.problems)
    history = (outbox if outbox is not None else workspace.outbox) / "history.jsonl"
    entry = earlier_entry(read_history(history), now, since=since)
    return run, entry, changes(entry.record, now)


def remind(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    as_of: date,
    inbox: Inbox | None,
    outbox: Path | None,
) -> tuple["Drafts", Path]:
    """Write the reminder letter and a mail draft per agency; return them and their folder. Nothing is sent."""
    run = status(workspace, campaign_name=campaign_name, round_code=round_code, as_of=as_of, inbox=inbox)
    from pipeline.reports.letters.letters import write_reminder
    from pipeline.reports.letters.reminder import reminder
    from pipeline.reports.outbox.outbox import replaced_folder

    base = outbox if outbox is not None else workspace.outbox
    target = base / "don-doc" / run.round.code
    with replaced_folder(target) as folder:
        owed = reminder(run.consolidation, run.files)
        drafts = write_reminder(owed, folder, feedback=base / run.round.code / "phan-hoi")
    return drafts, target


def consolidate(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    as_of: date,
    inbox: Inbox | None,
    outbox: Path | None,
    progress: Progress,
    stages: Stages,
    scheduler: str | None = None,
) -> tuple[Run, Path]:
    """Do the main job: from the inbox to the whole of `outbox/<round>/`; return the run (without contents) and that folder.

    With the address of a Dask scheduler its cluster reads the returns; the outputs are the same to the byte.
    """
    with cluster(scheduler) as executor:
        run = checked(
            workspace,
            campaign_name=campaign_name,
            round_code=round_code,
            as_of=as_of,
            inbox=inbox,
            progress=progress,
            stages=stages,
            executor=executor,
        )
    with stages.stage("nạp chương trình"):
        from pipeline.reports.excel.links import INBOX
        from pipeline.reports.excel.workbook import write_excel
        from pipeline.reports.feedback.feedback import feedback, write_feedback
        from pipeline.reports.html.page import write_html
        from pipeline.reports.outbox.manifest import manifest, output_digests, problem_records, write_json
        from pipeline.reports.outbox.outbox import replaced_folder
        from pipeline.reports.word.report import word_bytes
        from pipeline.reports.written.report import report

    base = outbox if outbox is not None else workspace.outbox
    target = base / run.round.code
    with replaced_folder(target) as folder, writers(processes=1) as executor:
        with stages.stage("ghi phiếu phản hồi"):
            answers = feedback(run.inputs, run.files, run.problems, earlier=run.earlier_returns(), executor=executor)
            run = run.without_contents()
        with stages.stage("ghi Word"):
            text = report(run.consolidation, run.files, run.problems, run.schemas)
            # where a process has been started for the feedback, it goes on with this
            word = begun(executor if worth_it(len(answers.codes)) else None, word_bytes, text)
        with stages.stage("ghi Excel"):
            path = folder / "tong-hop.xlsx"
            links = None if isinstance(inbox, RemoteInbox) else INBOX
            write_excel(run.consolidation, run.files, run.problems, run.schemas, path, inbox=links)
        with stages.stage("ghi trang HTML"):
            write_html(run.consolidation, run.files, run.problems, run.schemas, folder / "tong-hop.html")
        with stages.stage("ghi phiếu phản hồi"):
            write_feedback(answers, folder / "phan-hoi")
        with stages.stage("ghi Word"):
            (folder / "bao-cao.docx").write_bytes(word())
        with stages.stage("ghi tệp kê"):
            write_json(problem_records(run.problems), folder / "problems.json")
            account = manifest(
                campaign=run.campaign.decision.campaign,
                round_code=run.round.code,
                as_of=as_of,
                files=run.files,
                problems=run.problems,
                expected=len(run.consolidation.agencies),
                reported=run.submissions.reported,
                missing=run.missing,
                outputs=output_digests(folder),
            )
            write_json(account, folder / "manifest.json")
            append_to_ledger(base, run)
    return run, target


def watch(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    today: Callable[[], date],
    inbox: Path | None,
    outbox: Path | None,
    poll: bool,
    say: Callable[[str], None],
) -> None:
    """Keep the outbox current while returns arrive, until the user stops it."""
    from pipeline.watching import Watch

    source = inbox if inbox is not None else workspace.inbox
    workspace.campaign(campaign_name)
    if not source.is_dir():
        raise OperatorError(f"Không có thư mục {source} để theo dõi; hãy tạo thư mục hoặc chỉ rõ bằng --inbox THƯ_MỤC.")

    def consolidated(as_of: date) -> Run:
        run, _ = consolidate(
            workspace,
            campaign_name=campaign_name,
            round_code=round_code,
            as_of=as_of,
            inbox=inbox,
            outbox=outbox,
            progress=silent,
            stages=Stages(),
        )
        return run

    folders = (source, workspace.project / "catalogue", workspace.project / "schemas")
    Watch(folders=folders, consolidate=consolidated, today=today, say=say, poll=poll).run()


def append_to_ledger(outbox: Path, run: Run) -> None:
    """Note the files that were not seen before, and what this run found; nothing of it is ever an input.

    The only place where the clock is read, as evidence.
    """
    from pipeline.consolidation.history import run_record
    from pipeline.reports.outbox.history import append_history
    from pipeline.reports.outbox.ledger import append_ledger

    moment = datetime.now(tz=UTC).isoformat(timespec="seconds")
    append_ledger(outbox / "ledger.jsonl", run.files, seen_at=moment)
    record = run_record(run.consolidation, run.files, run.problems)
    append_history(outbox / "history.jsonl", record, run_at=moment)
