"""Statements that contradict each other: inside one return, against the round before, between agencies."""

from collections.abc import Iterable, Mapping

from pipeline.reports.extent import most_listed
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import enumeration, number
from pipeline.rules import Rule

#: Rules that find two statements of one return that cannot both be right, with the words for them.
_INSIDE = {
    Rule.PERCENT_AGAINST_STATUS: "tỷ lệ hoàn thành không phù hợp với trạng thái",
    Rule.RESULT_AGAINST_STATUS: "có kết quả thực hiện nhưng trạng thái là chưa thực hiện",
    Rule.COMPLETED_AFTER_REPORT: "ngày hoàn thành sau ngày báo cáo",
    Rule.DATE_AGAINST_STATUS: "có ngày hoàn thành nhưng trạng thái là chưa hoàn thành",
    Rule.PART_EXCEEDS_WHOLE: "số thành phần lớn hơn tổng số ở chỉ tiêu",
}
#: The same between the status of a task and the list that measures it, with the words around the noun of the list.
_AGAINST_LIST = {
    Rule.DONE_WITHOUT_LISTED: ("báo cáo hoàn thành nhưng không có", "trong danh sách"),
    Rule.LISTED_WITHOUT_DONE: ("có", "trong danh sách nhưng báo cáo chưa thực hiện"),
}
#: Rules that find a statement which the return of the round before denies.
_AGAINST_EARLIER = {
    Rule.DONE_BEFORE: "lần trước báo cáo hoàn thành, nay báo cáo chưa hoàn thành",
    Rule.COMPLETED_BEFORE_CUT_OFF: "nay ghi đã hoàn thành từ trước, lần trước báo cáo chưa hoàn thành",
    Rule.COMPLETION_DATE_CHANGED: "ngày hoàn thành khác lần trước",
    Rule.CUMULATIVE_FELL: "số cộng dồn nhỏ hơn lần trước",
}
#: Tasks named in one sentence.
_MOST_TASKS = 1


def contradictions(figures: Figures) -> list[str]:
    """Return a sentence for each kind of contradiction that occurs, with the agencies."""
    sentences = []
    if inside := "; ".join((*_kinds(figures, _INSIDE), *_against_lists(figures))):
        sentences.append(f"Số liệu báo cáo còn mâu thuẫn: {inside}.")
    if against := "; ".join(_kinds(figures, _AGAINST_EARLIER)):
        sentences.append(f"Báo cáo không thống nhất với lần trước: {against}.")
    return [*sentences, *_leads_done_alone(figures), *_same_results(figures)]


def _kinds(figures: Figures, kinds: Mapping[Rule, str]) -> list[str]:
    """Return the words of each rule that some agency of the round broke, with the agencies that did."""
    agencies = set(figures.consolidation.agencies["agency"])
    agencies_of: dict[Rule, set[str]] = {}
    for problem in figures.problems:
        if problem.rule in kinds and problem.agency is not None and problem.agency in agencies:
            agencies_of.setdefault(problem.rule, set()).add(problem.agency)
    return [f"{words} ({_who(figures, agencies_of[rule])})" for rule, words in kinds.items() if rule in agencies_of]


def _who(figures: Figures, codes: Iterable[str]) -> str:
    """Return who is meant: one name, or how many and all their names."""
    agencies = figures.named(codes)
    return (
        agencies[0].name
        if len(agencies) == 1
        else f"{number(len(agencies))} cơ quan: {enumeration(agencies, most_listed(figures.consolidation))}"
    )


def _against_lists(figures: Figures) -> list[str]:
    """Return the same for the rules about lists, for each list whose rule some agency broke."""
    words = []
    for rule, (before, after) in _AGAINST_LIST.items():
        agencies = _by_task(figures, rule)
        for open_list in figures.consolidation.measuring_lists:
            task = "" if open_list.measures is None else open_list.measures.task
            if task in agencies:
                words.append(f"{before} {open_list.noun} {after} ({_who(figures, agencies[task])})")
    return words


def _leads_done_alone(figures: Figures) -> list[str]:
    """Return the tasks whose lead says done while most coordinators say that they have not begun."""
    sentences = []
    for task, agencies in _by_task(figures, Rule.LEAD_DONE_ALONE).items():
        leads = ", ".join(agency.name for agency in figures.named(agencies))
        idle = figures.coordinated_by_task[task].all_not_started
        sentences.append(
            f"Nhiệm vụ {figures.titled(task)}: {leads} (chủ trì) báo cáo hoàn thành, trong khi phần lớn cơ quan, đơn vị phối hợp đã báo cáo "
            f"ghi chưa thực hiện ({number(idle)} cơ quan)."
        )
    return sentences


def _same_results(figures: Figures) -> list[str]:
    """Return the tasks for which several agencies wrote the same long result to the letter, most agencies first."""
    by_task = sorted(_by_task(figures, Rule.SAME_RESULT).items(), key=lambda entry: -len(entry[1]))
    if not by_task:
        return []
    tasks = "; ".join(
        f"nhiệm vụ {figures.titled(task)}: {_who(figures, agencies)}" for task, agencies in by_task[:_MOST_TASKS]
    )
    rest = len(by_task) - _MOST_TASKS
    others = f" và {number(rest)} nhiệm vụ khác" if rest > 0 else ""
    return [f"Nội dung kết quả giống hệt nhau giữa các cơ quan, cần rà soát: {tasks}{others}."]


def _by_task(figures: Figures, rule: Rule) -> dict[str, set[str]]:
    """Return the agencies of a rule's problems by task, in the catalogue's order."""
    agencies: dict[str, set[str]] = {task: set() for task in figures.by_task}
    for problem in figures.problems:
        if problem.rule is rule and problem.task in agencies and problem.agency is not None:
            agencies[problem.task].add(problem.agency)
    return {task: codes for task, codes in agencies.items() if codes}
