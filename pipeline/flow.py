"""The table of contents: one function a command, from what is asked to what it writes or returns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OperatorError
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import blank_form, prefilled_form
from pipeline.forms.writing import write_templates
from pipeline.intake.files.remote import Inbox
from pipeline.run import Progress, Run, Stages, checked, silent
from pipeline.workspace import Request, agency_of, owing_agencies_of

if TYPE_CHECKING:
    from pipeline.consolidation.explanation import CellStory
    from pipeline.consolidation.history import Changes
    from pipeline.reports.outbox.drafts import Drafts
    from pipeline.reports.outbox.history import HistoryLine
    from pipeline.simulation.returns import SimulationSummary


def make_templates(
    request: Request, *, agency_codes: Sequence[str], out: Path | None, progress: Progress
) -> tuple[Path, int]:
    """Write the workbook of each agency for a round, pre-filled from the round before.

    Returns: the folder and the number of workbooks.
    Raises: OperatorError for the code of an agency that does not report; OutputError when a file cannot be written.
    """
    inputs = request.read_round_inputs()
    agencies = owing_agencies_of(inputs.campaign, inputs.round, agency_codes)
    earlier: Mapping[str, EarlierReturn] = {}
    if inputs.round.previous is not None and isinstance(request.inbox, Path):
        from pipeline.validation.earlier import read_earlier_returns

        earlier = read_earlier_returns(request.inbox, inputs, progress=progress)
    forms = [
        blank_form(inputs.campaign, inputs.round, agency, inputs.schemas, generated_on=inputs.as_of)
        for agency in agencies
    ]
    forms = [prefilled_form(form, earlier[form.agency.code]) if form.agency.code in earlier else form for form in forms]
    folder = out if out is not None else request.workspace.templates(inputs.round)
    write_templates(forms, inputs.schemas, folder, progress=progress)
    return folder, len(forms)


def simulate(request: Request, *, seed: int, out: Path | None, progress: Progress) -> tuple[Path, "SimulationSummary"]:
    """Write plausible returns of a round, good and bad, into a folder that can serve as an inbox.

    Returns: the folder and what was simulated.
    Raises: OperatorError when the folder holds something already.
    """
    from pipeline.simulation.returns import write_simulated_returns
    from pipeline.simulation.vocabulary_files import read_vocabulary

    inputs = request.read_round_inputs()
    project = request.workspace.project
    folder = out if out is not None else project / "simulated" / inputs.round.code
    if folder.exists() and any(folder.iterdir()):
        raise OperatorError(
            f"Thư mục {folder} không trống; hãy chọn thư mục khác bằng --out để không lẫn với báo cáo thật."
        )
    vocabulary = read_vocabulary(project, inputs.campaign)
    folder.mkdir(parents=True, exist_ok=True)
    return folder, write_simulated_returns(
        inputs.campaign,
        inputs.round,
        inputs.schemas,
        vocabulary=vocabulary,
        seed=seed,
        out=folder,
        progress=progress,
    )


def check(request: Request, *, paths: Sequence[Path], json_file: Path | None, progress: Progress) -> list[Run]:
    """Validate files or folders of returns, by default the inbox; write nothing but the problems to `json_file`.

    Returns: a run for each folder, and one for the named files of each folder.
    Raises: OperatorError when a path does not exist.
    """
    absent = [path for path in paths if not path.exists()]
    if absent:
        raise OperatorError(f"Không có tệp hay thư mục {absent[0]}; kiểm tra lại đường dẫn.")
    runs = [
        checked(replace(request, inbox=folder), only=names, progress=progress)
        for folder, names in _names_by_folder(request.inbox, paths).items()
    ]
    if json_file is not None:
        from pipeline.reports.outbox.manifest import problem_records, write_json

        write_json(problem_records([problem for run in runs for problem in run.problems]), json_file)
    return runs


def _names_by_folder(inbox: Inbox, paths: Sequence[Path]) -> dict[Inbox, list[str] | None]:
    """Return the folders to read, each with the names of its files that are asked for; None: all of them."""
    folders = [path for path in paths if path.is_dir()]
    files = [path for path in paths if not path.is_dir() and path.parent not in folders]
    names: dict[Inbox, list[str] | None] = dict.fromkeys(folders if paths else [inbox])
    return names | {file.parent: [other.name for other in files if other.parent == file.parent] for file in files}


def status(request: Request) -> Run:
    """Return what the inbox holds of a round, without writing anything."""
    return checked(request)


def why(request: Request, *, agency: str, task: str) -> tuple[Run, "CellStory"]:
    """Return everything that is known of one cell of the matrix; the agency is named by its code or a name of it.

    Raises: OperatorError when there is no such agency or task.
    """
    run = checked(request)
    from pipeline.consolidation.explanation import cell_story

    code = agency_of(run.campaign, agency)
    codes = [reportable.code for reportable in run.campaign.reportable_tasks]
    if task not in codes:
        raise OperatorError(f"Không có nhiệm vụ báo cáo mang mã «{task}»; hãy chọn: {', '.join(codes)}.")
    return run, cell_story(run.consolidation, run.files, run.problems, run.schemas, agency=code, task=task)


def diff(request: Request, *, since: str | None) -> tuple[Run, "HistoryLine", "Changes"]:
    """Return what changed in the inbox since an earlier consolidation, and which one that was.

    `since` is a day or a line of the history; None: the last consolidation that differs.

    Raises: OperatorError when there is no such consolidation.
    """
    run = checked(request)
    from pipeline.consolidation.history import changes, run_record
    from pipeline.reports.outbox.history import earlier_line, read_history

    record = run_record(run.consolidation, run.files, run.problems)
    line = earlier_line(read_history(request.outbox / "history.jsonl"), record, since=since)
    return run, line, changes(line.record, record)


def remind(request: Request) -> tuple["Drafts", Path]:
    """Write the reminder letter and a mail draft per agency; return them and their folder. Nothing is sent.

    Raises: OutputError when the folder cannot be written.
    """
    run = checked(request)
    from pipeline.reports.letters.reminder import reminder
    from pipeline.reports.outbox.drafts import write_reminder
    from pipeline.reports.outbox.outbox import replaced_folder

    target = request.outbox / "don-doc" / run.round.code
    with replaced_folder(target) as folder:
        owed = reminder(run.consolidation, run.files)
        drafts = write_reminder(owed, folder, feedback=request.outbox / run.round.code / "phan-hoi")
    return drafts, target


def consolidate(
    request: Request, *, progress: Progress = silent, stages: Stages, scheduler: str | None = None
) -> tuple[Run, Path]:
    """Do the main job: from the inbox to the whole of `outbox/<round>/`.

    With the address of a Dask scheduler its cluster reads the returns; the outputs are the same to the byte.

    Returns: the run, without the contents of its files, and the folder.
    Raises: OperatorError when the inbox cannot be read; OutputError when the outbox cannot be written.
    """
    run = checked(request, progress=progress, stages=stages, scheduler=scheduler)
    with stages.stage("nạp phần ghi"):
        from pipeline.outputs import replaced_outbox
        from pipeline.reports.figures import figures

    with replaced_outbox(request, run.round, stages) as outbox:
        outbox.start_feedback(run)
        run = run.without_contents()
        with stages.stage("tính số liệu"):
            numbers = figures(run.consolidation, run.files, run.problems, run.schemas)
        outbox.start_word(numbers)
        outbox.write_excel(numbers)
        outbox.write_page(numbers)
        outbox.write_feedback()
        outbox.write_word()
        outbox.write_account(run)
    return run, outbox.target


def watch(request: Request, *, today: Callable[[], date], poll: bool, say: Callable[[str], None]) -> None:
    """Keep the outbox current while returns arrive, until the user stops it; each run is as of the day that `today` gives.

    Raises: OperatorError when the inbox is no folder.
    """
    from pipeline.watching import Watch

    workspace, inbox = request.workspace, request.inbox
    workspace.campaign(request.campaign_name)
    if not (isinstance(inbox, Path) and inbox.is_dir()):
        raise OperatorError(f"Không có thư mục {inbox} để theo dõi; hãy tạo thư mục hoặc chỉ rõ bằng --inbox THƯ_MỤC.")

    def consolidated(as_of: date) -> Run:
        run, _ = consolidate(replace(request, as_of=as_of), stages=Stages())
        return run

    folders = (inbox, workspace.project / "catalogue", workspace.project / "schemas")
    Watch(folders=folders, consolidate=consolidated, today=today, say=say, poll=poll).run()
