"""The upper part of the page: what a leader understands in one minute."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter, methodcaller

import pandas as pd

from pipeline.campaign.agencies import Group
from pipeline.campaign.assignment import Role
from pipeline.consolidation.compare import Amounts, Compared, Comparison
from pipeline.consolidation.counts import (
    Counts,
    Submissions,
    counts,
    counts_by,
    submissions,
    submissions_by_group,
    weakest,
)
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.reports.comparisons import number_before, rate_before, rounds_sentences, signed, signed_points
from pipeline.reports.extent import most_listed
from pipeline.reports.html.colours import state_class
from pipeline.reports.html.markup import Markup, joined, tag
from pipeline.reports.sentences import (
    amount,
    day,
    enumeration,
    number,
    official_sentence,
    ordinary_case,
    percent,
    shortened,
    without_end,
)
from pipeline.reports.wording import dates_sentence, ground_sentence, scope_sentence

_WEAKEST = 10
_TASK_LENGTH = 160


def head(consolidation: Consolidation) -> Markup:
    """Return the title: who consolidates, what, as of when."""
    decision, round_ = consolidation.campaign.decision, consolidation.round
    letterhead = decision.report_letterhead
    return tag(
        "header",
        tag("p", f"{letterhead.superior} · {letterhead.issuer}", class_="issuer"),
        tag("h1", f"Tổng hợp báo cáo {decision.subject} {round_.name}"),
        [
            tag("p", text, class_="quiet")
            for text in (ground_sentence(consolidation), dates_sentence(consolidation), scope_sentence(consolidation))
            if text
        ],
    )


def headline(consolidation: Consolidation, beside: Comparison | None) -> Markup:
    """Return the headline figures and the official sentence, beside those of the round before."""
    whole, led = counts(consolidation.assignments), counts(_led(consolidation))
    returns = submissions(consolidation.agencies)
    earlier = "" if beside is None else beside.earlier.name
    sent = [("đúng hạn", returns.in_time), ("chậm", returns.late), ("chưa", returns.missing)]
    sent.append(("được miễn", returns.waived))
    figures = (
        (
            f"{number(returns.reported)}/{number(returns.owing)}",
            f"cơ quan đã báo cáo ({_rate(returns.rate)})",
            "; ".join(f"{words} {number(count)}" for words, count in sent if count),
            beside and number_before(beside.submissions.number(lambda found: found.reported), earlier),
            None,
        ),
        (
            _rate(led.done_rate),
            "nhiệm vụ chủ trì đã hoàn thành",
            f"{number(led.done)}/{number(led.owing)} lượt; tính cả phối hợp {_rate(whole.done_rate)}",
            beside and rate_before(beside.led.rate(lambda found: found.done_rate), earlier),
            State.DONE_IN_TIME,
        ),
        *(
            (
                number(led.of(state)),
                f"lượt chủ trì {words}",
                f"tính cả phối hợp: {number(whole.of(state))}",
                beside and number_before(beside.led.number(methodcaller("of", state)), earlier),
                state,
            )
            for state, words in (
                (State.OVERDUE, "quá hạn"),
                (State.NOT_REPORTED, "chưa báo cáo"),
                (State.IN_ERROR, "báo cáo có lỗi"),
            )
        ),
    )
    cards = [
        tag(
            "li",
            tag("span", figure, class_="figure"),
            tag("span", words, class_="words"),
            tag("span", more, class_="more"),
            tag("span", before, class_="more") if before else "",
            class_=None if state is None else state_class(state),
        )
        for figure, words, more, before, state in figures
    ]
    return tag(
        "section",
        tag("h2", "Số liệu chính", id="so-lieu"),
        tag("ul", cards, class_="cards"),
        tag("p", official_sentence(whole)),
        [tag("p", text) for text in (rounds_sentences(beside, consolidation.campaign) if beside else [])],
        aria_labelledby="so-lieu",
    )


def groups(consolidation: Consolidation, beside: Comparison | None) -> Markup:
    """Return who reported, by group, and the names of those who did not."""
    compared = {} if beside is None else {**beside.submissions_by_group, "": beside.submissions}
    everybody = submissions(consolidation.agencies)
    by_group = {**submissions_by_group(consolidation.agencies), "": everybody}
    rows = [
        (
            _drawn(title, {"in-time": found.in_time, "late": found.late, "missing": found.missing}),
            *(_figure(figure, found, compared.get(group)) for figure in _SUBMISSIONS),
            _rate_figure(attrgetter("rate"), found, compared.get(group)),
        )
        for group, found in by_group.items()
        for title in [Group(group).title if group else "Tất cả"]
    ]
    by_code = consolidation.campaign.agency_by_code
    missing = enumeration([by_code[code] for code in consolidation.missing_agencies], most_listed(consolidation))
    headings = ("Khối", "Phải báo cáo", "Đúng hạn", "Chậm", "Chưa báo cáo", "Tỷ lệ")
    names = f"Chưa báo cáo ({number(everybody.missing)}): {missing}." if missing else "Tất cả cơ quan đã gửi báo cáo."
    return tag(
        "section",
        tag("h2", "Tình hình gửi báo cáo theo khối", id="theo-khoi"),
        _key({"in-time": "Đúng hạn", "late": "Chậm", "missing": "Chưa báo cáo"}),
        _table("theo-khoi", headings, rows, totalled=True),
        _changes_note(beside),
        tag("p", names, class_="quiet"),
        aria_labelledby="theo-khoi",
    )


def sections(consolidation: Consolidation, beside: Comparison | None) -> Markup:
    """Return the led assignments by section of the catalogue."""
    led = _led(consolidation)
    by_section = counts_by(led, "section")
    place = consolidation.campaign.decision.report_letterhead.place
    compared = {} if beside is None else beside.led_by_section
    named = [
        (
            f"{section.code}. {ordinary_case(section.title, [place])}",
            by_section[section.code],
            compared.get(section.code),
        )
        for section in consolidation.campaign.sections
        if section.code in by_section
    ]
    rows = [
        (
            _drawn(title, _outcomes(found)),
            *(_figure(figure, found, before) for figure in _OUTCOME_FIGURES),
            _rate_figure(attrgetter("done_rate"), found, before),
        )
        for title, found, before in [*named, ("Tất cả", counts(led), None if beside is None else beside.led)]
    ]
    return tag(
        "section",
        tag("h2", "Nhiệm vụ chủ trì theo nhóm", id="theo-nhom"),
        _key(_OUTCOMES),
        _table("theo-nhom", ("Nhóm nhiệm vụ", *_OUTCOMES.values(), "Tỷ lệ hoàn thành"), rows, totalled=True),
        _changes_note(beside),
        aria_labelledby="theo-nhom",
    )


def weakest_tasks(consolidation: Consolidation, beside: Comparison | None) -> Markup:
    """Return the led tasks in the greatest trouble; a lead that is alone is named."""
    led = _led(consolidation)
    found = counts_by(led, "task")
    compared = {} if beside is None else beside.led_by_task
    by_task = {task.code: found[task.code] for task in consolidation.tasks if task.code in found}
    rows = []
    for code, numbers in weakest(by_task, _WEAKEST):
        task = consolidation.campaign.task_by_code[code]
        leads = led.loc[led["task"].eq(code), "agency_name"].tolist()
        text = without_end(shortened(task.text, _TASK_LENGTH)) + (f" ({leads[0]})" if len(leads) == 1 else "")
        due = None if task.time_limit is None else task.time_limit.due
        rows.append(
            (
                _drawn(joined([tag("strong", code), " ", text]), _outcomes(numbers)),
                *(_figure(figure, numbers, compared.get(code)) for figure in _OUTCOME_FIGURES),
                _rate_figure(attrgetter("behind_rate"), numbers, compared.get(code)),
                "" if due is None else day(due),
            )
        )
    headings = ("Nhiệm vụ", *_OUTCOMES.values(), "Tỷ lệ tồn đọng", "Hạn")
    return tag(
        "section",
        tag("h2", "Nhiệm vụ còn tồn đọng nhiều nhất", id="ton-dong"),
        tag("p", "Tồn đọng: lượt chủ trì quá hạn, chưa báo cáo hoặc báo cáo có lỗi, trên số lượt phải báo cáo."),
        [_key(_OUTCOMES), _table("ton-dong", headings, rows), _changes_note(beside)]
        if rows
        else tag("p", "Không có nhiệm vụ nào quá hạn, chưa báo cáo hoặc có lỗi."),
        aria_labelledby="ton-dong",
    )


#: Parts of a bar of led assignments, by the state whose colour they wear.
_OUTCOMES = {
    "done-in-time": "Đã hoàn thành",
    "in-progress": "Còn trong hạn",
    "overdue": "Quá hạn",
    "not-reported": "Chưa báo cáo",
    "in-error": "Có lỗi",
}


#: Their numbers, in the same order, and those of returns.
_OUTCOME_FIGURES: tuple[Callable[[Counts], int], ...] = (
    attrgetter("done"),
    lambda numbers: numbers.in_progress + numbers.not_started,
    attrgetter("overdue"),
    attrgetter("not_reported"),
    attrgetter("in_error"),
)
_SUBMISSIONS: tuple[Callable[[Submissions], int], ...] = tuple(map(attrgetter, ("owing", "in_time", "late", "missing")))


def _outcomes(numbers: Counts) -> dict[str, int]:
    return {name: figure(numbers) for name, figure in zip(_OUTCOMES, _OUTCOME_FIGURES, strict=True)}


def _figure(figure: Callable[[Amounts], int], now: Amounts, beside: Compared[Amounts] | None) -> Markup:
    """Return a number of a table, below it how it rose or fell since the round before."""
    return _with_change(amount(figure(now)), None if beside is None else signed(beside.number(figure).difference))


def _rate_figure(rate: Callable[[Amounts], float | None], now: Amounts, beside: Compared[Amounts] | None) -> Markup:
    return _with_change(_rate(rate(now)), None if beside is None else signed_points(beside.rate(rate)))


def _with_change(shown: str, change: str | None) -> Markup:
    return joined([shown] if change in (None, "0", "–") else [shown, tag("span", change, class_="change")])


def _changes_note(beside: Comparison | None) -> Markup:
    """Return what the small figures are; nothing where no round went before."""
    if beside is None:
        return Markup("")
    words = f"Chữ số nhỏ: tăng, giảm so với {beside.earlier.name} (của tỷ lệ: điểm phần trăm)."
    return tag("p", words, class_="quiet")


def _drawn(title: str, parts: Mapping[str, int]) -> Markup:
    """Return a title over a bar whose parts have the length of their share; the numbers stand beside it in words."""
    whole = sum(parts.values())
    drawn, left = [], 0.0
    for name, count in parts.items():
        width = 100 * count / whole if whole else 0
        if count:
            drawn.append(tag("rect", x=f"{left:.3f}", width=f"{width:.3f}", y=0, height=10, class_=f"part-{name}"))
        left += width
    bar = tag("svg", drawn, class_="bar", viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")
    return joined([title, bar])


def _key(names: Mapping[str, str]) -> Markup:
    """Return what the colours of a bar stand for; the table says the same in words."""
    entries = [
        tag("li", tag("svg", tag("rect", width=10, height=10, class_=f"part-{name}"), viewBox="0 0 10 10"), words)
        for name, words in names.items()
    ]
    return tag("ul", entries, class_="key", aria_hidden="true")


def _table(
    label: str, headings: Sequence[str], rows: Sequence[Sequence[str | Markup]], *, totalled: bool = False
) -> Markup:
    """Return a small table: titles with bars, then figures."""
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            [tag("td", text) for text in row[1:]],
            class_="total" if totalled and place == len(rows) - 1 else None,
        )
        for place, row in enumerate(rows)
    ]
    top = [tag("th", title, scope="col") for title in headings]
    return tag(
        "div",
        tag("table", tag("thead", tag("tr", top)), tag("tbody", body), class_="figures", aria_labelledby=label),
        class_="wide",
    )


def _led(consolidation: Consolidation) -> pd.DataFrame:
    return consolidation.assignments[consolidation.assignments["role"].eq(Role.LEAD)]


def _rate(rate: float | None) -> str:
    return "không có" if rate is None else percent(rate)
