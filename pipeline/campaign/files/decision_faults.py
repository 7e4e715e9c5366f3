"""Faults of the decision that no schema of one file can tell: its rounds, and who is excused from what."""

from collections.abc import Iterator
from typing import Any

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.documents import (
    Documents,
    repeated,
    reporter_reference,
    reporting_group_reference,
    task_reference,
)
from pipeline.campaign.files.indicator_faults import listed_indicator_faults
from pipeline.rules import Rule, Severity
from pipeline.text import sentence, without_marks
from pipeline.yaml_files.faults import Fault, fault_at, rule_faults
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: Names of folders in the outbox that no round may take.
_RESERVED_ROUNDS = ("don-doc", "gui-bieu-mau", "ban-sua-tay")


def period_faults(documents: Documents) -> Iterator[Fault]:
    """Give what is wrong with the period, by which the tasks' dates are judged."""
    document = documents.decision
    period = document.data["decision"]["period"]
    if period["start"] > period["end"]:
        yield fault_at(document, ("decision", "period", "end"), "trước ngày đầu kỳ")
    if period.get("earliest", period["start"]) > period["start"]:
        yield fault_at(document, ("decision", "period", "earliest"), "sau ngày đầu kỳ")


def decision_faults(documents: Documents, campaign: str) -> Iterator[Fault]:
    """Give what is wrong within the decision and with what it names; `campaign` is the name of its folder."""
    document = documents.decision
    report = document.data["report"]
    if document.data["campaign"] != campaign:
        yield fault_at(document, ("campaign",), f"phải trùng tên thư mục «{campaign}»")
    kind = document.data["decision"]["kind"]
    if kind[:1].islower():
        yield fault_at(document, ("decision", "kind"), f"phải viết hoa chữ đầu: ghi «{sentence(kind)}»")
    if "articles" in document.data["decision"] and "sections" in document.data["decision"]:
        yield fault_at(
            document, ("decision", "sections"), "văn bản có điều (articles) hoặc mục (sections), không có cả hai"
        )
    if report["body"] not in documents.groups:
        yield fault_at(document, ("report", "body"), f"không có cơ quan mã «{report['body']}» trong agencies.csv")
    yield from repeated(document, ("rounds",))
    for position, round_ in enumerate(document.data["rounds"]):
        yield from _date_faults(documents, round_, ("rounds", position))
        yield from _narrowing_faults(documents, round_, ("rounds", position))
        yield from _own_indicator_faults(documents, round_, ("rounds", position))
    yield from _cause_faults(document)
    yield from _severity_faults(documents)
    yield from _record_references(documents)


def _date_faults(documents: Documents, round_: dict[str, Any], keys: KeyPath) -> Iterator[Fault]:
    document = documents.decision
    last_days = {other["code"]: other["last_day"] for other in document.data["rounds"]}
    if round_["code"] in _RESERVED_ROUNDS:
        yield fault_at(document, (*keys, "code"), "tên này dành cho một thư mục kết quả khác; chọn tên khác")
    if not round_["last_day"] < round_["deadline"]:
        reason = f"phải trước {round_['deadline']}, ngày ghi sau chữ «trước ngày» (deadline)"
        yield fault_at(document, (*keys, "last_day"), reason)
    for name in ("cut_off", "opens"):
        if round_[name] > round_["last_day"]:
            yield fault_at(document, (*keys, name), f"sau ngày cuối nhận báo cáo {round_['last_day']}")
    previous = round_.get("previous")
    if previous is not None and "/" in previous:
        return
    if previous is not None and previous not in last_days:
        yield fault_at(document, (*keys, "previous"), f"không có lần báo cáo mã «{previous}»")
    elif previous is not None and last_days[previous] >= round_["last_day"]:
        yield fault_at(document, (*keys, "previous"), f"«{previous}» không kết thúc trước lần báo cáo này")


def _narrowing_faults(documents: Documents, round_: dict[str, Any], keys: KeyPath) -> Iterator[Fault]:
    document = documents.decision
    if not round_.get("ad_hoc", False):
        for name in ("tasks", "groups", "agencies"):
            if name in round_:
                yield fault_at(document, (*keys, name), "chỉ lần báo cáo đột xuất (ad_hoc: true) được thu hẹp")
        if "reference" in round_:
            reason = (
                "chỉ lần báo cáo đột xuất (ad_hoc: true) có văn bản yêu cầu riêng; các lần khác theo văn bản của đợt"
            )
            yield fault_at(document, (*keys, "reference"), reason)
    for position, code in enumerate(round_.get("tasks", ())):
        yield from task_reference(document, (*keys, "tasks", position), code, documents.reportable)
    for position, code in enumerate(round_.get("agencies", ())):
        yield from reporter_reference(documents, document, (*keys, "agencies", position), code)
    for position, code in enumerate(round_.get("groups", ())):
        yield from reporting_group_reference(documents, document, (*keys, "groups", position), code)


