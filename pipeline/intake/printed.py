"""What our own templates print, so that it is not taken for something that an agency wrote."""

from dataclasses import dataclass, field
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.earlier import earlier_titles
from pipeline.forms.form import Form, blank_form
from pipeline.forms.marks import TO_CORRECT
from pipeline.forms.schema import Schemas, SheetSchema
from pipeline.forms.template import template_bytes
from pipeline.intake.container import RawWorkbook, read_workbook
from pipeline.intake.raw import filled_cells
from pipeline.intake.tables import comparable, located_table

#: Comparable name of a sheet to the comparable texts on it.
_Texts = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Sample:
    """A template read back as a return is."""

    workbook: RawWorkbook
    texts: _Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The templates of one round: forms by agency, and the cells of as few templates as can answer."""

    campaign: Campaign
    round: Round
    schemas: Schemas
    _forms: dict[str, Form] = field(default_factory=dict)
    _samples: dict[str, _Sample] = field(default_factory=dict)

    def form(self, agency: str) -> Form:
        """Return the blank form of an agency, as it would be made now."""
        if agency not in self._forms:
            self._forms[agency] = blank_form(
                self.campaign, self.round, self.campaign.agency_by_code[agency], self.schemas, generated_on=date.min
            )
        return self._forms[agency]

    def is_printed(self, text: str, sheet: str, agency: str) -> bool:
        """Return whether the template of an agency prints a text on a sheet.

        Most of what is printed is the same for all, so a template that was made before is asked first.
        """
        name, wanted = comparable(sheet), comparable(text)
        if any(wanted in sample.texts.get(name, ()) for sample in self._samples.values()):
            return True
        return agency not in self._samples and wanted in self._sample(agency).texts.get(name, ())

    def sheet_names(self, agency: str) -> frozenset[str]:
        """Return the comparable names of the sheets of a template, and of the one more that a feedback workbook has."""
        return frozenset(self._any_sample(agency).texts) | {comparable(TO_CORRECT)}

    @property
    def earlier_titles(self) -> frozenset[str]:
        """Return the comparable headings under which the round before is shown; none where there is no such round."""
        previous = self.campaign.round_by_code.get(self.round.previous or "")
        return frozenset() if previous is None else frozenset(map(comparable, earlier_titles(previous)))

    def header_row(self, schema: SheetSchema, agency: str) -> int | None:
        """Return the row in which the headings of a table stand, the same in every template."""
        sheet = self._any_sample(agency).workbook.sheet(schema.sheet)
        table = None if sheet is None else located_table(sheet, schema)
        return None if table is None else table.header_row

    def _any_sample(self, agency: str) -> _Sample:
        return next(iter(self._samples.values()), None) or self._sample(agency)

    def _sample(self, agency: str) -> _Sample:
        workbook = read_workbook(template_bytes(self.form(agency), self.schemas))
        if not isinstance(workbook, RawWorkbook):
            raise TypeError(f"our own template of {agency} does not pass the gate: {workbook}")
        texts = {
            comparable(sheet.name): frozenset(
                comparable(value) for _, _, value in filled_cells(sheet) if isinstance(value, str)
            )
            for sheet in workbook.sheets
        }
        self._samples[agency] = _Sample(workbook, texts)
        return self._samples[agency]
