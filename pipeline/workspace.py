"""The project folder, where everything of a campaign lies, and what a command is asked to do with it."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.current import current_campaigns
from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import campaign_names, read_campaign, read_rounds_of
from pipeline.campaign.register import why_not_asked
from pipeline.campaign.rounds import Round
from pipeline.errors import OperatorError
from pipeline.forms.schema.loading import read_schemas
from pipeline.round_inputs import RoundInputs
from pipeline.text import folded

if TYPE_CHECKING:
    from pipeline.intake.files.remote import Inbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A project folder: any folder holding `catalogue/`."""

    project: Path

    @property
    def inbox(self) -> Path:
        """Return where returns are dropped; only read."""
        return self.project / "inbox"

    @property
    def outbox(self) -> Path:
        """Return where everything generated from the inbox goes."""
        return self.project / "outbox"

    @property
    def templates(self) -> Path:
        """Return where the workbooks go, in one folder a campaign and one a round below it."""
        return self.project / "templates" / "xlsx"

    def review(self, campaign: str) -> Path:
        """Return where the coordinator's workbooks of a campaign lie, one a round."""
        return self.project / "review" / campaign

    def review_folder(self) -> Path | None:
        """Return the folder of those workbooks, which is made where it is missing; None where it cannot be."""
        folder = self.project / "review"
        try:
            folder.mkdir(exist_ok=True)
        except OSError:
            return None
        return folder

    def campaign_name(self, name: str | None, as_of: date) -> str:
        """Return the name of a campaign that is there: the one that is named, else the one that is meant on a day.

        Raises: OperatorError when the folder is no project, there is no such campaign, or it is not clear which is meant.
        """
        if not (self.project / "catalogue").is_dir():
            raise OperatorError(
                f"Thư mục {self.project} không phải thư mục dự án (thiếu catalogue/). "
                "Hãy chạy lệnh trong thư mục dự án hoặc chỉ rõ bằng --project THƯ_MỤC."
            )
        names = campaign_names(self.project)
        if name is not None and name not in names:
            raise OperatorError(
                f"Không có đợt công tác «{name}» trong {self.project / 'catalogue'}; hiện có: {_listed(names)}."
            )
        if name is not None:
            return name
        if not names:
            raise OperatorError(
                f"Trong {self.project / 'catalogue'} chưa có đợt công tác nào: mỗi đợt là một thư mục có "
                "decision.yaml; chép thư mục của đợt vào hoặc chỉ rõ thư mục dự án bằng --project."
            )
        if len(names) > 1:
            names = current_campaigns({name: read_rounds_of(self.project, name) for name in names}, as_of)
        if len(names) != 1:
            raise OperatorError(
                f"Chưa rõ lệnh này dành cho đợt công tác nào: {_listed(names)}. Hãy chỉ rõ bằng --campaign TÊN."
            )
        return names[0]

    def campaign(self, name: str | None, as_of: date) -> Campaign:
        """Read the campaign that is named, else the one that is meant on a day.

        Raises: OperatorError as `campaign_name` does, or when a file of it has a mistake.
        """
        return read_campaign(self.project, self.campaign_name(name, as_of))

    def round_inputs(self, campaign: str | None, code: str | None, *, as_of: date) -> RoundInputs:
        """Read a campaign and the schemas of its forms, and choose the round.

        Raises: OperatorError when there is no such campaign or round, or a file has a mistake.
        """
        read = self.campaign(campaign, as_of)
        round_ = round_of(read, code, as_of)
        return RoundInputs(campaign=read, round=round_, schemas=read_schemas(self.project, read), as_of=as_of)

    def other_campaigns(self, campaign: Campaign) -> frozenset[str]:
        """Return the codes of the project's other campaigns, whose returns may lie in the same inbox."""
        return frozenset(campaign_names(self.project)) - {campaign.decision.campaign}

    def campaigns_with(self, code_or_name: str) -> tuple[str, ...]:
        """Return the campaigns that have an agency of this code or name in their registers, as far as they can be read."""
        names: list[str] = []
        for name in campaign_names(self.project):
            with suppress(OperatorError):
                if _named(read_campaign(self.project, name), code_or_name):
                    names.append(name)
        return tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What every command is asked for: a round of a campaign as of a day, and where its returns and outputs lie."""

    workspace: Workspace
    #: Name of the folder in `catalogue/`; None: the one that is meant on the day `as_of`.
    campaign_name: str | None = None
    #: None: the latest regular round that has opened by `as_of`.
    round_code: str | None = None
    as_of: date
    inbox: "Inbox"
    #: The base of the outbox, which holds a folder for each campaign.
    outbox: Path

    def read_round_inputs(self) -> RoundInputs:
        """Read the campaign and the schemas, and choose the round.

        Raises: OperatorError when the folder is no project, there is no such campaign or round, or a file has a mistake.
        """
        return self.workspace.round_inputs(self.campaign_name, self.round_code, as_of=self.as_of)


def _listed(names: Collection[str]) -> str:
    return ", ".join(names) or "catalogue/ chưa có đợt nào"


def round_of(campaign: Campaign, code: str | None, as_of: date) -> Round:
    """Return the round of a code; without one, the latest regular round that has opened by the as-of date.

    Raises: OperatorError when there is no such round.
    """
    if code is not None:
        if code not in campaign.round_by_code:
            choices = ", ".join(round_.code for round_ in campaign.rounds)
            raise OperatorError(
                f"Không có lần báo cáo «{code}» trong đợt {campaign.decision.campaign}; hãy chọn: {choices}."
            )
        return campaign.round_by_code[code]
    regular = [round_ for round_ in campaign.rounds if not round_.ad_hoc] or list(campaign.rounds)
    return max(
        (round_ for round_ in regular if round_.opens <= as_of), key=lambda round_: round_.opens, default=regular[0]
    )


def agency_of(campaign: Campaign, round_: Round, code_or_name: str, *, elsewhere: Sequence[str] = ()) -> str:
    """Return the code of the agency that a user names by its code, its name or an alias, case aside.

    `elsewhere` are the campaigns of the project that have such an agency.

    Raises: OperatorError when there is none, or it does not report in the round.
    """
    matches, text = _named(campaign, code_or_name), folded(code_or_name)
    if not matches and elsewhere:
        options = " hay ".join(f"--campaign {name}" for name in elsewhere)
        raise OperatorError(
            f"Đợt công tác {campaign.decision.campaign} không có cơ quan «{code_or_name}»; cơ quan này ở đợt khác: thêm {options}."
        )
    if not matches:
        near = get_close_matches(text, [folded(agency.name) for agency in campaign.agencies], n=1)
        names = [f"{agency.name} ({agency.code})" for agency in campaign.agencies if folded(agency.name) in near]
        remedy = f" Có phải là {names[0]}?" if names else " Xem cột code, name của agencies.csv."
        raise OperatorError(f"Không có cơ quan nào mang mã hay tên «{code_or_name}».{remedy}")
    if matches[0] not in owing_agencies(campaign, round_):
        reason = why_not_asked(campaign, matches[0], round_)
        raise OperatorError(
            f"{matches[0].name} không phải báo cáo {round_.name} nên không có ô nào trong ma trận: {reason}."
        )
    return matches[0].code


def task_of(campaign: Campaign, code: str) -> str:
    """Return the code of the task on which agencies report that a user names, case aside where that is clear.

    Raises: OperatorError when there is none.
    """
    codes = [task.code for task in campaign.reportable_tasks]
    alike = [other for other in codes if folded(other) == folded(code)]
    if code in codes or len(alike) == 1:
        return code if code in codes else alike[0]
    raise OperatorError(f"Không có nhiệm vụ báo cáo mang mã «{code}»; hãy chọn: {', '.join(codes)}.")


def _named(campaign: Campaign, code_or_name: str) -> list[Agency]:
    """Return the agencies of a code, a name or an alias, case aside."""
    text = folded(code_or_name)
    return [
        agency
        for agency in campaign.agencies
        if text in {folded(agency.code), folded(agency.name), *(folded(alias) for alias in agency.aliases)}
    ]


def owing_agencies_of(campaign: Campaign, round_: Round, codes: Collection[str]) -> list[Agency]:
    """Return the agencies that owe a return in a round: those of the codes, or all where no code is given.

    Raises: OperatorError for a code that is none of theirs.
    """
    agencies = owing_agencies(campaign, round_)
    unknown = sorted(set(codes) - {agency.code for agency in agencies})
    registered = [campaign.agency_by_code[code] for code in unknown if code in campaign.agency_by_code]
    if unknown:
        reasons = "; ".join(f"{agency.name}: {why_not_asked(campaign, agency, round_)}" for agency in registered)
        raise OperatorError(
            f"Không có cơ quan báo cáo mang mã {', '.join(unknown)} trong {round_.name}"
            f"{f' ({reasons})' if reasons else ''}; xem cột code của agencies.csv."
        )
    return [agency for agency in agencies if not codes or agency.code in codes]
