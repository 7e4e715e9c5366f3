"""The upper part of the page: what a leader understands in one minute."""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter, methodcaller

from pipeline.consolidation.compare import Change, RateChange
from pipeline.consolidation.states import State, Submission
from pipeline.reports import wording
from pipeline.reports.comparisons import (
    continued_sentence,
    number_before,
    rate_before,
    rounds_sentences,
    signed,
    signed_points,
)
from pipeline.reports.extent import most_listed
from pipeline.reports.fallen_due import ASSIGNMENT_MEANS, DUE_BASE, due_sentence, due_share, tasks_sentence
from pipeline.reports.figures import Figures
from pipeline.reports.html.colours import state_class
from pipeline.reports.html.markup import Markup, joined, tag
from pipeline.reports.sentences import (
    amount,
    day,
    enumeration,
    lower_first,
    number,
    official_sentence,
    rate_or_none,
    shortened,
    with_lead,
    without_end,
    words_of,
)
from pipeline.reports.summary import RETURNS_RATE, led_by_section, returns_by_group, weakest_tasks
from pipeline.reports.summary_table import FigureKind, SummaryTable, Value, count

_WEAKEST = 10
_TASK_LENGTH = 160


def head(figures: Figures) -> Markup:
    """Return the title: who consolidates, what, as of when."""
    consolidation, decision = figures.consolidation, figures.campaign.decision
    letterhead = decision.report_letterhead
    return tag(
        "header",
        tag("p", f"{letterhead.superior} · {letterhead.issuer}", class_="issuer"),
        tag("h1", f"Tổng hợp báo cáo {decision.subject} {figures.round.name}"),
        [
            tag("p", text, class_="quiet")
            for text in (
                wording.ground_sentence(consolidation),
                wording.dates_sentence(consolidation),
                wording.scope_sentence(consolidation),
            )
            if text
        ],
    )


