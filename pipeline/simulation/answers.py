"""Answers: one agency's form for one round, filled in as a careful officer would."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from pipeline.campaign.assignment import Role
from pipeline.campaign.causes import NOT_OPEN, cause_in_words
from pipeline.campaign.lists import OpenList
from pipeline.campaign.tasks import Task
from pipeline.forms.form import Form, FormIndicator, FormRow
from pipeline.forms.schema.schema import ColumnKind, Status, Typed
from pipeline.simulation.authors import Author, TaskDocuments
from pipeline.simulation.course import TaskCourse, task_course, working_day
from pipeline.simulation.numbers import IndicatorValues
from pipeline.simulation.phrases import names_in, phrase, with_capital, written_date, written_number
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.results import ResultWriter, short_text
from pipeline.simulation.vocabulary import Lines, Listed, Reasons, TaskVocabulary, Vocabulary, fitting
from pipeline.values import parse_number


def filled_form(form: Form, *, vocabulary: Vocabulary, seed: int, report_date: date) -> Form:
    """Return the form with every cell filled in without fault, as things stand on the report date or the cut-off."""
    author = Author(agency=form.agency, vocabulary=vocabulary, seed=seed)
    officer = _Officer(form=form, author=author, day=min(report_date, form.round.cut_off))
    return replace(
        form,
        rows=tuple(replace(row, values=officer.row_values(row)) for row in form.rows),
        indicators=tuple(replace(line, values=officer.indicator_values(line)) for line in form.indicators),
        header=author.header(form.campaign, report_date),
        lists={code: tuple(entry.values for entry in entries) for code, entries in officer.lists.items()},
        proposals=officer.proposals(),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of a list, and whether it was begun in the period."""

    values: Mapping[str, Typed]
    new: bool


