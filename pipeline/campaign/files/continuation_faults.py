"""Faults of what goes on with another campaign of the project: its round, its tasks, its indicators."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.yaml_files.faults import Fault, fault_at
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: Reads one file of a campaign, judged by its schema: (folder of the campaign, name of the file).
ReadDocument = Callable[[Path, str], LocatedYaml]


def round_continuation_faults(decision: LocatedYaml, folder: Path, read: ReadDocument) -> Iterator[Fault]:
    """Give the rounds whose `previous` names no round of another campaign, or one that is not over by then."""
    for position, round_ in enumerate(decision.data["rounds"]):
        campaign, _, code = round_.get("previous", "").rpartition("/")
        if not campaign:
            continue
        keys: KeyPath = ("rounds", position, "previous")
        if campaign == folder.name:
            yield fault_at(decision, keys, f"là lần báo cáo của chính đợt này; chỉ ghi «{code}»")
            continue
        other = folder.parent / campaign
        if not (other / "decision.yaml").is_file():
            reason = f"không có đợt công tác «{campaign}» trong {folder.parent.name}/; chép thư mục của đợt ấy vào hoặc bỏ mục này"
            yield fault_at(decision, keys, reason)
            continue
        last_days = {entry["code"]: entry["last_day"] for entry in read(other, "decision.yaml").data["rounds"]}
        if code not in last_days:
            yield fault_at(
                decision, keys, f"đợt «{campaign}» không có lần báo cáo mã «{code}»; có: {', '.join(last_days)}"
            )
        elif last_days[code] >= round_["last_day"]:
            yield fault_at(decision, keys, f"«{campaign}/{code}» không kết thúc trước lần báo cáo này")


def task_continuation_faults(
    tasks: LocatedYaml, decision: LocatedYaml, folder: Path, read: ReadDocument
) -> Iterator[Fault]:
    """Give the tasks that go on with none of another campaign's, or with one that another task goes on with."""
    others: dict[str, dict[str, Any]] = {}
    for campaign in _campaigns(decision):
        for task in read(folder.parent / campaign, "tasks.yaml").data["tasks"]:
            if task.get("reportable", True):
                others[f"{campaign}/{task['code']}"] = task
    yield from _faults(tasks, ("tasks",), decision, others, "nhiệm vụ")


def indicator_continuation_faults(
    indicators: LocatedYaml, keys: KeyPath, decision: LocatedYaml, folder: Path, read: ReadDocument
) -> Iterator[Fault]:
    """Give the indicators, of the list to which `keys` lead, that go on with none of another campaign's, or with another unit."""
    others: dict[str, dict[str, Any]] = {}
    for campaign in _campaigns(decision):
        for indicator in read(folder.parent / campaign, "indicators.yaml").data["indicators"]:
            others[f"{campaign}/{indicator['code']}"] = indicator
    yield from _faults(indicators, keys, decision, others, "chỉ tiêu")
    entries: Any = indicators.data
    for key in keys:
        entries = entries[key]
    for position, entry in enumerate(entries):
        other = others.get(entry.get("continues", ""))
        if other is not None and other["unit"] != entry["unit"]:
            reason = f"«{entry['continues']}» có đơn vị tính khác ({other['unit']}) nên không so được"
            yield fault_at(indicators, (*keys, position, "continues"), reason)


def _campaigns(decision: LocatedYaml) -> list[str]:
    """Return the other campaigns that rounds follow."""
    named = (round_.get("previous", "").rpartition("/")[0] for round_ in decision.data["rounds"])
    return list(dict.fromkeys(campaign for campaign in named if campaign))


def _faults(
    document: LocatedYaml, keys: KeyPath, decision: LocatedYaml, others: dict[str, dict[str, Any]], noun: str
) -> Iterator[Fault]:
    entries: Any = document.data
    for key in keys:
        entries = entries[key]
    campaigns, owners = _campaigns(decision), dict[str, str]()
    for position, entry in enumerate(entries):
        continued = entry.get("continues")
        if continued is None:
            continue
        place = (*keys, position, "continues")
        campaign, _, code = continued.partition("/")
        owner = owners.setdefault(continued, entry["code"])
        if campaign not in campaigns:
            reason = f"không lần báo cáo nào (previous trong decision.yaml) so với đợt «{campaign}»"
            yield fault_at(document, place, reason)
        elif continued not in others:
            yield fault_at(document, place, f"đợt «{campaign}» không có {noun} mã «{code}»")
        elif owner != entry["code"]:
            yield fault_at(document, place, f"«{owner}» đã tiếp nối {noun} này")
