"""The table of contents: one function a command, from the project folder to what it writes or returns."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.errors import OperatorError, OutputError
from pipeline.forms.form import blank_form, template_file_name
from pipeline.forms.schema import Schemas, read_schemas
from pipeline.forms.template import write_template
from pipeline.intake.inbox import ReceivedFile, read_rounds
from pipeline.run import EarlierRound, Progress, Run, Stages
from pipeline.workspace import Workspace, round_of

if TYPE_CHECKING:
    from pipeline.simulation.returns import SimulationSummary


def make_templates(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    agency_codes: Sequence[str],
    out: Path | None,
    today: date,
    progress: Progress,
) -> tuple[Path, int]:
    """Write the workbook of each agency for a round; return the folder and how many."""
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for done, agency in enumerate(agencies, start=1):
            form = blank_form(campaign, round_, agency, schemas, generated_on=today)
            write_template(form, schemas, folder / template_file_name(round_, agency))
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
        from pipeline.reports.manifest import problem_records, write_json

        write_json(problem_records([found for run in runs for found in run.problems]), json_file)
    return runs


def checked(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    as_of: date,
    inbox: Path | None,
    progress: Progress,
    stages: Stages,
    only: Sequence[str] | None = None,
) -> Run:
    """Take in, validate and merge the returns of a round, without writing anything."""
    with stages.stage("nạp chương trình"):
        from pipeline.consolidation.merge import consolidation
        from pipeline.validation.across import judged_across
        from pipeline.validation.returns import validated_returns
        from pipeline.validation.verdicts import judged_files
    with stages.stage("đọc danh mục"):
        campaign = workspace.campaign(campaign_name)
        round_ = round_of(campaign, round_code, as_of)
        schemas = read_schemas(workspace.project)
    previous = None if round_.previous is None else campaign.round_by_code[round_.previous]
    with stages.stage("tiếp nhận tệp"):
        received, *received_before = read_rounds(
            inbox if inbox is not None else workspace.inbox,
            campaign=campaign,
            rounds=(round_,) if previous is None else (round_, previous),
            schemas=schemas,
            progress=progress,
            only=only,
        )
    earlier = None
    if previous is not None:
        with stages.stage("lần báo cáo trước"):
            earlier = earlier_round(*received_before, campaign=campaign, round_=previous, schemas=schemas, as_of=as_of)
    with stages.stage("kiểm tra"):
        said = validated_returns(received, campaign=campaign, round_=round_, schemas=schemas, as_of=as_of)
        returns = judged_across(
            said,
            None if earlier is None else earlier.returns,
            received,
            campaign=campaign,
            round_=round_,
            schemas=schemas,
        )
    with stages.stage("tổng hợp"):
        files = judged_files(received, returns.problems)
        found = (*(found for file in files for found in file.problems), *returns.problems)
        merged = consolidation(
            returns,
            files,
            campaign=campaign,
            round_=round_,
            schemas=schemas,
            as_of=as_of,
            earlier=None if earlier is None else earlier.consolidation,
        )
    return Run(
        campaign=campaign,
        round=round_,
        as_of=as_of,
        schemas=schemas,
        files=files,
        problems=found,
        consolidation=merged,
        earlier=earlier,
    )


def earlier_round(
    received: Sequence[ReceivedFile], *, campaign: Campaign, round_: Round, schemas: Schemas, as_of: date
) -> EarlierRound:
    """Return what the inbox holds of the round before, late and corrected returns too.

    Its values are judged as of today, or a date in a late return would lie in the future; whether a task was overdue is
    judged on that round's last day, or time alone would change what the round said.
    """
    from pipeline.consolidation.merge import consolidation
    from pipeline.validation.returns import validated_returns
    from pipeline.validation.verdicts import judged_files

    returns = validated_returns(received, campaign=campaign, round_=round_, schemas=schemas, as_of=as_of)
    files = judged_files(received, returns.problems)
    merged = consolidation(
        returns, files, campaign=campaign, round_=round_, schemas=schemas, as_of=min(as_of, round_.last_day)
    )
    return EarlierRound(files=files, returns=returns, consolidation=merged)


def consolidate(
    workspace: Workspace,
    *,
    campaign_name: str | None,
    round_code: str | None,
    as_of: date,
    inbox: Path | None,
    outbox: Path | None,
    progress: Progress,
    stages: Stages,
) -> tuple[Run, Path]:
    """Do the main job: from the inbox to the whole of `outbox/<round>/`; return the run and that folder."""
    run = checked(
        workspace,
        campaign_name=campaign_name,
        round_code=round_code,
        as_of=as_of,
        inbox=inbox,
        progress=progress,
        stages=stages,
    )
    from pipeline.reports.excel import write_excel
    from pipeline.reports.html import write_html
    from pipeline.reports.manifest import manifest, output_digests, problem_records, write_json
    from pipeline.reports.outbox import replaced_folder
    from pipeline.reports.report import report
    from pipeline.reports.word import write_word

    base = outbox if outbox is not None else workspace.outbox
    target = base / run.round.code
    with replaced_folder(target) as folder:
        with stages.stage("ghi Excel"):
            write_excel(run.consolidation, run.files, run.problems, run.schemas, folder / "tong-hop.xlsx")
        with stages.stage("ghi Word"):
            text = report(run.consolidation, run.files, run.problems, run.schemas)
            write_word(text, folder / "bao-cao.docx")
        with stages.stage("ghi trang HTML"):
            write_html(run.consolidation, run.files, run.problems, run.schemas, folder / "tong-hop.html")
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


def append_to_ledger(outbox: Path, run: Run) -> None:
    """Note the files that were not seen before; the only place where the clock is read, as evidence and never as input."""
    from pipeline.intake.ledger import append_ledger

    append_ledger(outbox / "ledger.jsonl", run.files, seen_at=datetime.now(tz=UTC).isoformat(timespec="seconds"))
