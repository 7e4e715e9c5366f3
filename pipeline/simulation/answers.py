"""Answers: one agency's form for one round, filled in as a careful officer would."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from pipeline.campaign.agencies import Group
from pipeline.campaign.assignment import Role
from pipeline.campaign.tasks import Task
from pipeline.forms.form import Form, FormIndicator, FormRow
from pipeline.forms.schema.schema import Status, Typed
from pipeline.simulation import wording
from pipeline.simulation.course import Course, course, working_day
from pipeline.simulation.dice import Dice
from pipeline.simulation.documents import Papers
from pipeline.simulation.model_wording import MODELS, MODELS_BY_KIND
from pipeline.simulation.numbers import Numbers
from pipeline.simulation.people import header
from pipeline.simulation.phrases import names_in, phrase, with_capital, written_date, written_number
from pipeline.simulation.profiles import names, profile
from pipeline.simulation.results import Teller, fitting_blocks, short_text
from pipeline.simulation.vocabulary import TaskVocabulary, Vocabulary


def filled_form(form: Form, *, vocabulary: Vocabulary, seed: int, report_date: date) -> Form:
    """Return the form with every cell filled in without fault, as things stand on the report date or the cut-off."""
    officer = _Officer(form=form, vocabulary=vocabulary, seed=seed, on=min(report_date, form.round.cut_off))
    return replace(
        form,
        rows=tuple(replace(row, values=officer.row_values(row)) for row in form.rows),
        indicators=tuple(replace(asked, values=officer.indicator_values(asked)) for asked in form.indicators),
        header=header(form.campaign, form.agency, report_date=report_date, seed=seed),
        models=officer.models,
        proposals=officer.proposals(),
    )


@dataclass(frozen=True, kw_only=True)
class _Officer:
    """Who fills in one form: knows the agency, its tasks, and the day on which figures are taken."""

    form: Form
    vocabulary: Vocabulary
    seed: int
    on: date

    def dice(self, *key: object) -> Dice:
        """Return the agency's dice for a purpose; the round is not in it unless the key says so."""
        return Dice(self.seed, self.form.agency.code, *key)

    @cached_property
    def style(self) -> int:
        """Return how the agency writes several sentences in one cell."""
        return self.dice("style").between(0, 3)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the names of the agency's own world, with the values of its indicators."""
        known = names(self.form.agency)
        values = self.numbers.values([asked.indicator.code for asked in self.form.indicators])
        return known | {code: written_number(value) for code, value in values.items() if value > 0}

    @cached_property
    def courses(self) -> Mapping[str, Course]:
        """Return how each task goes here."""
        return {row.task.code: self._course(row) for row in self.form.rows}

    @cached_property
    def numbers(self) -> Numbers:
        """Return what the indicators are worth on the day."""
        listed = len(self.models)
        return Numbers(
            agency=self.form.agency,
            seed=self.seed,
            indicators={asked.indicator.code: asked.indicator for asked in self.form.indicators},
            vocabulary=self.vocabulary.indicators,
            progress=lambda task: self.courses[task].progress(self.on),
            concerned=lambda task: not self.courses[task].nil,
            models={
                "all": listed,
                "new": listed - sum(1 for model in self.models if str(model["started"]).startswith("Năm")),
            },
        )

    def _words(self, task: Task) -> TaskVocabulary:
        return self.vocabulary.tasks.get(task.code, TaskVocabulary())

    def _course(self, row: FormRow) -> Course:
        words = self._words(row.task)
        without_work = (
            row.task.code in self.vocabulary.tasks and not words.blocks(row.assignment.role, self.form.agency).done
        )
        nil_percent = 100 if without_work else words.nil_percent
        decision = self.form.campaign.decision
        return course(row.task, row.assignment, decision, self.dice(row.task.code), nil_percent=nil_percent)

    def row_values(self, row: FormRow) -> Mapping[str, Typed]:
        """Return the open cells of one row of `Báo cáo`."""
        going = self.courses[row.task.code]
        status = going.status(self.on)
        cells: dict[str, Typed] = {"status": status.value}
        match status:
            case Status.DONE:
                cells |= self._done(row, going)
            case Status.IN_PROGRESS:
                cells |= self._in_progress(row, going)
            case Status.NOT_STARTED:
                cells |= self._not_started(row, going)
            case Status.NIL:
                reasons = self._words(row.task).nil_reasons(self.form.agency)
                cells["difficulties"] = self._said(row, reasons or wording.NIL)
        return {name: value for name, value in cells.items() if value is not None}

    def _done(self, row: FormRow, going: Course) -> Mapping[str, Typed]:
        dice = self.dice(row.task.code, "done")
        told = self._teller(row, going).done()
        late = row.assignment.due is not None and going.completes > row.assignment.due
        difficulties: str | None = None
        if late and dice.happens(70):
            difficulties = self._said(row, wording.LATE)
        elif dice.happens(16):
            difficulties = self._difficulty(row)
        return {
            "percent": 100.0 if dice.happens(75) else None,
            "completed_on": going.completes,
            "result": told.text,
            "evidence": self._evidence(row, going, told.documents or (self._main_document(row, going),)),
            "difficulties": difficulties,
            "proposals": self._said(row, wording.REQUESTS) if dice.happens(7) else None,
        }

    def _in_progress(self, row: FormRow, going: Course) -> Mapping[str, Typed]:
        dice = self.dice(row.task.code, "in progress", self.form.round.code)
        progress = going.progress(self.on)
        told = self._teller(row, going).doing(progress=progress)
        difficulties: str | None = None
        if self._is_overdue(row):
            difficulties = self._overdue_reason(row, going)
        elif dice.happens(42):
            difficulties = self._difficulty(row)
        return {
            "percent": float(min(95, max(5, round(progress * 20) * 5))) if dice.happens(80) else None,
            "result": told.text,
            "evidence": self._evidence(row, going, told.documents) if told.documents else None,
            "difficulties": difficulties,
            "proposals": self._said(row, wording.REQUESTS) if dice.happens(14) else None,
        }

    def _not_started(self, row: FormRow, going: Course) -> Mapping[str, Typed]:
        dice = self.dice(row.task.code, "not started")
        limit = row.task.time_limit
        early = limit is not None and limit.start is not None and limit.start > self.on
        if self._is_overdue(row):
            reason = self._overdue_reason(row, going)
        elif early:
            led = row.assignment.role is Role.LEAD
            reason = self._said(row, wording.NOT_YET_DUE if led else wording.NOT_YET_DUE + wording.NOT_YET_ASKED)
        else:
            led = row.assignment.role is Role.LEAD
            reason = self._said(
                row, wording.NOT_YET_BEGUN if led else wording.NOT_YET_ASKED[:2] + wording.NOT_YET_BEGUN
            )
        return {"percent": 0.0 if dice.happens(40) else None, "difficulties": reason}

    def _is_overdue(self, row: FormRow) -> bool:
        """Return whether the form asks for a reason because the date has passed."""
        due = row.assignment.due
        return due is not None and due < self.form.round.last_day

    def _overdue_reason(self, row: FormRow, going: Course) -> str:
        soon = self.form.round.last_day + timedelta(days=12)
        aim = min(max(going.completes, soon), max(self.form.campaign.decision.period_end, soon))
        known = self._row_names(row) | {"expected": written_date(working_day(aim))}
        dice = self.dice(row.task.code, "overdue", self.form.round.code)
        return with_capital(phrase(dice.early_of(wording.OVERDUE), dice, known))

    def _said(self, row: FormRow, blocks: tuple[str, ...]) -> str:
        """Return one of the reasons as a sentence."""
        known = self._row_names(row)
        dice = self.dice(row.task.code, blocks[0])
        block = dice.early_of([block for block in blocks if names_in(block) <= known.keys()] or wording.NIL)
        sentence = with_capital(phrase(block, dice, known))
        return sentence if sentence.endswith(".") else f"{sentence}."

    def _difficulty(self, row: FormRow) -> str:
        special = self._words(row.task).own_difficulties(self.form.agency)
        if special and self.dice(row.task.code, "special trouble").happens(55):
            return self._said(row, special)
        # A few general troubles of its own come back in many rows of an agency.
        troubles = wording.DIFFICULTIES.get(self.form.agency.group, wording.DIFFICULTIES[Group.PUBLIC_SERVICE_UNITS])
        own = self.dice("troubles")
        return self._said(row, tuple(own.early_of(troubles) for _ in range(5)))

    def _row_names(self, row: FormRow) -> dict[str, str]:
        """Return the names that sentences about a row may use."""
        task, role = row.task, row.assignment.role
        dice = self.dice(task.code, "names")
        known = dict(self.names) | {
            "task": short_text(task),
            "subject": self.form.campaign.decision.subject,
            "unit": phrase(profile(self.form.agency).unit, dice, self.names),
        }
        if role is Role.COORDINATOR:
            single = task.lead[0].agency if len(task.lead) == 1 else None
            leader = None if single is None else self.form.campaign.agency_by_code.get(single)
            known["leader"] = "cơ quan chủ trì" if leader is None else leader.name
        return known

    def _teller(self, row: FormRow, going: Course) -> Teller:
        papers = self._papers(row, going)
        held = papers.until - timedelta(days=self.dice(row.task.code, "held").between(4, 10))
        words = self._words(row.task)
        return Teller(
            key=(self.seed, self.form.agency.code, row.task.code),
            blocks=fitting_blocks(words, row.assignment.role, self.form.agency),
            names=self._row_names(row) | {"date": written_date(max(working_day(held), going.starts))},
            papers=papers,
            main_kind=words.main_evidence,
            style=self.style,
        )

    def _papers(self, row: FormRow, going: Course) -> Papers:
        """Return the documents of a row, none younger than its completion or the day of the figures."""
        until = min(self.on, going.completes)
        return Papers(agency=self.form.agency, task=row.task.code, starts=going.starts, until=until, seed=self.seed)

    def _main_document(self, row: FormRow, going: Course) -> str:
        return self._papers(row, going).quoted(self._words(row.task).main_evidence, plan=True)

    def _evidence(self, row: FormRow, going: Course, quoted: tuple[str, ...]) -> str:
        """Return the documents that the result quotes, sometimes with their subject or with one document more."""
        words = self._words(row.task)
        dice = self.dice(row.task.code, "evidence")
        listed = list(quoted)
        if words.subject and dice.happens(35):
            listed[0] += f" về {words.subject}"
        if len(words.evidence) > 1 and dice.happens(45):
            further = self._papers(row, going).quoted(dice.one_of(words.evidence[1:]), plan=True)
            if not any(further.split()[0] == text.split()[0] for text in listed):
                listed.append(further)
        return ("\n" if self.style == 0 else "; ").join(listed)

    def indicator_values(self, asked: FormIndicator) -> Mapping[str, Typed]:
        """Return the open cells of one row of `Chỉ tiêu`."""
        code = asked.indicator.code
        cells: dict[str, Typed] = {"value": float(self.numbers.value(code))}
        if self.dice(code, "note", self.form.round.code).happens(6):
            cells["note"] = f"Số liệu đến {written_date(self.on)}"
        return cells

    @cached_property
    def models(self) -> tuple[Mapping[str, Typed], ...]:
        """Return the agency's models on the day: none before its task is done, more as time goes on."""
        code = self.form.campaign.decision.model_task
        going = None if code is None else self.courses.get(code)
        if going is None or going.status(self.on) is not Status.DONE:
            return ()
        kind = profile(self.form.agency)
        dice = self.dice("models")
        offered = dice.shuffled(MODELS_BY_KIND.get(kind.name, MODELS.get(kind.group, ())))
        count = (1, 1, 1, 2, 2, 3)[dice.below(6)]
        listed = []
        for position, model in enumerate(offered[:count]):
            since = going.completes + timedelta(days=position * dice.between(20, 70))
            old = position == 0 and dice.happens(35)
            started = f"Năm {since.year - dice.between(1, 3)}" if old else f"Tháng {since.month}/{since.year}"
            if since <= self.on:
                known = names(self.form.agency)
                known |= {"unit": phrase(kind.unit, dice, known)}
                told = {
                    name: with_capital(phrase(getattr(model, name), dice, known))
                    for name in ("name", "place", "result")
                }
                listed.append({**told, "field": model.field, "started": started})
        return tuple(listed)

    def proposals(self) -> tuple[Mapping[str, Typed], ...]:
        """Return the agency's proposals to amend the catalogue: mostly none, seldom two."""
        asked = {row.task.code for row in self.form.rows}
        fitting = [
            amendment
            for amendment in self.vocabulary.amendments
            if (not amendment.task or amendment.task in asked)
            and (not amendment.groups or self.form.agency.group in amendment.groups)
        ]
        dice = self.dice("amendments", self.form.round.code)
        count = (0, 0, 0, 0, 0, 0, 0, 1, 1, 2)[dice.below(10)]
        known = names(self.form.agency)
        return tuple(
            {
                "kind": amendment.kind,
                "task": amendment.task or None,
                "content": with_capital(phrase(amendment.content, dice, known)),
                "reason": with_capital(phrase(amendment.reason, dice, known)),
            }
            for amendment in dice.shuffled(fitting)[:count]
        )
