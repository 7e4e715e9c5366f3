"""What `consolidate --profile` prints: where the time of a run went, and how much memory it took."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run import Stages


def profile_lines(stages: "Stages") -> Iterator[str]:
    """Yield each stage with its seconds, then the processor time of all processes and the memory of this one."""
    width = max(map(len, stages.seconds))
    yield f"{'Bước':{width}}  giây  giây bộ xử lý (tiến trình chính)"
    for name, seconds in stages.seconds.items():
        yield f"{name:{width}}  {seconds:4.2f}  {stages.processor[name]:4.2f}"
    times = os.times()
    yield (
        f"Bộ xử lý: {times.user + times.system:.2f} giây ở tiến trình chính, "
        f"{times.children_user + times.children_system:.2f} giây ở các tiến trình con đã xong."
    )
    peak = _peak()
    if peak is not None:
        yield f"Bộ nhớ lớn nhất của tiến trình chính: {peak:.0f} MB."


def _peak() -> float | None:
    """Return the most memory that this process held, in megabytes; None on Windows.

    That of its children is not told: Linux counts to a child what its parent held when it was started.
    """
    if sys.platform == "win32":
        return None
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
