"""What people see on a sheet besides the values of its cells: words struck through, links, pictures, text boxes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

#: First row, first column, last row, last column, from zero.
Area = tuple[int, int, int, int]
#: Texts beyond this length are quoted in part.
LONGEST_TEXT = 4_000


class OverlayKind(Enum):
    """What lies over a sheet."""

    PICTURE = auto()
    #: A document embedded in the sheet, shown as an icon or a picture of itself.
    DOCUMENT = auto()
    TEXT_BOX = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """One thing that lies over a sheet."""

    kind: OverlayKind
    #: From its first cell to its last; None where its place is not told by cells.
    area: Area | None
    #: What a text box says.
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoration:
    """What one cell shows besides its value."""

    #: The words of its text that are struck through, piece by piece.
    struck: tuple[str, ...] = ()
    #: Whether the whole cell is struck through by its style.
    all_struck: bool = False
    #: The address outside the workbook to which it leads.
    link: str = ""
    #: Set where a picture or a document stands in the cell in place of a value, or lies over it.
    picture: OverlayKind | None = None


@dataclass(frozen=True, slots=True)
class Strikes:
    """What of a workbook is struck through: cells by their style, shared strings in part by their index."""

    styles: frozenset[int] = frozenset()
    strings: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
