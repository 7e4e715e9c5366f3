"""The checkup of a project: everything that is missing or doubtful before work starts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.campaign.current import current_campaigns
from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import campaign_names, read_campaign, read_rounds_of
from pipeline.errors import ConfigurationError, OperatorError
from pipeline.forms.schema.loading import read_schemas
from pipeline.guarding import read_first_edition_of
from pipeline.reports.outbox.first_edition import FirstEdition
from pipeline.upkeep.campaign_complaints import campaign_complaints
from pipeline.upkeep.complaint import Complaint, FileLine, Gravity, faults_of, is_stopped_by
from pipeline.upkeep.place_complaints import folder_complaints, program_complaints, versions
from pipeline.workspace import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What a project is like before work starts."""

    #: The campaigns that were looked at: the one that is meant, or all that may be.
    campaigns: tuple[str, ...]
    complaints: tuple[Complaint, ...]
    first: FirstEdition
    #: By name of the package, Python and the program first.
    versions: Mapping[str, str]

    @property
    def is_stopped(self) -> bool:
        """Return whether anything keeps the work from starting."""
        return is_stopped_by(self.complaints)


def checkup(request: Request) -> Checkup:
    """Return everything that is missing or doubtful in a project; nothing is changed.

    Raises: OperatorError when the campaign that is named is not there, or the old places cannot be read.
    """
    present = versions()
    project = request.workspace.project
    faults, names = _meant(request)
    complaints = [*faults, *_schemas(project)]
    for name in names:
        complaints += _campaign(project, name)
    # with a faulty decision nobody knows the rounds by which old places are told
    first = FirstEdition() if faults else read_first_edition_of(request)
    complaints += _old_places(first)
    inbox = request.inbox if isinstance(request.inbox, Path) else None
    complaints += folder_complaints(inbox, (request.outbox, request.workspace.templates))
    complaints += program_complaints(present)
    return Checkup(campaigns=names, complaints=tuple(complaints), first=first, versions=present)


def _meant(request: Request) -> tuple[list[Complaint], tuple[str, ...]]:
    """Return the campaigns to look at, and what is wrong with the decisions that say when their rounds are."""
    project, name = request.workspace.project, request.campaign_name
    names = campaign_names(project)
    faults: list[Complaint] = []
    rounds = {}
    for code in names:
        try:
            rounds[code] = read_rounds_of(project, code)
        except ConfigurationError as error:
            faults += faults_of(error)
    if name is not None:
        return faults, (request.workspace.campaign_name(name, request.as_of),)
    if not names:
        no_campaign = Complaint(
            code="no-campaign",
            gravity=Gravity.STOPS,
            message="Chưa có đợt công tác nào: mỗi đợt là một thư mục có decision.yaml.",
            remedy="Chép thư mục của đợt vào, hoặc tạo dự án mới bằng: tonghop init THƯ_MỤC",
            place=FileLine(path=project / "catalogue"),
        )
        return [no_campaign], ()
    return faults, current_campaigns(rounds, request.as_of) if rounds else ()


def _schemas(project: Path) -> Iterator[Complaint]:
    try:
        read_schemas(project)
    except ConfigurationError as error:
        yield from faults_of(error)


def _campaign(project: Path, name: str) -> Iterator[Complaint]:
    """Give what is wrong with a campaign, else what is doubtful in it."""
    try:
        campaign = read_campaign(project, name)
        yield from campaign_complaints(project / "catalogue" / name, campaign)
        yield from _sheets(project, campaign)
    except ConfigurationError as error:
        yield from faults_of(error)
    except OperatorError as error:
        yield Complaint(
            code="unreadable-campaign", gravity=Gravity.STOPS, message=error.one_line, remedy="Kiểm tra thư mục ấy."
        )


def _sheets(project: Path, campaign: Campaign) -> Iterator[Complaint]:
    """Give what is wrong with the lists of a campaign and its changes to the sheets; those of all are judged apart."""
    try:
        read_schemas(project, campaign)
    except ConfigurationError as error:
        if (project / "catalogue") in error.path.parents:
            yield from faults_of(error)


def _old_places(first: FirstEdition) -> Iterator[Complaint]:
    for path in first.sources:
        yield Complaint(
            code="first-edition",
            gravity=Gravity.STOPS,
            message="Còn kết quả ở chỗ của phiên bản trước; các lệnh ghi kết quả dừng cho đến khi chuyển xong.",
            remedy="Chạy một lần: tonghop doctor --move",
            place=FileLine(path=path),
        )
    for unclear in first.unclear:
        yield Complaint(
            code="first-edition-unclear",
            gravity=Gravity.DOUBT,
            message=f"Để nguyên ở chỗ của phiên bản trước: {unclear.why}.",
            remedy="Tự chuyển sang outbox/ĐỢT/LẦN.",
            place=FileLine(path=unclear.path),
        )
