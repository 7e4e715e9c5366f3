"""Charts as pictures (PNG): stacked horizontal bars whose parts differ by colour, mark and number.

The font is delivered with the program, so that Vietnamese letters look the same on every machine.
"""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.reports.written.blocks import BarChart

#: Millimetres and dots per inch.
PICTURE_WIDTH, _RESOLUTION = 165.0, 220
_DOT = _RESOLUTION / 25.4
FONT_FILE = Path(__file__).with_name("fonts") / "LiberationSans-Regular.ttf"
#: Sizes in points, lengths in millimetres.
_TEXT_SIZE, _LABEL_SIZE = 9.0, 8.0
_NAMES_WIDTH, _BAR_HEIGHT, _BAR_GAP, _LINE, _SWATCH, _SPACE = 52.0, 6.2, 2.6, 4.2, 2.8, 1.6
#: Text, axis and the seam between two parts.
_INK, _AXIS, _SEAM = "#1A1A1A", "#8A8A8A", "#FFFFFF"
_STEPS = (0, 20, 40, 60, 80, 100)


def bar_chart_png(chart: BarChart) -> bytes:
    """Return the chart as a picture; the same chart gives the same bytes."""
    font = _font(_TEXT_SIZE)
    legend = _legend_lines(chart, font)
    bars = len(chart.bars) * (_BAR_HEIGHT + _BAR_GAP) + _BAR_GAP
    height = bars + _LINE * (1.3 + 1.2 * len(legend))
    image = Image.new("RGB", (_dots(PICTURE_WIDTH), _dots(height)), "#FFFFFF")
    draw = ImageDraw.Draw(image)
    _draw_axis(draw, bottom=bars, font=_font(_LABEL_SIZE))
    for position, name in enumerate(chart.bars):
        top = _BAR_GAP + position * (_BAR_HEIGHT + _BAR_GAP)
        _draw_name(draw, name, middle=top + _BAR_HEIGHT / 2, font=font)
        _draw_bar(draw, chart, position, top=top)
    _draw_legend(draw, chart, legend, top=bars + _LINE * 1.4, font=font)
    content = io.BytesIO()
    image.save(content, "PNG", dpi=(_RESOLUTION, _RESOLUTION))
    return content.getvalue()


def text_colour_on(ground: str) -> str:
    """Return black or white, whichever has the greater contrast on a ground (RRGGBB): at least 4.5 on any."""
    return "000000" if contrast(ground, "000000") >= contrast(ground, "FFFFFF") else "FFFFFF"


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours (RRGGBB) as WCAG 2 defines it: 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _dots(millimetres: float) -> int:
    return round(millimetres * _DOT)


@cache
def _font(points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILE, round(points * _RESOLUTION / 72), layout_engine=ImageFont.Layout.BASIC)


def _edges() -> tuple[float, float]:
    """Return where bars begin and end, in millimetres from the left."""
    return _NAMES_WIDTH + _SPACE, PICTURE_WIDTH - 5.0


def _draw_axis(draw: ImageDraw.ImageDraw, *, bottom: float, font: ImageFont.FreeTypeFont) -> None:
    left, right = _edges()
    for step in _STEPS:
        x = _dots(left + (right - left) * step / 100)
        draw.line((x, 0, x, _dots(bottom)), fill="#DCDCDC", width=2)
        draw.text((x, _dots(bottom + 0.8)), f"{step}%", fill=_INK, font=font, anchor="ma")
    draw.line((_dots(left), _dots(bottom), _dots(right), _dots(bottom)), fill=_AXIS, width=2)


def _draw_name(draw: ImageDraw.ImageDraw, name: str, *, middle: float, font: ImageFont.FreeTypeFont) -> None:
    """Draw what stands beside a bar, right-aligned, on two lines at most."""
    lines = _wrapped(name, font, _dots(_NAMES_WIDTH))[:2]
    top = middle - _LINE * 0.85 * (len(lines) - 1) / 2
    for position, line in enumerate(lines):
        right_middle = (_dots(_NAMES_WIDTH), _dots(top + position * _LINE * 0.85))
        draw.text(right_middle, line, fill=_INK, font=font, anchor="rm")


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _draw_bar(draw: ImageDraw.ImageDraw, chart: BarChart, position: int, *, top: float) -> None:
    """Draw the parts of one bar, each with its number where there is room; a bar of nothing stays empty."""
    whole = sum(part.values[position] for part in chart.parts)
    if not whole:
        return
    font = _font(_LABEL_SIZE)
    left, right = _edges()
    before = 0
    for part in chart.parts:
        value = part.values[position]
        start = _dots(left + (right - left) * before / whole)
        end = _dots(left + (right - left) * (before + value) / whole)
        before += value
        if end <= start:
            continue
        draw.rectangle(
            (start, _dots(top), end, _dots(top + _BAR_HEIGHT)), fill=f"#{part.colour}", outline=_SEAM, width=2
        )
        for label in (f"{part.mark} {value}".strip(), str(value)):
            if font.getlength(label) + _dots(_SPACE) <= end - start:
                middle = ((start + end) // 2, _dots(top + _BAR_HEIGHT / 2))
                draw.text(middle, label, fill=f"#{text_colour_on(part.colour)}", font=font, anchor="mm")
                break


def _legend_lines(chart: BarChart, font: ImageFont.FreeTypeFont) -> list[list[int]]:
    """Return the positions of the parts on each line of the legend."""
    lines: list[list[int]] = [[]]
    used = 0.0
    for index, part in enumerate(chart.parts):
        width = _entry_width(part.name, part.mark, font)
        if lines[-1] and used + width > _dots(PICTURE_WIDTH):
            lines.append([])
            used = 0.0
        lines[-1].append(index)
        used += width
    return lines


def _entry_width(name: str, mark: str, font: ImageFont.FreeTypeFont) -> float:
    return _dots(_SWATCH + 4 * _SPACE) + font.getlength(_entry(name, mark))


def _entry(name: str, mark: str) -> str:
    return f"{mark}: {name[:1].lower()}{name[1:]}" if mark else name


def _draw_legend(
    draw: ImageDraw.ImageDraw,
    chart: BarChart,
    lines: Sequence[Sequence[int]],
    *,
    top: float,
    font: ImageFont.FreeTypeFont,
) -> None:
    for row, indexes in enumerate(lines):
        entries = [chart.parts[index] for index in indexes]
        width = sum(_entry_width(part.name, part.mark, font) for part in entries)
        left = (_dots(PICTURE_WIDTH) - width) / 2
        upper = top + row * _LINE * 1.2
        for part in entries:
            box = (left, _dots(upper), left + _dots(_SWATCH), _dots(upper + _SWATCH))
            draw.rectangle(box, fill=f"#{part.colour}", outline=_AXIS, width=1)
            text = (left + _dots(_SWATCH + _SPACE), _dots(upper + _SWATCH / 2))
            draw.text(text, _entry(part.name, part.mark), fill=_INK, font=font, anchor="lm")
            left += _entry_width(part.name, part.mark, font)
