"""Colours of the page, light and dark: every text colour reads on its ground with a contrast of at least 4.5."""

from collections.abc import Mapping

from pipeline.consolidation.states import State, Submission
from pipeline.reports.colours import STATE_CHART_COLOURS, STATE_COLOURS, SUBMISSION_COLOURS

#: Ground and text of a state's cell at night (RRGGBB); by day they are those of the workbook.
DARK_STATE_COLOURS = {
    State.DONE_IN_TIME: ("1C4A2A", "C4F0D0"),
    State.DONE_LATE: ("484D14", "EDF2B4"),
    State.IN_PROGRESS: ("1D3E63", "CFE4FB"),
    State.NOT_STARTED: ("3B3F45", "E3E5E8"),
    State.OVERDUE: ("7A2513", "FFDCD1"),
    State.WITH_LEAD: ("23413D", "CBE3DE"),
    State.NIL: ("171C23", "B3BAC3"),
    State.IN_ERROR: ("4C2561", "F0DAFA"),
    State.NOT_REPORTED: ("665000", "FFEBB0"),
    State.WAIVED: ("4A4336", "E8DFCE"),
}
#: The page's own colours by what they are for.
LIGHT_COLOURS = {
    "ground": "F4F6F8",
    "card": "FFFFFF",
    "text": "1B2733",
    "quiet": "52606D",
    "line": "CBD3DB",
    "accent": "1F4E79",
    "accent-text": "FFFFFF",
    "head": "1F4E79",
    "head-other": "3F6F50",
    "head-text": "FFFFFF",
    "track": "E3E8ED",
    "focus": "B4500B",
    "alarm": "9B2C12",
}
DARK_COLOURS = {
    "ground": "10151B",
    "card": "171C23",
    "text": "E6EBF0",
    "quiet": "A9B4C0",
    "line": "36414D",
    "accent": "8CBDF0",
    "accent-text": "0C1A28",
    "head": "1E4467",
    "head-other": "2F5640",
    "head-text": "FFFFFF",
    "track": "2A333D",
    "focus": "FFB067",
    "alarm": "FF9D85",
}
#: Text colour and the grounds on which it stands.
TEXT_ON = {
    "text": ("ground", "card"),
    "quiet": ("ground", "card"),
    "accent": ("ground", "card"),
    "accent-text": ("accent",),
    "head-text": ("head", "head-other"),
    "alarm": ("card",),
}


def state_class(state: State) -> str:
    """Return the class of everything that wears a state's colours."""
    return state.name.lower().replace("_", "-")


def bar_colours() -> dict[str, str]:
    """Return the colours of the parts of bars by class: those of the workbook's charts, day and night."""
    states = {state_class(state): colour for state, colour in STATE_CHART_COLOURS.items()}
    returns = (Submission.IN_TIME, Submission.LATE, Submission.MISSING)
    return states | {submission.value: SUBMISSION_COLOURS[submission] for submission in returns}


def colour_styles() -> str:
    """Return the style rules of all colours: by the system's wish, by the reader's choice, and light on paper."""
    light = _properties(LIGHT_COLOURS, STATE_COLOURS)
    dark = _properties(DARK_COLOURS, DARK_STATE_COLOURS)
    rules = [
        f":root{{color-scheme:light;{light}}}",
        f'@media screen{{:root[data-theme="dark"]{{color-scheme:dark;{dark}}}}}',
        f'@media screen and (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{color-scheme:dark;{dark}}}}}',
    ]
    for state in State:
        name = state_class(state)
        rules.append(f".{name}{{background:var(--{name});color:var(--{name}-text)}}")
    rules += [f".part-{name}{{fill:#{colour}}}" for name, colour in bar_colours().items()]
    return "\n".join(rules) + "\n"


def _properties(colours: Mapping[str, str], states: Mapping[State, tuple[str, str]]) -> str:
    """Return custom properties that hold the colours."""
    own = [f"--{name}:#{colour}" for name, colour in colours.items()]
    for state, (ground, text) in states.items():
        own += [f"--{state_class(state)}:#{ground}", f"--{state_class(state)}-text:#{text}"]
    return ";".join(own)
