"""The register over time: who stands for an agency on a day, and what changed between two days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.campaign.agencies import Agency
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.values import date_text


class ChangeKind(StrEnum):
    """What happened to agencies of the register."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    DISSOLVED = "dissolved"
    NEW = "new"

    @property
    def label(self) -> str:
        """Return the words users see."""
        return {
            "renamed": "Đổi tên",
            "merged": "Sáp nhập",
            "split": "Chia tách",
            "dissolved": "Kết thúc hoạt động",
            "new": "Thành lập mới",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChange:
    """One change between two days; the codes stand in the register's order."""

    kind: ChangeKind
    #: Codes of those that ended, at a merger also of who took over and stays; none for a new agency.
    before: tuple[str, ...]
    #: Codes of those that exist since; none where nobody took over.
    after: tuple[str, ...]


def heirs(campaign: Campaign, code: str, day: date) -> tuple[str, ...]:
    """Return the codes of the agencies that stand for a code on a day: itself, or those that took over its tasks."""
    agency = campaign.agency_by_code.get(code)
    if agency is None:
        # A campaign reduced to a part of its register; a file with an unknown code has been refused on reading.
        return ()
    if agency.active and agency.exists_on(day):
        return (code,)
    codes = (heir for successor in agency.successors for heir in heirs(campaign, successor, day))
    return tuple(dict.fromkeys(codes))


def why_not_asked(campaign: Campaign, agency: Agency, round_: Round) -> str:
    """Return why an agency of the register owes nothing in a round, as it stands inside a sentence."""
    if not agency.active:
        return "danh sách cơ quan ghi là không dùng (active = no)"
    if not agency.group.reports:
        return f"khối {agency.group.name} không báo cáo"
    if agency.valid_from is not None and agency.valid_from > round_.last_day:
        return f"cơ quan thành lập ngày {date_text(agency.valid_from)}, sau hạn gửi báo cáo"
    if agency.valid_to is not None and agency.valid_to < round_.last_day:
        names = [campaign.agency_by_code[code].name for code in heirs(campaign, agency.code, round_.last_day)]
        instead = f", {' và '.join(names)} báo cáo thay" if names else ""
        return f"cơ quan chỉ hoạt động đến hết ngày {date_text(agency.valid_to)}{instead}"
    return "lần báo cáo này không hỏi cơ quan"


def register_changes(campaign: Campaign, *, since: date, until: date) -> tuple[RegisterChange, ...]:
    """Return what changed among the reporting agencies from one day to a later one, in the register's order.

    Only days count (`valid_from`, `valid_to`): an agency that is switched off (`active`) is as if it had never been there.
    """
    reporting = campaign.reporting_agencies
    ended = [agency for agency in reporting if agency.exists_on(since) and not agency.exists_on(until)]
    heirs_of = {agency.code: heirs(campaign, agency.code, until) for agency in ended}
    changes = [_change_of(agency, heirs_of, since, campaign) for agency in ended]
    inherited = {heir for codes in heirs_of.values() for heir in codes}
    changes += [
        RegisterChange(kind=ChangeKind.NEW, before=(), after=(agency.code,))
        for agency in reporting
        if agency.exists_on(until) and not agency.exists_on(since) and agency.code not in inherited
    ]
    order = {agency.code: position for position, agency in enumerate(campaign.agencies)}
    return tuple(sorted(dict.fromkeys(changes), key=lambda change: order[(change.before or change.after)[0]]))


def _change_of(agency: Agency, heirs_of: dict[str, tuple[str, ...]], since: date, campaign: Campaign) -> RegisterChange:
    """Return what happened to an agency that no longer exists; the same value for all that went into one merger."""
    after = heirs_of[agency.code]
    if not after:
        return RegisterChange(kind=ChangeKind.DISSOLVED, before=(agency.code,), after=())
    if len(after) > 1:
        return RegisterChange(kind=ChangeKind.SPLIT, before=(agency.code,), after=after)
    (heir,) = after
    before = tuple(
        other.code
        for other in campaign.agencies
        if heirs_of.get(other.code) == after or (other.code == heir and other.exists_on(since))
    )
    kind = ChangeKind.MERGED if len(before) > 1 else ChangeKind.RENAMED
    return RegisterChange(kind=kind, before=before, after=after)
