"""The page of rules, `docs/rules.md`, made from the tables of cases: `python -m tests.spec.document` writes it anew."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.rules import Rule, Severity
from tests.spec import (
    test_across,
    test_added_columns,
    test_cells,
    test_done_allowed,
    test_files,
    test_rows,
    test_workbook,
)
from tests.spec.cases import table_problems
from tests.support.campaign import CAMPAIGN, CITY

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"
GATES = {
    "container": "Container: can the file be opened",
    "identity": "Identity: whose return, which round",
    "structure": "Structure: sheets, columns, rows",
    "cell": "Cells",
    "row": "Rows of «Báo cáo»",
    "workbook": "The workbook as a whole",
    "across": "Across rounds and agencies",
}
HEAD = """\
# Rules of validation

Made from the tables in `tests/spec/` by `python -m tests.spec.document`; do not edit by hand.

Severities: **Lỗi** (`error`): not used, or the row counts as in error · **Lưu ý** (`warning`): used, but somebody should look ·
**Đã chuẩn hóa** (`normalised`): used after a lossless change that is on record. All problems are collected; a cell in error gets
no second problem. Sentences are templates: words in braces are filled in.

What breaks a rule marked ◇ can be used all the same: a campaign can make such an error a warning (`rule_severities` in
`decision.yaml`), and excuse an agency from such a rule (`waivers` with `rule`); the finding stays on record as a warning.
"""
#: What was typed, and the sentence that the officer reads then.
Example = tuple[str | None, str]


def rules_page(campaign: Campaign, schemas: Schemas, scratch: Path) -> str:
    """The page; files of examples are written into a scratch folder."""
    examples = rule_examples(campaign, schemas, scratch)
    parts = [HEAD]
    for gate, title in GATES.items():
        parts.append(f"## {title}\n")
        parts += [_entry(rule, examples.get(rule)) for rule in Rule if rule.code.partition(".")[0] == gate]
    return "\n".join(parts)


def rule_examples(campaign: Campaign, schemas: Schemas, scratch: Path) -> Mapping[Rule, Example]:
    """The first case of each rule, in the order of the tables."""
    examples: dict[Rule, Example] = {}
    for rule, example in _all_examples(campaign, schemas, scratch):
        examples.setdefault(rule, example)
    return examples


def _all_examples(campaign: Campaign, schemas: Schemas, scratch: Path) -> Iterator[tuple[Rule, Example]]:
    for position, case in enumerate(test_files.CASES):
        files = test_files.received_files(case, scratch / str(position), campaign, schemas)
        yield from _of_files(files.values())
    yield from _of_files([test_files.unreadable_file(scratch / "unreadable")])
    for table in (test_cells.CASES, test_rows.CASES, test_workbook.CASES):
        for problems in table_problems(table, campaign, schemas).values():
            yield from ((one.rule, (one.value, one.message)) for one in problems)
    yield from test_added_columns.EXAMPLES.items()
    yield Rule.DONE_NOT_ALLOWED, test_done_allowed.EXAMPLE
    across = [
        *test_across.table_problems(campaign, schemas),
        *test_across.agencies_found(campaign, schemas, test_across.ACROSS_AGENCIES),
    ]
    yield from ((one.rule, (one.value, one.message)) for one in across)


def _of_files(files: Iterable[ReceivedFile]) -> Iterator[tuple[Rule, Example]]:
    for file in files:
        if file.rule is not None and file.reason is not None:
            yield Rule.of(file.rule), (None, file.reason)
        yield from ((one.rule, (one.value, one.message)) for one in file.problems)


def _entry(rule: Rule, example: Example | None) -> str:
    mark = " ◇" if rule.excusable else ""
    lines = [
        f"### `{rule.code}` · {rule.severity.label}{mark}\n",
        f"{rule.value.gloss} *{consequence(rule)}*\n",
        f"- Nội dung: {rule.value.message}",
        f"- Cách sửa: {rule.value.hint}",
    ]
    if example is not None and example != (None, rule.value.message):
        typed, message = example
        quoted = "" if typed is None else f"`{_short(typed)}` → "
        lines.append(f"- Ví dụ: {quoted}{message}")
    return "\n".join([*lines, ""])


def consequence(rule: Rule) -> str:
    """What a problem of a rule does, unless a campaign or a waiver asks less."""
    match (rule.severity, rule.code.partition(".")[0]):
        case _ if rule.value.consequence is not None:
            return rule.value.consequence
        case (Severity.ERROR, "container" | "identity" | "structure"):
            return "The file is rejected: nothing of it is used."
        case (Severity.ERROR, "cell"):
            return "The value is not used. The row counts as in error (`L`); an indicator is left out of the totals."
        case (Severity.ERROR, _):
            return "The row counts as in error (`L`); what was typed is shown."
        case (Severity.WARNING, _):
            return "Used; somebody should look."
    return "Used after the recorded change."


def _short(typed: str) -> str:
    one_line = typed.replace("\n", " ⏎ ").replace("`", "ˋ")
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as scratch:
        campaign = read_campaign(CITY, CAMPAIGN)
        page = rules_page(campaign, read_schemas(CITY, campaign), Path(scratch))
    PAGE.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