def _own_indicator_faults(documents: Documents, round_: dict[str, Any], keys: KeyPath) -> Iterator[Fault]:
    """Give what is wrong with the indicators that one round alone asks for."""
    own: list[dict[str, Any]] = round_.get("indicators", [])
    if not own:
        return
    document, keys = documents.decision, (*keys, "indicators")
    yield from listed_indicator_faults(documents, document, keys, own, documents.indicators.data["indicators"])
    tasks = round_.get("tasks")
    for position, indicator in enumerate(own):
        if tasks is not None and indicator["task"] not in tasks:
            reason = f"nhiệm vụ «{indicator['task']}» không thuộc lần báo cáo này (tasks) nên không ai được hỏi"
            yield fault_at(document, (*keys, position, "task"), reason)


def _record_references(documents: Documents) -> Iterator[Fault]:
    document, reportable = documents.decision, documents.reportable
    codes = {round_["code"] for round_ in document.data["rounds"]}
    records: set[tuple[str | None, ...]] = set()
    for kind in ("waivers", "extensions"):
        for position, record in enumerate(document.data[kind]):
            keys: KeyPath = (kind, position)
            yield from reporter_reference(documents, document, (*keys, "agency"), record["agency"])
            if record["task"] is not None:
                yield from task_reference(document, (*keys, "task"), record["task"], reportable)
            if kind == "waivers" and record["round"] not in codes:
                yield fault_at(document, (*keys, "round"), f"không có lần báo cáo mã «{record['round']}»")
            if "rule" in record:
                yield from _rule_reference(document, (*keys, "rule"), record["rule"])
            key = (kind, record["agency"], record.get("round"), record["task"], record.get("rule"))
            if key in records:
                yield fault_at(document, keys, "lặp lại một mục ở trên cho cùng cơ quan và nhiệm vụ")
            records.add(key)


def _cause_faults(document: LocatedYaml) -> Iterator[Fault]:
    """Give what is wrong between the causes: each is told from the others by its code, its label and its keywords."""
    if "causes" not in document.data:
        return
    yield from repeated(document, ("causes",))
    owners: dict[tuple[str, str], str] = {}
    for position, cause in enumerate(document.data["causes"]):
        for name, texts in (("label", [cause["label"]]), ("keywords", cause.get("keywords", ()))):
            for text in texts:
                owner = owners.setdefault((name, without_marks(text)), cause["code"])
                if owner != cause["code"]:
                    reason = f"«{text}» đã dùng cho nguyên nhân «{owner}»; mỗi cách ghi chỉ thuộc một nguyên nhân"
                    yield fault_at(document, ("causes", position, name), reason)


def _severity_faults(documents: Documents) -> Iterator[Fault]:
    """Give what is wrong with the rules that are to be warnings in this campaign."""
    document = documents.decision
    for code in document.data.get("rule_severities", {}):
        keys: KeyPath = ("rule_severities", code)
        faults = list(_rule_reference(document, keys, code))
        yield from faults
        if not faults and Rule.of(code).severity is Severity.WARNING:
            yield fault_at(document, keys, "quy tắc này vốn chỉ là lưu ý")


def _rule_reference(document: LocatedYaml, keys: KeyPath, code: str) -> Iterator[Fault]:
    """Give the fault of a reference to a rule that is not there, or of which nothing can be excused."""
    unknown = list(rule_faults(document, keys, code))
    yield from unknown
    if not unknown and not Rule.of(code).excusable:
        reason = f"quy tắc «{code}» không miễn, không hạ mức được: giá trị vi phạm không dùng được"
        yield fault_at(document, keys, reason)


def record_faults(documents: Documents, campaign: Campaign) -> Iterator[Fault]:
    """Give the waivers and extensions that change nothing: nothing is owed, or the date is no later."""
    if not campaign.waivers and not campaign.extensions:
        return
    document = documents.decision
    owed = {
        round_.code: {(part.agency, part.task) for part in assignments(campaign, round_)} for round_ in campaign.rounds
    }
    for position, waiver in enumerate(campaign.waivers):
        if not any(agency == waiver.agency and waiver.task in {None, task} for agency, task in owed[waiver.round]):
            reason = "cơ quan không được giao việc này trong lần báo cáo ấy nên không có gì để miễn"
            yield fault_at(document, ("waivers", position), reason)
    for position, extension in enumerate(campaign.extensions):
        limit = campaign.task_by_code[extension.task].time_limit
        if limit is None or limit.due is None:
            reason = f"nhiệm vụ {extension.task} không có ngày đến hạn nên không gia hạn được"
            yield fault_at(document, ("extensions", position, "task"), reason)
        elif extension.due <= limit.due:
            reason = f"phải sau hạn của nhiệm vụ ({limit.due})"
            yield fault_at(document, ("extensions", position, "due"), reason)
        if not any((extension.agency, extension.task) in parts for parts in owed.values()):
            reason = "cơ quan không được giao nhiệm vụ này nên không có gì để gia hạn"
            yield fault_at(document, ("extensions", position), reason)
