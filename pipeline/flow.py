"""The table of contents: one function a command, from what is asked to what it writes or returns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OperatorError, OutputError, writing_trouble
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import blank_form, prefilled_form
from pipeline.forms.writing import write_templates
from pipeline.guarding import locked_round, read_first_edition_of, refuse_first_edition, unheard
from pipeline.intake.files.folder import NOTICE, refuse_unreadable
from pipeline.named_files import requests_by_content
from pipeline.reports.outbox.locking import Tell
from pipeline.reports.outbox.lost import LostReturn, LostReturnsError, lost_returns
from pipeline.reports.outbox.moving import move_first_edition
from pipeline.reports.outbox.places import CampaignOutbox
from pipeline.run import Progress, Run, Stages, checked, silent
from pipeline.schema_folder import schemas_folder
from pipeline.values import date_text
from pipeline.workspace import Request, agency_of, owing_agencies_of, task_of

if TYPE_CHECKING:
    from pipeline.consolidation.explanation import CellStory
    from pipeline.consolidation.history import Changes
    from pipeline.reports.outbox.drafts import Drafts
    from pipeline.reports.outbox.history import HistoryLine
    from pipeline.simulation.returns import SimulationSummary
    from pipeline.upkeep.addresses import Addresses
    from pipeline.upkeep.checkup import Checkup


def make_templates(
    request: Request, *, agency_codes: Sequence[str], out: Path | None, progress: Progress
) -> tuple[Path, int]:
    """Write the workbook of each agency for a round, pre-filled from the round before.

    Returns: the folder and the number of workbooks.
    Raises: OperatorError for the code of an agency that does not report, or a campaign that still has blanks; OutputError
        when a file cannot be written.
    """
    refuse_first_edition(request)
    inputs = request.read_round_inputs()
    _refuse_blanks(request, inputs.campaign.decision.campaign)
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
    default = request.workspace.templates / inputs.campaign.decision.campaign / inputs.round.code
    folder = default if out is None else out
    write_templates(forms, inputs.schemas, folder, progress=progress)
    return folder, len(forms)


def _refuse_blanks(request: Request, campaign: str) -> None:
    """Raise an OperatorError where the files of a campaign are not filled in: nobody may get such a workbook."""
    from pipeline.upkeep.campaign_complaints import has_blanks

    if has_blanks(request.workspace.project / "catalogue" / campaign):
        raise OperatorError(
            f"Đợt công tác {campaign} còn chỗ chưa điền («<điền …>») nên chưa tạo biểu mẫu; chạy «tonghop doctor» để xem từng chỗ."
        )


def simulate(request: Request, *, seed: int, out: Path | None, progress: Progress) -> tuple[Path, "SimulationSummary"]:
    """Write plausible returns of a round, good and bad, into a folder that can serve as an inbox.

    Returns: the folder and what was simulated.
    Raises: OperatorError when the folder holds something already.
    """
    from pipeline.simulation.returns import write_simulated_returns
    from pipeline.simulation.vocabulary_files import read_vocabulary

    inputs = request.read_round_inputs()
    project = request.workspace.project
    folder = out if out is not None else project / "simulated" / inputs.campaign.decision.campaign / inputs.round.code
    if folder.is_dir() and any(path.name != NOTICE for path in folder.iterdir()):
        raise OperatorError(
            f"Thư mục {folder} không trống; hãy chọn thư mục khác bằng --out để không lẫn với báo cáo thật."
        )
    vocabulary = read_vocabulary(project, inputs.campaign)
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

    A file is judged for the campaign and the round that it names itself, unless the request names them.

    Returns: a run for each folder, and one for the named files of each folder, campaign and round.
    Raises: OperatorError when a path does not exist; OutputError when `json_file` cannot be written.
    """
    absent = [path for path in paths if not path.exists()]
    if absent:
        raise OperatorError(f"Không có tệp hay thư mục {absent[0]}; kiểm tra lại đường dẫn.")
    folders = [path for path in paths if path.is_dir()] if paths else [request.inbox]
    files = [path for path in paths if not path.is_dir() and path.parent not in folders]
    runs = [checked(replace(request, inbox=folder), progress=progress) for folder in folders]
    for request_of_files, names in requests_by_content(request, files):
        runs.append(checked(request_of_files, only=names, progress=progress))
    if json_file is not None:
        from pipeline.reports.outbox.manifest import problem_records
        from pipeline.reports.outbox.record import write_json

        try:
            write_json(problem_records([problem for run in runs for problem in run.problems]), json_file)
        except OSError as error:
            raise OutputError(f"Không ghi được {json_file}: {writing_trouble(error)}") from error
    return runs


