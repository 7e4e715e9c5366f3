"""The matrix as a real table: agencies by group in rows, tasks by section in columns, states by letter and colour."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from pipeline.consolidation.counts import Counts
from pipeline.consolidation.states import State, Submission
from pipeline.reports import wording
from pipeline.reports.figures import Figures
from pipeline.reports.html.colours import state_class
from pipeline.reports.html.details import submission_label
from pipeline.reports.html.markup import Markup, joined, tag
from pipeline.reports.sentences import number, percent, shortened

_TITLE_LENGTH = 90
#: Class of the headings of every other section.
_TINTS = (None, "other")


def matrix_section(figures: Figures) -> Markup:
    """Return the matrix with its legend and filters; the filters appear once the script runs."""
    return tag(
        "section",
        tag("h2", "Ma trận cơ quan và nhiệm vụ", id="ma-tran"),
        _legend(figures),
        _filters(figures),
        tag("p", _extent(figures), id="shown", role="status"),
        tag("div", _table(figures), class_="scroll", id="scroll"),
        aria_labelledby="ma-tran",
    )


def legend_section(figures: Figures) -> Markup:
    """Return the number of each state, and where the matrix is that has no room on a page."""
    return tag(
        "section",
        tag("h2", "Tình trạng nhiệm vụ", id="ma-tran"),
        _states(figures),
        tag(
            "p",
            f"{_extent(figures)} Ma trận và chi tiết từng ô: trang «Ma trận», «Chi tiết» của tệp tong-hop.xlsx.",
        ),
        aria_labelledby="ma-tran",
    )


def _extent(figures: Figures) -> str:
    return (
        f"{number(len(figures.consolidation.agencies))} cơ quan, {number(len(figures.consolidation.tasks))} nhiệm vụ."
    )


def _legend(figures: Figures) -> Markup:
    """Return the states, and what else the cells of the matrix tell."""
    note = "Chữ đậm: chủ trì; chữ thường: phối hợp; ô trống: không được giao."
    return joined([_states(figures), tag("p", note, class_="quiet")])


def _states(figures: Figures) -> Markup:
    """Return every state with its letter, colour, words and number."""
    entries = [
        tag(
            "li",
            tag("b", state.value, class_=state_class(state)),
            f" {state.label}: {number(figures.everything.of(state))}",
        )
        for state in State
    ]
    return tag("ul", entries, class_="legend")


def _filters(figures: Figures) -> Markup:
    """Return the controls: search by agency, then group, section, state, and the look."""
    present = set(figures.consolidation.agencies["group"])
    groups = [(group.code, group.title) for group in figures.campaign.groups if group.code in present]
    codes = {task.section for task in figures.consolidation.tasks}
    sections = [
        (code, f"{code}. {shortened(title, _TITLE_LENGTH)}")
        for code, title in figures.section_titles.items()
        if code in codes
    ]
    return tag(
        "form",
        tag("label", "Tìm cơ quan", tag("input", type="search", id="search", autocomplete="off")),
        _choice("group", "Khối", "Tất cả các khối", groups),
        _choice("section", wording.SECTION, "Tất cả các nhóm", sections),
        _choice(
            "state", wording.STATE, "Mọi tình trạng", [(state.value, f"{state}: {state.label}") for state in State]
        ),
        _choice("theme", "Nền", "Theo máy", [("light", "Sáng"), ("dark", "Tối")]),
        tag("button", "Bỏ lọc", type="reset"),
        id="filters",
        role="search",
        hidden=True,
    )


def _choice(name: str, label: str, every: str, options: list[tuple[str, str]]) -> Markup:
    choices = [tag("option", text, value=value) for value, text in [("", every), *options]]
    return tag("label", label, tag("select", choices, id=name))


def _table(figures: Figures) -> Markup:
    return tag(
        "table",
        tag("caption", "Tình trạng từng nhiệm vụ của từng cơ quan"),
        _head(figures),
        list(_bodies(figures)),
        _foot(figures),
        id="matrix",
    )


def _head(figures: Figures) -> Markup:
    """Return two rows of headings: sections over their tasks."""
    tasks = figures.consolidation.tasks
    titles = {section.code: section.title for section in figures.campaign.sections}
    tops, codes = [], []
    for position, (section, of_section) in enumerate(groupby(tasks, key=lambda task: task.section)):
        below = [
            tag(
                "th",
                task.code,
                scope="col",
                title=shortened(task.text, 300),
                class_=_TINTS[position % 2],
                data_section=section,
                data_task=task.code,
            )
            for task in of_section
        ]
        tops.append(
            tag(
                "th",
                f"Nhóm {section}",
                scope="colgroup",
                colspan=len(below),
                title=titles[section],
                class_=_TINTS[position % 2],
                data_section=section,
            )
        )
        codes += below
    return tag(
        "thead",
        tag(
            "tr",
            tag("th", "Cơ quan", scope="col", rowspan=2),
            tag("th", wording.RETURN, scope="col", rowspan=2),
            tag("th", wording.DONE_RATE, scope="col", rowspan=2),
            tops,
        ),
        tag("tr", codes),
    )


def _bodies(figures: Figures) -> Iterator[Markup]:
    """Yield the rows of each group under its name."""
    states, led = figures.matrix, set(zip(figures.led_rows["agency"], figures.led_rows["task"], strict=True))
    width = len(figures.consolidation.tasks) + 3
    lines = dict(zip(states.index, states.to_numpy().tolist(), strict=True))
    everybody = figures.consolidation.agencies
    for group in figures.campaign.groups:
        agencies = everybody[everybody["group"].eq(group.code)]
        if agencies.empty:
            continue
        rows = [
            tag(
                "tr",
                tag("th", name, scope="row"),
                tag("td", submission_label(Submission(submission), days_late), class_=f"sent {submission}"),
                tag("td", _rate(figures.by_agency.get(code, Counts())), class_="rate"),
                [
                    _cell(state, led=(code, task) in led)
                    for task, state in zip(states.columns, lines[code], strict=True)
                ],
                data_agency=code,
            )
            for code, name, submission, days_late in zip(
                agencies["agency"], agencies["agency_name"], agencies["submission"], agencies["days_late"], strict=True
            )
        ]
        title = f"{group.title} ({number(len(rows))})"
        top = tag("tr", tag("th", tag("span", title), colspan=width, scope="rowgroup"), class_="group")
        yield tag("tbody", top, rows, data_group=group.code)


@cache
def _cell(state: str, *, led: bool) -> Markup:
    if not state:
        return tag("td")
    return tag("td", state, class_=state_class(State(state)) + (" led" if led else ""))


def _foot(figures: Figures) -> Markup:
    """Return the rate of each task over all agencies."""
    rates = [
        tag("td", _rate(figures.by_task.get(task.code, Counts())), data_section=task.section)
        for task in figures.consolidation.tasks
    ]
    whole = tag("td", _rate(figures.everything))
    return tag(
        "tfoot", tag("tr", tag("th", f"{wording.DONE_RATE}, tất cả cơ quan", scope="row", colspan=2), whole, rates)
    )


def _rate(counts: Counts) -> str:
    return "" if counts.done_rate is None else percent(counts.done_rate)
