"""The matrix as a real table: agencies by group in rows, tasks by section in columns, states by letter and colour."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from pipeline.campaign.agencies import Group
from pipeline.campaign.assignment import Role
from pipeline.campaign.tasks import Section
from pipeline.consolidation.counts import Counts, counts, counts_by
from pipeline.consolidation.merge import Consolidation, matrix
from pipeline.consolidation.states import State
from pipeline.reports.html.colours import state_class
from pipeline.reports.html.details import submission_words
from pipeline.reports.html.markup import Markup, joined, tag
from pipeline.reports.sentences import number, ordinary_case, percent, shortened

_TITLE_LENGTH = 90
#: Class of the headings of every other section.
_TINTS = (None, "other")


def matrix_section(consolidation: Consolidation) -> Markup:
    """Return the matrix with its legend and filters; the filters appear once the script runs."""
    return tag(
        "section",
        tag("h2", "Ma trận cơ quan và nhiệm vụ", id="ma-tran"),
        _legend(consolidation),
        _filters(consolidation),
        tag("p", _extent(consolidation), id="shown", role="status"),
        tag("div", _table(consolidation), class_="scroll", id="scroll"),
        aria_labelledby="ma-tran",
    )


def legend_section(consolidation: Consolidation) -> Markup:
    """Return the number of each state, and where the matrix is that has no room on a page."""
    return tag(
        "section",
        tag("h2", "Tình trạng nhiệm vụ", id="ma-tran"),
        _states(consolidation),
        tag(
            "p",
            f"{_extent(consolidation)} Ma trận và chi tiết từng ô: trang «Ma trận», «Chi tiết» của tệp tong-hop.xlsx.",
        ),
        aria_labelledby="ma-tran",
    )


def _extent(consolidation: Consolidation) -> str:
    return f"{number(len(consolidation.agencies))} cơ quan, {number(len(consolidation.tasks))} nhiệm vụ."


def _legend(consolidation: Consolidation) -> Markup:
    """Return the states, and what else the cells of the matrix tell."""
    note = "Chữ đậm: chủ trì; chữ thường: phối hợp; ô trống: không được giao."
    return joined([_states(consolidation), tag("p", note, class_="quiet")])


def _states(consolidation: Consolidation) -> Markup:
    """Return every state with its letter, colour, words and number."""
    whole = counts(consolidation.assignments)
    entries = [
        tag(
            "li",
            tag("b", state.value, class_=state_class(state)),
            f" {state.label}: {number(whole.of(state))}",
        )
        for state in State
    ]
    return tag("ul", entries, class_="legend")


def _filters(consolidation: Consolidation) -> Markup:
    """Return the controls: search by agency, then group, section, state, and the look."""
    groups = dict.fromkeys(consolidation.agencies["group"])
    place = consolidation.campaign.decision.report_letterhead.place
    sections = [
        (section.code, f"{section.code}. {shortened(ordinary_case(section.title, [place]), _TITLE_LENGTH)}")
        for section in _sections(consolidation)
    ]
    return tag(
        "form",
        tag("label", "Tìm cơ quan", tag("input", type="search", id="search", autocomplete="off")),
        _choice("group", "Khối", "Tất cả các khối", [(group, Group(group).title) for group in groups]),
        _choice("section", "Nhóm nhiệm vụ", "Tất cả các nhóm", sections),
        _choice("state", "Tình trạng", "Mọi tình trạng", [(state.value, f"{state}: {state.label}") for state in State]),
        _choice("theme", "Nền", "Theo máy", [("light", "Sáng"), ("dark", "Tối")]),
        tag("button", "Bỏ lọc", type="reset"),
        id="filters",
        role="search",
        hidden=True,
    )


def _choice(name: str, label: str, every: str, options: list[tuple[str, str]]) -> Markup:
    shown = [tag("option", text, value=value) for value, text in [("", every), *options]]
    return tag("label", label, tag("select", shown, id=name))


def _table(consolidation: Consolidation) -> Markup:
    return tag(
        "table",
        tag("caption", "Tình trạng từng nhiệm vụ của từng cơ quan"),
        _head(consolidation),
        list(_bodies(consolidation)),
        _foot(consolidation),
        id="matrix",
    )


def _sections(consolidation: Consolidation) -> list[Section]:
    asked = {task.section for task in consolidation.tasks}
    return [section for section in consolidation.campaign.sections if section.code in asked]


def _head(consolidation: Consolidation) -> Markup:
    """Return two rows of headings: sections over their tasks."""
    tasks = consolidation.tasks
    titles = {section.code: section.title for section in consolidation.campaign.sections}
    tops, codes = [], []
    for place, (section, of_section) in enumerate(groupby(tasks, key=lambda task: task.section)):
        below = [
            tag(
                "th",
                task.code,
                scope="col",
                title=shortened(task.text, 300),
                class_=_TINTS[place % 2],
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
                class_=_TINTS[place % 2],
                data_section=section,
            )
        )
        codes += below
    return tag(
        "thead",
        tag(
            "tr",
            tag("th", "Cơ quan", scope="col", rowspan=2),
            tag("th", "Gửi báo cáo", scope="col", rowspan=2),
            tag("th", "Tỷ lệ hoàn thành", scope="col", rowspan=2),
            tops,
        ),
        tag("tr", codes),
    )


def _bodies(consolidation: Consolidation) -> Iterator[Markup]:
    """Give the rows of each group under its name."""
    states = matrix(consolidation)
    led = _led(consolidation)
    by_agency = counts_by(consolidation.assignments, "agency")
    width = len(consolidation.tasks) + 3
    lines = dict(zip(states.index, states.to_numpy().tolist(), strict=True))
    for group, agencies in consolidation.agencies.groupby("group", sort=False):
        rows = [
            tag(
                "tr",
                tag("th", name, scope="row"),
                tag("td", submission_words(submission, days_late), class_=f"sent {submission}"),
                tag("td", _rate(by_agency.get(code, Counts())), class_="rate"),
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
        title = f"{Group(str(group)).title} ({number(len(rows))})"
        top = tag("tr", tag("th", tag("span", title), colspan=width, scope="rowgroup"), class_="group")
        yield tag("tbody", top, rows, data_group=str(group))


@cache
def _cell(state: str, *, led: bool) -> Markup:
    if not state:
        return tag("td")
    return tag("td", state, class_=state_class(State(state)) + (" led" if led else ""))


def _led(consolidation: Consolidation) -> set[tuple[str, str]]:
    """Return the agency and task of every led assignment."""
    rows = consolidation.assignments[consolidation.assignments["role"].eq(Role.LEAD)]
    return set(zip(rows["agency"], rows["task"], strict=True))


def _foot(consolidation: Consolidation) -> Markup:
    """Return the rate of each task over all agencies."""
    by_task = counts_by(consolidation.assignments, "task")
    rates = [
        tag("td", _rate(by_task.get(task.code, Counts())), data_section=task.section) for task in consolidation.tasks
    ]
    whole = tag("td", _rate(counts(consolidation.assignments)))
    return tag("tfoot", tag("tr", tag("th", "Tỷ lệ hoàn thành, tất cả cơ quan", scope="row", colspan=2), whole, rates))


def _rate(numbers: Counts) -> str:
    return "" if numbers.done_rate is None else percent(numbers.done_rate)
