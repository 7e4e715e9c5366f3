"""Returns saved as .xls are refused for the same reasons as the .xlsx."""

import random
import struct
from pathlib import Path

from pipeline.intake.formats.compound_file import compound_streams
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.rules import Rule
from tests.support.intake import refusal

XLS = (Path(__file__).parents[3] / "data" / "intake" / "libreoffice.xls").read_bytes()


class TestXls:
    """The compound file and its records are followed before a reader sees them."""

    def changed(self, old: bytes, new: bytes) -> bytes:
        assert len(old) == len(new)
        assert old in XLS
        return XLS.replace(old, new, 1)

    def test_a_password(self) -> None:
        # the first record after the beginning (0x00E1, two bytes) becomes the one that says "encrypted"
        assert refusal(self.changed(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"))[0] is Rule.ENCRYPTED

    def test_a_chain_that_runs_in_a_circle(self) -> None:
        table = struct.pack("<3I", 1, 2, 3)
        assert refusal(self.changed(table, struct.pack("<3I", 1, 2, 0)))[0] is Rule.DAMAGED

    def test_a_sector_outside_the_file(self) -> None:
        assert refusal(self.changed(struct.pack("<3I", 1, 2, 3), struct.pack("<3I", 1, 2, 99999)))[0] is Rule.DAMAGED

    def test_a_sector_size_of_no_program(self) -> None:
        assert refusal(XLS[:30] + b"\x1e\x00" + XLS[32:])[0] is Rule.DAMAGED

    def test_every_truncation(self) -> None:
        for size in range(600, len(XLS) - 600, 512):
            assert refusal(XLS[:size])[0] in {Rule.DAMAGED, Rule.NOT_A_WORKBOOK}

    def test_a_declared_size_of_no_program(self) -> None:
        at = XLS.find(b"\x00\x02\x0e\x00")
        assert at > 0
        broken = XLS[: at + 8] + struct.pack("<I", 0xFFFFFFFF) + XLS[at + 12 :]
        assert refusal(broken)[0] is Rule.DAMAGED

    def test_the_streams_are_those_that_were_written(self) -> None:
        streams = compound_streams(XLS)
        assert not isinstance(streams, Rejection)
        assert streams["Workbook"][:2] == b"\x09\x08"

    def test_no_wrong_byte_raises(self) -> None:
        chance = random.Random(1)
        for _ in range(150):
            broken = bytearray(XLS)
            broken[chance.randrange(1536)] = chance.randrange(256)
            assert isinstance(read_workbook(bytes(broken)), RawWorkbook | Rejection)