def status(request: Request) -> Run:
    """Return what the inbox holds of a round, without writing anything."""
    return checked(request)


def lost_returns_of(request: Request, run: Run) -> tuple[LostReturn, ...]:
    """Return the returns that the last consolidation of the round used and of whose agencies nothing usable is left."""
    results = CampaignOutbox(request.outbox, run.campaign.decision.campaign).round(run.round.code)
    owing = {agency.code for agency in owing_agencies_of(run.campaign, run.round, ())}
    return lost_returns(results, usable=run.used_agencies, owing=owing)


def why(request: Request, *, agency: str, task: str) -> tuple[Run, "CellStory"]:
    """Return everything that is known of one cell of the matrix; the agency is named by its code or a name of it.

    Raises: OperatorError when there is no such agency or task.
    """
    run = checked(request)
    from pipeline.consolidation.explanation import cell_story

    code = agency_of(run.campaign, run.round, agency, elsewhere=request.workspace.campaigns_with(agency))
    task = task_of(run.campaign, task)
    return run, cell_story(run.consolidation, run.files, run.problems, run.schemas, agency=code, task=task)


def diff(request: Request, *, since: str | None) -> tuple[Run, "HistoryLine", "Changes"]:
    """Return what changed in the inbox since an earlier consolidation, and which one that was.

    `since` is a day or a line of the history; None: the last consolidation that differs.

    Raises: OperatorError when there is no such consolidation.
    """
    refuse_first_edition(request)
    run = checked(request)
    from pipeline.consolidation.history import changes, run_record
    from pipeline.reports.outbox.history import earlier_line, read_history

    record = run_record(run.consolidation, run.files, run.problems)
    history = CampaignOutbox(request.outbox, record.campaign).history
    line = earlier_line(read_history(history), record, since=since)
    return run, line, changes(line.record, record)


def remind(request: Request, *, until: date | None = None, tell: Tell = unheard) -> tuple["Drafts", Path]:
    """Write the reminder letter, a mail draft per agency and the call list; return them and their folder. Nothing is sent.

    `until` is the last day for the answer; None: the round's own, later some working days on.

    Raises:
        OperatorError: `until` is before the as-of date.
        OutputError: the folder cannot be written, or another run is writing.
    """
    if until is not None and until < request.as_of:
        raise OperatorError(
            f"Hạn trả lời --until {date_text(until)} trước ngày tổng hợp {date_text(request.as_of)}; "
            "hãy chọn ngày tổng hợp hoặc một ngày sau đó."
        )
    with locked_round(request, tell=tell) as (inputs, locked):
        run = checked(request, inputs=inputs)
        from pipeline.enclosures import enclosures
        from pipeline.reports.letters.reminder import reminder
        from pipeline.reports.outbox.drafts import write_reminder
        from pipeline.reports.outbox.replacing import replaced_folder

        target = locked.outbox.reminders(run.round.code)
        with replaced_folder(locked, target) as replacement:
            owed = reminder(run.consolidation, run.files, until=until)
            templates = request.workspace.templates / run.campaign.decision.campaign / run.round.code
            drafts = write_reminder(owed, replacement.folder, enclosures=enclosures(owed, run, templates))
    return drafts, target


