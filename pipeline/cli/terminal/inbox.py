"""What is said before anything else: which round is meant, and loudly that the inbox lacks what should be there."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import wrapped
from pipeline.intake.files.folder import shown_path

if TYPE_CHECKING:
    from pipeline.campaign.decision import Campaign
    from pipeline.intake.files.remote import Inbox
    from pipeline.reports.outbox.lost import LostReturn
    from pipeline.run import Run
    from pipeline.workspace import Request


def empty_inbox_lines(run: "Run", inbox: "Inbox") -> Iterator[str]:
    """Yield that there is nothing to consolidate, where that is so."""
    if not run.has_returns:
        yield from wrapped(
            f"CHÚ Ý: thư mục nhận {inbox} trống, không có báo cáo nào. Mọi cơ quan đều tính là chưa báo cáo; "
            "nếu báo cáo nằm ở chỗ khác, hãy chỉ rõ bằng --inbox.",
            indent="",
        )
        yield ""


def lost_lines(lost: "Sequence[LostReturn]", campaign: "Campaign") -> Iterator[str]:
    """Yield the agencies whose used return is gone, each with the file that it was."""
    if lost:
        names = {agency.code: agency.name for agency in campaign.agencies}
        yield from wrapped(
            f"CHÚ Ý: {len(lost)} cơ quan có báo cáo đã dùng ở lần tổng hợp trước, nay không còn bản nào dùng được:",
            indent="",
        )
        for lost_return in lost:
            yield from wrapped(f"{names.get(lost_return.agency, lost_return.agency)}: {shown_path(lost_return.path)}")
        yield ""


def meant_lines(request: "Request", run: "Run") -> Iterator[str]:
    """Yield campaign and round where the project holds several campaigns, and the ad hoc rounds that were passed over."""
    meant = run.round
    if request.workspace.other_campaigns(run.campaign):
        yield from wrapped(
            f"Đợt công tác {run.campaign.decision.campaign}, {meant.name} (--round {meant.code})", indent=""
        )
    if request.round_code is None:
        opened = (round_ for round_ in run.campaign.rounds if round_.ad_hoc and meant.opens < round_.opens <= run.as_of)
        for round_ in opened:
            yield from wrapped(f"Lần {round_.name} cũng đã mở: thêm --round {round_.code} để xem.", indent="")
