"""Whose return a problem is about, which every problem of its tables repeats."""

from dataclasses import dataclass
from typing import Any

from pipeline.problems import Problem, problem
from pipeline.rules import Rule


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes the problems of one return."""

    #: Path relative to the inbox, `a.zip!/b.xlsx` inside an archive.
    file: str
    agency: str

    def problem(self, rule: Rule, **about: Any) -> Problem:
        """Return the problem of a rule; `about` is what `pipeline.problems.problem` takes besides file and agency."""
        return problem(rule, file=self.file, agency=self.agency, **about)