def consolidate(
    request: Request,
    *,
    progress: Progress = silent,
    stages: Stages,
    scheduler: str | None = None,
    allow_missing: bool = False,
    tell: Tell = unheard,
) -> tuple[Run, Path]:
    """Do the main job: from the inbox to the whole of `outbox/<campaign>/<round>/`, then the coordinator's workbook.

    With the address of a Dask scheduler its cluster reads the returns; the outputs are the same to the byte.

    Returns: the run, without the contents of its files, and the folder.

    Raises:
        OperatorError: the inbox cannot be read.
        OutputError: the outbox cannot be written, or another run is writing into it.
        LostReturnsError: returns that were used before are gone, and `allow_missing` does not say that this is meant.
    """
    with locked_round(request, stages=stages, tell=tell) as (inputs, locked):
        run = checked(request, inputs=inputs, progress=progress, stages=stages, scheduler=scheduler)
        if not allow_missing:
            lost = lost_returns_of(request, run)
            if lost:
                raise LostReturnsError(lost, run.campaign)
        with stages.stage("nạp phần ghi"):
            from pipeline.outputs import complete_review, replaced_outbox
            from pipeline.reports.figures import figures

        with replaced_outbox(request, locked, run.round.code, stages) as outbox:
            outbox.start_feedback(run)
            run = run.without_contents()
            with stages.stage("tính số liệu"):
                numbers = figures(run.consolidation, run.files, run.problems, run.schemas, run.review)
            outbox.start_word(numbers)
            outbox.write_excel(numbers)
            outbox.write_page(numbers)
            outbox.write_feedback()
            outbox.write_word()
            outbox.write_account(run)
        complete_review(run, stages, tell)
    return run, outbox.target


def watch(request: Request, *, today: Callable[[], date], poll: bool, say: Callable[[str], None]) -> None:
    """Keep the outbox current while returns arrive, until the user stops it; each run is as of the day that `today` gives.

    Raises: OperatorError when the inbox is no folder.
    """
    from pipeline.watching import Watch

    workspace, inbox = request.workspace, request.inbox
    refuse_first_edition(request)
    workspace.campaign(request.campaign_name, request.as_of)
    if not (isinstance(inbox, Path) and inbox.is_dir()):
        raise OperatorError(f"Không có thư mục {inbox} để theo dõi; hãy tạo thư mục hoặc chỉ rõ bằng --inbox THƯ_MỤC.")

    def consolidated(as_of: date) -> Run:
        run, _ = consolidate(replace(request, as_of=as_of), stages=Stages(), tell=say)
        return run

    refuse_unreadable(inbox)
    folders = [inbox, workspace.project / "catalogue", schemas_folder(workspace.project)]
    if (review := workspace.review_folder()) is not None:
        folders.append(review)
    say("Đang theo dõi; dừng bằng Ctrl-C.")
    Watch(folders=folders, consolidate=consolidated, today=today, say=say, poll=poll).run()


def doctor(request: Request, *, move: bool, tell: Tell) -> "Checkup":
    """Return what is missing or doubtful before work starts; with `move` what lies in old places is brought to the new ones.

    Raises: OperatorError when there is no such campaign; OutputError when something cannot be moved.
    """
    from pipeline.upkeep.checkup import checkup

    if move:
        move_first_edition(read_first_edition_of(request), request.outbox, tell)
    return checkup(request)


def init(folder: Path, *, example: str | None, as_of: date) -> str:
    """Make a project folder with an example campaign, or an empty one to fill in; return the campaign's name.

    Raises: OperatorError when something lies there or there is no such example; OutputError when it cannot be written.
    """
    from pipeline.upkeep.starting import start_project

    return start_project(folder, example=example, as_of=as_of)


def fill_addresses(request: Request, *, file: Path | None) -> "Addresses":
    """Write contacts into the register where it has none: those of a workbook, or without one of the accepted returns.

    Raises: OperatorError when campaign, inbox or workbook cannot be read; OutputError when the register cannot be written.
    """
    from pipeline.upkeep.addresses import fill_addresses as filled

    return filled(request, file=file)
