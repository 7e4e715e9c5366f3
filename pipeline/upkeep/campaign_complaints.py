"""What is missing or doubtful in the data of a campaign that can be read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.campaign.agencies import Agency, Verification
from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.register_file import read_register_file
from pipeline.reports.letters.mail import address_of
from pipeline.upkeep.complaint import Complaint, FileLine, Gravity
from pipeline.yaml_files.located import KeyPath, LocatedYaml, read_located_yaml

#: What stands in the files of an empty campaign where something is to be filled in.
_TO_FILL_IN = "<điền"
#: Of each blank that the reports leave: its code, the field, what must stand there, what is said and what to do.
_OF_DECISION: tuple[tuple[str, KeyPath, str, str, str], ...] = (
    ("no-number", ("decision", "number"), r"\S", "Chưa có số của văn bản giao việc.", 'Ghi số, ví dụ "2988".'),
    ("no-date", ("decision", "issued_on"), r"\S", "Chưa có ngày của văn bản giao việc.", "Ghi ngày: năm-tháng-ngày."),
    ("no-signer", ("report", "signer", "name"), r"\S", "Chưa có tên người ký báo cáo.", "Ghi họ tên người ký."),
    (
        "no-contact",
        ("report", "contact"),
        r"\d{3}|@",
        "Chưa có điện thoại hay địa chỉ thư của đầu mối để cơ quan hỏi.",
        "Ghi họ tên, điện thoại.",
    ),
    (
        "no-return-address",
        ("report", "return_address"),
        "@",
        "Chưa có địa chỉ thư nhận báo cáo.",
        "Ghi địa chỉ thư mà các cơ quan gửi báo cáo về.",
    ),
)


def campaign_complaints(folder: Path, campaign: Campaign) -> Iterator[Complaint]:
    """Give what is missing or doubtful in the files of a campaign's folder; `campaign` is what they hold.

    Raises: ConfigurationError where a file can no longer be read.
    """
    decision = read_located_yaml(folder / "decision.yaml")
    register = read_register_file(folder / "agencies.csv")
    tasks = read_located_yaml(folder / "tasks.yaml")
    others = [
        read_located_yaml(path) for path in sorted(folder.glob("*.yaml")) if path not in {decision.path, tasks.path}
    ]
    for document in (decision, tasks, register, *others):
        yield from _unfilled(document)
    yield from _decision(decision)
    yield from _register(register, campaign)
    yield from _assignments(tasks)


def has_blanks(folder: Path) -> bool:
    """Return whether something is still to be filled in in the files of a campaign's folder."""
    files = [*folder.glob("*.yaml"), folder / "agencies.csv"]
    lines = (line.partition(" #")[0] for path in files for line in path.read_text("utf-8", "replace").splitlines())
    return any(_TO_FILL_IN in line and not line.startswith("#") for line in lines)


def _unfilled(document: LocatedYaml) -> Iterator[Complaint]:
    """Give the values that still hold the words of an empty campaign."""
    for keys, text in _texts(document.data, ()):
        if _TO_FILL_IN in text:
            yield Complaint(
                code="to-fill-in",
                gravity=Gravity.STOPS,
                message=f"Chưa điền: {text}",
                remedy="Thay bằng nội dung của văn bản.",
                place=_place(document, keys),
            )


