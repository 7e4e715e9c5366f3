"""The page to look at: one file that needs nothing but a browser, asks for nothing and lets nothing in."""

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files as package_files
from pathlib import Path

from pipeline.consolidation.compare import comparison
from pipeline.consolidation.merge import Consolidation
from pipeline.errors import OutputError, reason_of
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.extent import names_everybody
from pipeline.reports.html.colours import colour_styles
from pipeline.reports.html.details import Details, details
from pipeline.reports.html.markup import Markup, joined, json_text, raw, tag
from pipeline.reports.html.matrix import legend_section, matrix_section
from pipeline.reports.html.overview import groups, head, headline, sections, weakest_tasks


def write_html(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    path: Path,
) -> None:
    """Write the page; the same round gives the same bytes.

    Raises:
        OutputError: the file cannot be written.
    """
    page = html_page(consolidation, files, problems, schemas)
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"Không ghi được {path} ({reason_of(error)}); đóng tệp đang mở, kiểm tra quyền ghi rồi chạy lại."
        ) from error


def html_page(
    consolidation: Consolidation, files: Sequence[ReceivedFile], problems: Sequence[Problem], schemas: Schemas
) -> str:
    """Return the page: figures and matrix as they stand, then what a click tells as data for the script.

    With too many agencies for a page it is figures alone, and there is no script.
    """
    beside = comparison(consolidation)
    everybody = names_everybody(consolidation)
    style, script = colour_styles() + _page_file("page.css"), _page_file("page.js") if everybody else ""
    decision, round_ = consolidation.campaign.decision, consolidation.round
    content = tag(
        "html",
        "\n",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=content_security_policy(style, script)),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("title", f"Tổng hợp báo cáo {decision.subject} {round_.name}"),
            tag("style", raw(style)),
        ),
        "\n",
        tag(
            "body",
            tag("a", "Đến ma trận" if everybody else "Đến tình trạng nhiệm vụ", href="#ma-tran", class_="skip"),
            head(consolidation),
            tag(
                "main",
                headline(consolidation, beside),
                tag("div", groups(consolidation, beside), sections(consolidation, beside), class_="pair"),
                weakest_tasks(consolidation, beside),
                matrix_section(consolidation) if everybody else legend_section(consolidation),
            ),
            [
                _panel(),
                "\n",
                _data(details(consolidation, files, problems, schemas, beside)),
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
    """Return what the script tells on a click."""
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
