"""What catalogue addresses prints: what the register took, what differs, what could not be used."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import wrapped

if TYPE_CHECKING:
    from pipeline.upkeep.addresses import Addresses


def address_lines(addresses: "Addresses") -> Iterator[str]:
    """Yield what became of every contact, each with its source."""
    from pipeline.upkeep.contacts import LABELS

    agencies = {record.agency.code for record in addresses.taken}
    if agencies:
        yield f"Đã ghi liên hệ chưa xác nhận của {len(agencies)} cơ quan vào {addresses.register}:"
    else:
        yield f"Không có liên hệ mới để ghi vào {addresses.register}."
    for record in addresses.taken:
        values = "; ".join(f"{LABELS[column]} {text}" for column, text in record.values.items())
        yield from _item(f"{record.agency.name} ({record.agency.code}): {values} [{record.source}]")
    if addresses.differing:
        yield f"Khác với danh sách, không ghi ({len(addresses.differing)}):"
    for other in addresses.differing:
        yield from _item(
            f"{other.agency.name} ({other.agency.code}), {LABELS[other.column]}: danh sách ghi {other.ours}, "
            f"nơi khác ghi {other.theirs} [{other.source}]"
        )
    if addresses.unusable:
        yield f"Không dùng được ({len(addresses.unusable)}):"
    for unusable in addresses.unusable:
        yield from _item(f"{unusable.text}: {unusable.why} [{unusable.source}]")
    if addresses.same:
        yield f"Giống danh sách: {addresses.same}."
    if agencies:
        yield from wrapped(
            "Thư nháp cho các địa chỉ này nằm riêng trong don-doc/LẦN/chua-xac-nhan. Đối chiếu xong thì xóa câu «Liên hệ chưa "
            "xác nhận …» ở cột note của agencies.csv.",
            indent="",
        )


def _item(text: str) -> Iterator[str]:
    yield from wrapped(f"- {text}", indent="  ", hanging="    ")
