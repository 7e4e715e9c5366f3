"""What our own templates print, so that it is not taken for something that an agency wrote."""

from dataclasses import dataclass, field
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.earlier_return import earlier_titles
from pipeline.forms.form import Form, blank_form
from pipeline.forms.layout import TABLE_HEADING_ROW, printed_texts, report_layout
from pipeline.forms.marks import TO_CORRECT
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.forms.template import GUIDE
from pipeline.intake.tables.location import comparable


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The templates of one round as values; none of them need be written."""

    campaign: Campaign
    round: Round
    schemas: Schemas
    _forms: dict[str, Form] = field(default_factory=dict)
    _texts: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)

    def form(self, agency: str) -> Form:
        """Return the blank form of an agency, as it would be made now."""
        if agency not in self._forms:
            self._forms[agency] = blank_form(
                self.campaign, self.round, self.campaign.agency_by_code[agency], self.schemas, generated_on=date.min
            )
        return self._forms[agency]

    def is_printed(self, text: str, sheet: str, agency: str) -> bool:
        """Return whether the template of an agency prints a text on a sheet.

        Most of what is printed is the same for all, so what was printed for others is asked first.
        """
        name, words = comparable(sheet), comparable(text)
        if any(words in texts.get(name, ()) for texts in self._texts.values()):
            return True
        if agency in self._texts:
            return False
        self._texts[agency] = {
            comparable(sheet): frozenset(map(comparable, texts))
            for sheet, texts in printed_texts(self.form(agency), self.schemas).items()
        }
        return words in self._texts[agency].get(name, ())

    @property
    def sheet_names(self) -> frozenset[str]:
        """Return the comparable names of the sheets of a template, and of the one more that a feedback workbook has."""
        return frozenset(map(comparable, (GUIDE, TO_CORRECT, *(schema.sheet for schema in self.schemas.sheets))))

    @property
    def earlier_titles(self) -> frozenset[str]:
        """Return the comparable headings under which the round before is shown; none where there is no such round."""
        previous = self.campaign.round_by_code.get(self.round.previous or "")
        return frozenset() if previous is None else frozenset(map(comparable, earlier_titles(previous)))

    def header_row(self, schema: SheetSchema, agency: str) -> int:
        """Return the row in which the headings of a table stand."""
        if schema.name != self.schemas.report.name:
            return TABLE_HEADING_ROW
        return report_layout(self.form(agency), self.schemas).heading_row
