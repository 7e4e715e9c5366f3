"""How lines are laid out on a terminal of 80 columns."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from pipeline.cli.console import printable

WIDTH = 80
#: More items than this fill the screen; the others are counted, and stand in the workbook.
MOST_ITEMS = 40


def listed(heading: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a blank line, a heading with its items, wrapped; the sentence for none is written out."""
    yield ""
    if not items:
        yield from wrapped(f"{heading}: không có", indent="")
        return
    yield from wrapped(f"{heading} ({len(items)}):", indent="")
    others = len(items) - MOST_ITEMS
    named = items if others <= 0 else [*items[:MOST_ITEMS], f"và {others} mục khác"]
    yield from wrapped("; ".join(named))


def remark_lines(remarks: Sequence[str]) -> Iterator[str]:
    """Yield what was mended on reading the campaign's files, each in lines of its own; nothing where that is nothing."""
    if remarks:
        yield ""
        yield "Nên sửa trong tệp của đợt công tác:"
    for remark in remarks:
        yield from wrapped(remark, hanging="    ")


def wrapped(text: str, *, indent: str = "  ", hanging: str | None = None) -> Iterator[str]:
    """Yield a text in lines of the terminal's width; its own line ends stay. A name or path is never broken.

    What cannot be seen is spelt out before the lines are measured.
    """
    for line in text.splitlines() or [""]:
        yield from wrap(
            printable(line),
            width=WIDTH,
            initial_indent=indent,
            subsequent_indent=indent if hanging is None else hanging,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