def headline(figures: Figures) -> Markup:
    """Return the headline figures and the official sentence, beside those of the round before."""
    whole, led, returns, comparison = figures.everything, figures.led, figures.submissions, figures.comparison
    earlier = "" if comparison is None else comparison.earlier.name
    headlines = (
        (
            f"{number(returns.reported)}/{number(returns.owing)}",
            f"cơ quan đã báo cáo ({rate_or_none(returns.rate)})",
            wording.submission_words(returns),
            comparison and number_before(comparison.submissions.number(attrgetter("reported")), earlier),
            None,
        ),
        (
            rate_or_none(led.due_rate),
            wording.LED_DONE,
            f"{due_share(led)}; tính cả phối hợp {rate_or_none(whole.due_rate)}",
            comparison and rate_before(comparison.led.rate(attrgetter("due_rate")), earlier),
            State.DONE_IN_TIME,
        ),
        *(
            (
                number(led.of(state)),
                f"lượt chủ trì {words}",
                f"tính cả phối hợp: {number(whole.of(state))}",
                comparison and number_before(comparison.led.number(methodcaller("of", state)), earlier),
                state,
            )
            for state, words in (
                (State.OVERDUE, lower_first(wording.OVERDUE)),
                (State.NOT_REPORTED, words_of(State.NOT_REPORTED)),
                (State.IN_ERROR, words_of(State.IN_ERROR)),
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
        for figure, words, more, before, state in headlines
    ]
    return tag(
        "section",
        tag("h2", "Số liệu chính", id="so-lieu"),
        tag("ul", cards, class_="cards"),
        tag("p", f"{tasks_sentence(figures.led_by_task, figures.sole_leads)} {due_sentence(led)} {DUE_BASE}.".strip()),
        tag("p", official_sentence(whole), f" {ASSIGNMENT_MEANS}."),
        [tag("p", text) for text in (rounds_sentences(comparison, figures.campaign) if comparison else [])],
        tag("p", continued_sentence(figures.continuation)) if figures.continuation else "",
        aria_labelledby="so-lieu",
    )


#: Classes of the parts of bars, which wear the colours of returns or of states.
_RETURN_PARTS = {submission.label: submission.value for submission in Submission if submission is not Submission.WAIVED}
_OWED_PARTS = {
    wording.DONE: state_class(State.DONE_IN_TIME),
    wording.WITHIN_TIME: state_class(State.IN_PROGRESS),
    wording.OVERDUE: state_class(State.OVERDUE),
    wording.NOT_REPORTED: state_class(State.NOT_REPORTED),
    wording.IN_ERROR: state_class(State.IN_ERROR),
}


def groups(figures: Figures) -> Markup:
    """Return who reported, by group, and the names of those who did not."""
    missing = figures.submitted(Submission.MISSING)
    names = enumeration(missing, most_listed(figures.consolidation))
    table = returns_by_group(figures).only("Khối", wording.OWING, *_RETURN_PARTS, RETURNS_RATE)
    return tag(
        "section",
        tag("h2", table.title, id="theo-khoi"),
        _key(_RETURN_PARTS),
        _table("theo-khoi", table, _RETURN_PARTS),
        _changes_note(figures),
        tag(
            "p",
            f"{Submission.MISSING.label} ({number(len(missing))}): {names}."
            if missing
            else "Tất cả cơ quan đã gửi báo cáo.",
            class_="quiet",
        ),
        aria_labelledby="theo-khoi",
    )


def sections(figures: Figures) -> Markup:
    """Return the led assignments by section of the catalogue."""
    table = led_by_section(figures, figures.led_by_section)
    titles = [
        f"{code}. {title}" if code else title
        for title, code in zip(*map(table.texts, (wording.SECTION, "Nhóm")), strict=True)
    ]
    return tag(
        "section",
        tag("h2", "Nhiệm vụ chủ trì theo nhóm", id="theo-nhom"),
        _key(_OWED_PARTS),
        _table("theo-nhom", table.only(wording.SECTION, *_OWED_PARTS, wording.DONE_RATE), _OWED_PARTS, titles),
        _changes_note(figures),
        aria_labelledby="theo-nhom",
    )


def weakest(figures: Figures) -> Markup:
    """Return the led tasks in the greatest trouble; a lead that is alone is named."""
    table = weakest_tasks(figures, _WEAKEST)
    titles = [
        joined([tag("strong", code), " ", with_lead(without_end(shortened(text, _TASK_LENGTH)), lead)])
        for code, text, lead in zip(*map(table.texts, ("TT", "Nhiệm vụ", "Chủ trì")), strict=True)
    ]
    return tag(
        "section",
        tag("h2", wording.WEAKEST_TASKS, id="ton-dong"),
        tag("p", "Tồn đọng: lượt chủ trì quá hạn, chưa báo cáo hoặc báo cáo có lỗi, trên số lượt phải báo cáo."),
        [
            _key(_OWED_PARTS),
            _table("ton-dong", table.only("Nhiệm vụ", *_OWED_PARTS, wording.BEHIND_RATE, "Hạn"), _OWED_PARTS, titles),
            _changes_note(figures),
        ]
        if table.rows
        else tag("p", table.empty),
        aria_labelledby="ton-dong",
    )


def _shown(value: Value, kind: FigureKind) -> Markup:
    """Return a cell of a table; below a number or rate how it rose or fell since the round before."""
    match value:
        case Change():
            return _with_change(amount(value.now), signed(value.difference))
        case RateChange():
            return _with_change(rate_or_none(value.now), signed_points(value))
        case float() | None if kind is FigureKind.RATE:
            return joined([rate_or_none(value)])
        case int():
            return joined([amount(value)])
        case date():
            return joined([day(value)])
        case _:
            return Markup("")


def _with_change(figure: str, change: str) -> Markup:
    return joined([figure] if change in ("0", "–") else [figure, tag("span", change, class_="change")])


def _changes_note(figures: Figures) -> Markup:
    """Return what the small figures are; nothing where no round went before."""
    if figures.comparison is None:
        return Markup("")
    words = f"Chữ số nhỏ: tăng, giảm so với {figures.comparison.earlier.name} (của tỷ lệ: điểm phần trăm)."
    return tag("p", words, class_="quiet")


def _bar(parts: Mapping[str, int]) -> Markup:
    """Return a bar whose parts have the length of their share; the numbers stand beside it in words."""
    whole = sum(parts.values())
    rectangles, start = [], 0.0
    for name, size in parts.items():
        width = 100 * size / whole if whole else 0
        if size:
            rectangles.append(
                tag("rect", x=f"{start:.3f}", width=f"{width:.3f}", y=0, height=10, class_=f"part-{name}")
            )
        start += width
    return tag("svg", rectangles, class_="bar", viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")


def _key(parts: Mapping[str, str]) -> Markup:
    """Return what the colours of a bar stand for (heading and class of each part); the table says the same in words."""
    entries = [
        tag("li", tag("svg", tag("rect", width=10, height=10, class_=f"part-{name}"), viewBox="0 0 10 10"), words)
        for words, name in parts.items()
    ]
    return tag("ul", entries, class_="key", aria_hidden="true")


def _table(label: str, table: SummaryTable, parts: Mapping[str, str], titles: Sequence[object] | None = None) -> Markup:
    """Return a small table: titles over bars, then figures.

    Args:
        label: id of the heading that names the table.
        table: titles in the first column.
        parts: of the bars, heading of the column and class.
        titles: stand in place of those in the first column.
    """
    positions = {name: table.position(heading) for heading, name in parts.items()}
    body = [
        tag(
            "tr",
            tag("th", title, _bar({name: count(row[position]) for name, position in positions.items()}), scope="row"),
            [tag("td", _shown(value, column.kind)) for value, column in list(zip(row, table.columns, strict=True))[1:]],
            class_="total" if table.total and row is table.rows[-1] else None,
        )
        for title, row in zip(titles or [row[0] for row in table.rows], table.rows, strict=True)
    ]
    top = [tag("th", column.title, scope="col") for column in table.columns]
    return tag(
        "div",
        tag("table", tag("thead", tag("tr", top)), tag("tbody", body), class_="figures", aria_labelledby=label),
        class_="wide",
    )
