"""The project folder: where everything of a campaign lies."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import campaign_names, read_campaign
from pipeline.campaign.rounds import Round
from pipeline.errors import OperatorError
from pipeline.text import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A project folder holding `catalogue/` and `schemas/`."""

    project: Path

    @property
    def inbox(self) -> Path:
        """Return where returns are dropped; only read."""
        return self.project / "inbox"

    @property
    def outbox(self) -> Path:
        """Return where everything generated from the inbox goes."""
        return self.project / "outbox"

    def templates(self, round_: Round) -> Path:
        """Return where the workbooks of a round go."""
        return self.project / "templates" / "xlsx" / round_.code

    def campaign(self, name: str | None) -> Campaign:
        """Read the campaign of a name, or the only one there is.

        Raises: OperatorError when the folder is no project, or the name is not clear.
        """
        for part in ("catalogue", "schemas"):
            if not (self.project / part).is_dir():
                raise OperatorError(
                    f"Thư mục {self.project} không phải thư mục dự án (thiếu {part}/). "
                    "Hãy chạy lệnh trong thư mục dự án hoặc chỉ rõ bằng --project THƯ_MỤC."
                )
        names = campaign_names(self.project)
        if name is None:
            if len(names) != 1:
                listed = ", ".join(names) or "chưa có đợt nào"
                raise OperatorError(f"Cần chỉ rõ đợt công tác bằng --campaign TÊN (trong catalogue/ có: {listed}).")
            name = names[0]
        return read_campaign(self.project, name)


def round_of(campaign: Campaign, code: str | None, as_of: date) -> Round:
    """Return the round of a code; without one, the latest regular round that has opened by the as-of date.

    Raises: OperatorError when there is no such round.
    """
    if code is not None:
        if code not in campaign.round_by_code:
            listed = ", ".join(round_.code for round_ in campaign.rounds)
            raise OperatorError(
                f"Không có lần báo cáo «{code}» trong đợt {campaign.decision.campaign}; hãy chọn: {listed}."
            )
        return campaign.round_by_code[code]
    regular = [round_ for round_ in campaign.rounds if not round_.ad_hoc] or list(campaign.rounds)
    return max(
        (round_ for round_ in regular if round_.opens <= as_of), key=lambda round_: round_.opens, default=regular[0]
    )


def agency_of(campaign: Campaign, given: str) -> str:
    """Return the code of the agency that a user names by its code, its name or an alias, case aside.

    Raises: OperatorError when there is none, or it does not report.
    """
    wanted = folded(given)
    found = [
        agency
        for agency in campaign.agencies
        if wanted in {folded(agency.code), folded(agency.name), *(folded(alias) for alias in agency.aliases)}
    ]
    if not found:
        near = get_close_matches(wanted, [folded(agency.name) for agency in campaign.agencies], n=1)
        names = [f"{agency.name} ({agency.code})" for agency in campaign.agencies if folded(agency.name) in near]
        remedy = f" Có phải là {names[0]}?" if names else " Xem cột code, name của agencies.csv."
        raise OperatorError(f"Không có cơ quan nào mang mã hay tên «{given}».{remedy}")
    if not found[0].reports:
        raise OperatorError(f"{found[0].name} không phải báo cáo nên không có ô nào trong ma trận.")
    return found[0].code
