"""The page to look at: one file that needs nothing but a browser, asks for nothing and lets nothing in."""

import base64
import hashlib
from importlib.resources import files as package_files
from pathlib import Path

from pipeline.reports.extent import names_everybody
from pipeline.reports.figures import Figures
from pipeline.reports.html.colours import colour_styles
from pipeline.reports.html.details import Details, details
from pipeline.reports.html.markup import Markup, joined, json_text, raw, tag
from pipeline.reports.html.matrix import legend_section, matrix_section
from pipeline.reports.html.overview import groups, head, headline, sections, weakest


def write_html(figures: Figures, path: Path) -> None:
    """Write the page; the same round gives the same bytes."""
    path.write_text(html_page(figures), encoding="utf-8", newline="\n")


def html_page(figures: Figures) -> str:
    """Return the page: figures and matrix as they stand, then what a click shows as data for the script.

    With too many agencies for a page it is figures alone, and there is no script.
    """
    everybody = names_everybody(figures.consolidation)
    style, script = colour_styles() + _page_file("page.css"), _page_file("page.js") if everybody else ""
    content = tag(
        "html",
        "\n",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=content_security_policy(style, script)),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("title", f"Tổng hợp báo cáo {figures.campaign.decision.subject} {figures.round.name}"),
            tag("style", raw(style)),
        ),
        "\n",
        tag(
            "body",
            tag("a", "Đến ma trận" if everybody else "Đến tình trạng nhiệm vụ", href="#ma-tran", class_="skip"),
            head(figures),
            tag(
                "main",
                headline(figures),
                tag("div", groups(figures), sections(figures), class_="pair"),
                weakest(figures),
                matrix_section(figures) if everybody else legend_section(figures),
            ),
            [
                _panel(),
                "\n",
                _data(details(figures)),
                "\n",
                tag("script", raw(script)),
            ]
            if everybody
            else [],
        ),
        lang="vi",
    )
    return joined([Markup("<!doctype html>\n"), content, "\n"])


def content_security_policy(style: str, script: str) -> str:
    """Return what the browser may do: apply this style, run this script, nothing else."""
    return (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _data(details: Details) -> Markup:
    """Return what the script shows at a click."""
    return tag("script", Markup(json_text(details)), type="application/json", id="details")


def _panel() -> Markup:
    """Return the panel that a click fills."""
    return tag(
        "dialog",
        tag("button", "Đóng", type="button", id="close"),
        tag("h2", id="panel-title", tabindex="-1"),
        tag("div", id="panel-content"),
        id="panel",
        aria_labelledby="panel-title",
    )


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _page_file(name: str) -> str:
    return (package_files("pipeline.reports.html") / name).read_text(encoding="utf-8")
