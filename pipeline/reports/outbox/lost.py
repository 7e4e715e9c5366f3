"""Agencies whose return an earlier consolidation used and of which the inbox now holds no usable return."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.errors import OperatorError
from pipeline.intake.received import Verdict
from pipeline.reports.outbox.record import MANIFEST, read_record


@dataclass(frozen=True, slots=True, kw_only=True)
class LostReturn:
    """A return that was used before, and its agency's only one."""

    agency: str
    #: Where it lay in the inbox.
    path: str


def lost_returns(results: Path, *, usable: Collection[str], owing: Collection[str]) -> tuple[LostReturn, ...]:
    """Return what is gone since the results of a round were written; nothing where their manifest cannot be read.

    Args:
        results: the folder of the round in the outbox.
        usable: the agencies of which the inbox holds a usable return now, whatever its name.
        owing: the agencies that owe a return; one that has left the register is no loss.
    """
    account = read_record(results / MANIFEST)
    files = account.get("files") if account is not None else None
    before: dict[str, str] = {}
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict) and file.get("verdict") in {Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_PROBLEMS}:
            before.setdefault(str(file.get("agency")), str(file.get("path")))
    return tuple(
        LostReturn(agency=agency, path=path)
        for agency, path in before.items()
        if agency in owing and agency not in usable
    )


class LostReturnsError(OperatorError):
    """Returns that were used before are lost, so that nothing was written."""

    exit_code = 5

    def __init__(self, lost: tuple[LostReturn, ...], campaign: Campaign) -> None:
        self.lost = lost
        self.campaign = campaign
        super().__init__(
            f"{len(lost)} cơ quan đã có báo cáo ở lần tổng hợp trước, nay thư mục nhận không còn báo cáo nào dùng được của họ; "
            "chưa ghi gì, kết quả lần trước vẫn giữ nguyên. Hãy đặt lại các tệp còn thiếu; "
            "nếu đúng là bỏ các báo cáo ấy thì chạy: tonghop consolidate --allow-missing"
        )