@dataclass(frozen=True, kw_only=True)
class _Officer:
    """Who fills in one form: knows the agency, its tasks, and the day on which figures are taken."""

    form: Form
    author: Author
    day: date

    def random(self, *key: object) -> RandomSource:
        """Return the agency's random source for a purpose; the round is not in it unless the key says so."""
        return self.author.random(*key)

    @cached_property
    def style(self) -> int:
        """Return how the agency writes several sentences in one cell."""
        return self.random("style").between(0, 3)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the names that blocks take from the agency, with the values of its indicators."""
        values = {line.indicator.code: self.indicators.value(line.indicator.code) for line in self.form.indicators}
        return {
            **self.author.kind.names,
            **{code: written_number(value) for code, value in values.items() if value > 0},
        }

    @cached_property
    def courses(self) -> Mapping[str, TaskCourse]:
        """Return how each task goes here, by its code."""
        return {row.task.code: self._course(row) for row in self.form.rows}

    @cached_property
    def indicators(self) -> IndicatorValues:
        """Return what the indicators are worth on the day."""
        return IndicatorValues(
            author=self.author,
            indicators={line.indicator.code: line.indicator for line in self.form.indicators},
            progress=lambda task: self.courses[task].progress(self.day),
            concerned=lambda task: not self.courses[task].nil,
            listed=self._listed,
        )

    def _listed(self, counted: Listed) -> int:
        """Return how many entries of a list an indicator counts."""
        return sum(entry.new or not counted.new for entry in self.lists.get(counted.list, ()))

    @property
    def _reasons(self) -> Reasons:
        return self.author.vocabulary.reasons

    def _vocabulary(self, task: Task) -> TaskVocabulary:
        return self.author.vocabulary.task(task.code)

    def _course(self, row: FormRow) -> TaskCourse:
        vocabulary = self._vocabulary(row.task)
        without_work = (
            row.task.code in self.author.vocabulary.tasks
            and not vocabulary.blocks(row.assignment.role, self.author.keys).done
        )
        course = task_course(
            row.task,
            row.assignment,
            self.form.campaign,
            self.random(row.task.code),
            nil_percent=100 if without_work else vocabulary.nil_percent,
        )
        founded = self.form.agency.valid_from
        return course if founded is None else course.from_day(founded)

    def row_values(self, row: FormRow) -> Mapping[str, Typed]:
        """Return the open cells of one row of `Báo cáo`."""
        course = self.courses[row.task.code]
        status = course.status(self.day)
        cells: dict[str, Typed] = {"status": status.value}
        match status:
            case Status.DONE:
                cells |= self._done(row, course)
            case Status.IN_PROGRESS:
                cells |= self._in_progress(row, course)
            case Status.NOT_STARTED if row.values.get("status") == Status.NOT_STARTED:
                return row.values  # it was sent out so
            case Status.NOT_STARTED:
                cells |= self._not_started(row, course)
            case Status.NIL:
                reasons = next(fitting(self._vocabulary(row.task).nil, self.author.keys), self._reasons.nil)
                cells["difficulties"] = self._sentence(row, reasons)
        return {name: value for name, value in cells.items() if value is not None}

    def _done(self, row: FormRow, course: TaskCourse) -> Mapping[str, Typed]:
        random = self.random(row.task.code, "done")
        result = self._results(row, course).done()
        late = row.assignment.due is not None and course.completes > row.assignment.due
        difficulties: str | None = None
        if late and random.happens(70):
            difficulties = self._sentence(row, self._reasons.late)
        elif random.happens(16):
            difficulties = self._difficulty(row)
        return {
            "percent": 100.0 if random.happens(75) else None,
            "completed_on": course.completes,
            "result": result.text,
            "evidence": self._evidence(row, course, result.documents or (self._main_document(row, course),)),
            "difficulties": difficulties,
            "proposals": self._sentence(row, self._reasons.requests) if random.happens(7) else None,
        }

    def _in_progress(self, row: FormRow, course: TaskCourse) -> Mapping[str, Typed]:
        random = self.random(row.task.code, "in progress", self.form.round.code)
        progress = course.progress(self.day)
        result = self._results(row, course).doing(progress=progress)
        difficulties: str | None = None
        if self._is_overdue(row):
            difficulties = self._overdue_reason(row, course)
        elif random.happens(42):
            difficulties = self._difficulty(row)
        return {
            **self._promise(row, course, difficulties),
            "percent": float(min(95, max(5, round(progress * 20) * 5))) if random.happens(80) else None,
            "result": result.text,
            "evidence": self._evidence(row, course, result.documents) if result.documents else None,
            "difficulties": difficulties,
            "proposals": self._sentence(row, self._reasons.requests) if random.happens(14) else None,
        }

    def _not_started(self, row: FormRow, course: TaskCourse) -> Mapping[str, Typed]:
        random = self.random(row.task.code, "not started")
        limit = row.task.time_limit
        early = limit is not None and limit.start is not None and limit.start > self.day
        if self._is_overdue(row):
            reason = self._overdue_reason(row, course)
        else:
            reasons = self._reasons.not_yet_due if early else self._reasons.not_begun
            reason = self._sentence(row, reasons[row.assignment.role])
        return {
            **self._promise(row, course, reason),
            "percent": 0.0 if random.happens(40) else None,
            "difficulties": reason,
        }

    def _promise(self, row: FormRow, course: TaskCourse, reason: str | None) -> Mapping[str, Typed]:
        """Return the cause and the promised date of what is overdue, as the form asks for them."""
        if reason is None or not self._is_overdue(row) or row.assignment.follows_lead:
            return {}
        causes = [cause for cause in self.form.campaign.causes if cause.code != NOT_OPEN]
        # whose words mean none of them blames itself
        cause = cause_in_words(causes, reason) or next(iter(reversed(causes)), None)
        return {"cause": None if cause is None else cause.label, "promised_on": self._expected(course)}

    def _is_overdue(self, row: FormRow) -> bool:
        """Return whether the form asks for a reason because the date has passed."""
        due = row.assignment.due
        return due is not None and due < self.form.round.last_day

    def _expected(self, course: TaskCourse) -> date:
        """Return the day by which what is overdue is now to be done."""
        soon = self.form.round.last_day + timedelta(days=12)
        return working_day(min(max(course.completes, soon), max(self.form.campaign.decision.period_end, soon)))

    def _overdue_reason(self, row: FormRow, course: TaskCourse) -> str:
        names = self._row_names(row) | {"expected": written_date(self._expected(course))}
        random = self.random(row.task.code, "overdue", self.form.round.code)
        return with_capital(phrase(random.early_of(self._reasons.overdue), random, names))

    def _sentence(self, row: FormRow, blocks: Lines) -> str:
        """Return one of the reasons as a sentence."""
        names = self._row_names(row)
        random = self.random(row.task.code, blocks[0])
        block = random.early_of([block for block in blocks if names_in(block) <= names.keys()] or self._reasons.nil)
        sentence = with_capital(phrase(block, random, names))
        return sentence if sentence.endswith(".") else f"{sentence}."

    def _difficulty(self, row: FormRow) -> str:
        of_task = tuple(
            block for blocks in fitting(self._vocabulary(row.task).difficulties, self.author.keys) for block in blocks
        )
        if of_task and self.random(row.task.code, "special trouble").happens(55):
            return self._sentence(row, of_task)
        # A few general difficulties of its own come back in many rows of an agency.
        general = next(fitting(self._reasons.difficulties, self.author.keys))
        random = self.random("troubles")
        return self._sentence(row, tuple(random.early_of(general) for _ in range(5)))

    def _row_names(self, row: FormRow) -> dict[str, str]:
        """Return the names that sentences about a row may use."""
        task = row.task
        names = {
            **self.names,
            "task": short_text(task, self.author.vocabulary.cut_before),
            "subject": self.form.campaign.decision.subject,
            "unit": self.author.unit(self.random(task.code, "names")),
        }
        if row.assignment.role is Role.COORDINATOR:
            single = task.lead[0].agency if len(task.lead) == 1 else None
            leader = None if single is None else self.form.campaign.agency_by_code.get(single)
            names["leader"] = "cơ quan chủ trì" if leader is None else leader.name
        return names

    def _results(self, row: FormRow, course: TaskCourse) -> ResultWriter:
        documents = self._documents(row, course)
        meeting = documents.until - timedelta(days=self.random(row.task.code, "held").between(4, 10))
        return ResultWriter(
            blocks=self.author.vocabulary.blocks(row.task.code, row.assignment.role, self.author.keys),
            names=self._row_names(row) | {"date": written_date(max(working_day(meeting), course.starts))},
            documents=documents,
            main_kind=self._vocabulary(row.task).evidence[0],
            style=self.style,
        )

    def _documents(self, row: FormRow, course: TaskCourse) -> TaskDocuments:
        """Return the documents of a row, none younger than its completion or the day of the figures."""
        until = min(self.day, course.completes)
        return TaskDocuments(author=self.author, task=row.task.code, starts=course.starts, until=until)

    def _main_document(self, row: FormRow, course: TaskCourse) -> str:
        return self._documents(row, course).quoted(self._vocabulary(row.task).evidence[0], plan=True)

    def _evidence(self, row: FormRow, course: TaskCourse, quoted: tuple[str, ...]) -> str:
        """Return the documents that the result quotes, sometimes with their subject or with one document more."""
        vocabulary = self._vocabulary(row.task)
        random = self.random(row.task.code, "evidence")
        documents = list(quoted)
        if vocabulary.subject and random.happens(35):
            documents[0] += f" về {vocabulary.subject}"
        if len(vocabulary.evidence) > 1 and random.happens(45):
            further = self._documents(row, course).quoted(random.one_of(vocabulary.evidence[1:]), plan=True)
            if not any(further.split()[0] == text.split()[0] for text in documents):
                documents.append(further)
        return ("\n" if self.style == 0 else "; ").join(documents)

    def indicator_values(self, line: FormIndicator) -> Mapping[str, Typed]:
        """Return the open cells of one row of `Chỉ tiêu`."""
        code = line.indicator.code
        cells: dict[str, Typed] = {"value": float(self.indicators.value(code))}
        if self.random(code, "note", self.form.round.code).happens(6):
            cells["note"] = f"Số liệu đến {written_date(self.day)}"
        return cells

    @cached_property
    def lists(self) -> Mapping[str, tuple[_Entry, ...]]:
        """Return the agency's entries on the day on each list that it is asked for, by the code of the list."""
        return {
            open_list.code: self._entries(open_list)
            for open_list in self.form.campaign.lists
            if open_list.code in self.form.lists
        }

    def _entries(self, open_list: OpenList) -> tuple[_Entry, ...]:
        """Return the entries of a list: none before the task is done that asks for them, more as time goes on."""
        course = next((self.courses[code] for code in open_list.report_tasks if code in self.courses), None)
        vocabulary = self.author.vocabulary.lists.get(open_list.code)
        if vocabulary is None or (course is not None and course.status(self.day) is not Status.DONE):
            return ()
        begins = self.form.campaign.decision.period_start if course is None else course.completes
        random = self.random(open_list.code)
        offered = random.shuffled(next(fitting(vocabulary.entries, self.author.keys), ()))
        count = (1, 1, 1, 2, 2, 3)[random.below(6)]
        count += 0 if open_list.measures is None else open_list.measures.at_least - 1
        entries = []
        for position, blocks in enumerate(offered[:count]):
            since = begins + timedelta(days=position * random.between(20, 70))
            old = position == 0 and random.happens(35)
            started = f"Năm {since.year - random.between(1, 3)}" if old else f"Tháng {since.month}/{since.year}"
            if since <= self.day:
                names = {**self.author.kind.names, "unit": self.author.unit(random), "since": started}
                texts = {
                    name: with_capital(phrase(block, random, names))
                    for name, block in {**vocabulary.defaults, **blocks}.items()
                }
                values = {name: _listed_value(text, open_list.dtypes[name], since) for name, text in texts.items()}
                entries.append(_Entry(values, new=not old))
        return tuple(entries)

    def proposals(self) -> tuple[Mapping[str, Typed], ...]:
        """Return the agency's proposals to amend the catalogue: mostly none, seldom two."""
        tasks = {row.task.code for row in self.form.rows}
        amendments = [
            amendment
            for amendment in self.author.vocabulary.amendments
            if (not amendment.task or amendment.task in tasks)
            and (not amendment.groups or self.form.agency.group.code in amendment.groups)
        ]
        random = self.random("amendments", self.form.round.code)
        count = (0, 0, 0, 0, 0, 0, 0, 1, 1, 2)[random.below(10)]
        names = self.author.kind.names
        return tuple(
            {
                "kind": amendment.kind,
                "task": amendment.task or None,
                "content": with_capital(phrase(amendment.content, random, names)),
                "reason": with_capital(phrase(amendment.reason, random, names)),
            }
            for amendment in random.shuffled(amendments)[:count]
        )


def _listed_value(text: str, dtype: str, since: date) -> Typed:
    """Return a text as the column of a list takes it; of a date it is the day on which the entry began."""
    match ColumnKind(dtype):
        case ColumnKind.TEXT:
            return text
        case ColumnKind.NUMBER:
            return parse_number(text.replace(".", "")).value
        case ColumnKind.DATE:
            return since
