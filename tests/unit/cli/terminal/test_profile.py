"""What `consolidate --profile` prints."""

import re

from pipeline.cli.terminal.profile import profile_lines
from pipeline.run import Stages


def test_each_stage_is_a_row_and_memory_is_the_last_line() -> None:
    stages = Stages(
        seconds={"tiếp nhận tệp": 1.25, "ghi Excel": 0.5}, processor={"tiếp nhận tệp": 0.75, "ghi Excel": 0.5}
    )
    head, *rows, processor, memory = profile_lines(stages)
    assert head == "Bước           giây  giây bộ xử lý (tiến trình chính)"
    assert rows == ["tiếp nhận tệp  1.25  0.75", "ghi Excel      0.50  0.50"]
    assert re.fullmatch(
        r"Bộ xử lý: [\d.]+ giây ở tiến trình chính, [\d.]+ giây ở các tiến trình con đã xong\.", processor
    )
    assert re.fullmatch(r"Bộ nhớ lớn nhất của tiến trình chính: \d+ MB\.", memory)