def _texts(value: Any, keys: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        if isinstance(child, str):
            yield (*keys, key), child
        else:
            yield from _texts(child, (*keys, key))


def _decision(document: LocatedYaml) -> Iterator[Complaint]:
    """Give what the reports leave a blank for, and contacts by which nobody can be reached."""
    for code, keys, pattern, message, remedy in _OF_DECISION:
        value: Any = document.data
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        parts = value.values() if isinstance(value, dict) else [value]
        if not re.search(pattern, " ".join(str(part) for part in parts if part)):
            yield Complaint(
                code=code, gravity=Gravity.DOUBT, message=message, remedy=remedy, place=_place(document, keys)
            )


def _register(document: LocatedYaml, campaign: Campaign) -> Iterator[Complaint]:
    """Give the agencies that cannot be written to, that nobody checked, and whose contact nobody confirmed."""
    reporting = [(position, agency) for position, agency in enumerate(campaign.agencies) if agency.reports]

    def about(code: str, agencies: list[tuple[int, Agency]], message: str, remedy: str) -> Iterator[Complaint]:
        if agencies:
            yield Complaint(
                code=code,
                gravity=Gravity.DOUBT,
                message=message.format(count=len(agencies), of=len(reporting)),
                remedy=remedy,
                place=_place(document, (agencies[0][0],)),
                agencies=tuple(agency.code for _, agency in agencies),
            )

    for remark in campaign.remarks:
        yield Complaint(
            code="register-remark",
            gravity=Gravity.DOUBT,
            message=remark,
            remedy="Sửa ô ấy trong agencies.csv.",
            place=FileLine(path=document.path),
        )
    yield from about(
        "no-address",
        [(position, agency) for position, agency in reporting if address_of(agency) is None],
        "{count}/{of} cơ quan chưa có địa chỉ thư dùng được nên không soạn được thư nháp.",
        "Ghi cột email, hoặc lấy từ danh bạ, từ báo cáo đã nhận bằng: tonghop catalogue addresses",
    )
    yield from about(
        "unconfirmed-contact",
        [(position, agency) for position, agency in reporting if agency.has_unconfirmed_contact],
        "{count}/{of} cơ quan có liên hệ chưa xác nhận.",
        "Đối chiếu với cơ quan rồi xóa câu «Liên hệ chưa xác nhận …» ở cột note.",
    )
    yield from about(
        "unverified-agency",
        [(position, agency) for position, agency in reporting if agency.verified is not Verification.YES],
        "{count}/{of} cơ quan chưa được đối chiếu với văn bản.",
        "Đối chiếu rồi ghi yes ở cột verified, tên văn bản ở cột source.",
    )
    yield from about(
        "cut-telephone",
        [
            (position, agency)
            for position, agency in enumerate(campaign.agencies)
            if document.data[position]["phone"] != agency.phone
        ],
        "{count} cơ quan có số điện thoại bị bảng tính bỏ mất số 0 hoặc dấu + ở đầu; chương trình đã hiểu lại cho đủ.",
        "Sửa cột phone trong agencies.csv; trong bảng tính để cột này dạng Văn bản trước khi gõ.",
    )


def _assignments(document: LocatedYaml) -> Iterator[Complaint]:
    """Give the words of the decision that were read in one of several ways, or name nobody of the register."""
    for position, task in enumerate(document.data["tasks"]):
        for part in ("lead", "coordinators"):
            for index, selector in enumerate(task.get(part, {}).get("selectors", ())):
                place = _place(document, ("tasks", position, part, "selectors", index))
                if "text" in selector:
                    yield Complaint(
                        code="unregistered-body",
                        gravity=Gravity.DOUBT,
                        message=f"Nhiệm vụ {task['code']}: «{selector['text']}» không có trong danh sách, vì thế không phải gửi gì.",
                        remedy="Nếu phải báo cáo thì thêm vào agencies.csv rồi ghi agency: MÃ.",
                        place=place,
                    )
                if "note" in selector:
                    yield Complaint(
                        code="ambiguous-assignment",
                        gravity=Gravity.DOUBT,
                        message=f"Nhiệm vụ {task['code']}, phân công hiểu được nhiều cách: {selector['note']}",
                        remedy="Hỏi cơ quan ban hành; sửa selectors nếu hiểu khác, bỏ note khi đã rõ.",
                        place=place,
                    )


def _place(document: LocatedYaml, keys: KeyPath) -> FileLine:
    return FileLine(path=document.path, line=document.line(keys))
