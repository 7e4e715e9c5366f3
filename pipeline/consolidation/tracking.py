"""Tracking: who is late, what is overdue."""

from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State


def late_agencies(consolidation: Consolidation) -> tuple[str, ...]:
    """Return the codes of the agencies whose return came after the round's last day, in register order."""
    agencies = consolidation.agencies
    return tuple(agencies.loc[agencies["submission"].eq("late"), "agency"])


def overdue_tasks(consolidation: Consolidation) -> dict[str, int]:
    """Return the number of agencies with whom a task is overdue, by task code in the decision's order."""
    assignments = consolidation.assignments
    overdue = assignments.loc[assignments["state"].eq(State.OVERDUE), "task"].value_counts()
    return {task.code: int(overdue[task.code]) for task in consolidation.tasks if task.code in overdue.index}
