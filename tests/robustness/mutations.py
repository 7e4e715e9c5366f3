"""Every kind of mutation of a faultless return, in one table."""

from tests.robustness.kinds_cells import CELLS
from tests.robustness.kinds_containers import CONTAINERS
from tests.robustness.kinds_folder import FOLDER
from tests.robustness.kinds_identity import IDENTITY, SEVERAL
from tests.robustness.kinds_layout import HARMLESS
from tests.robustness.kinds_programs import PROGRAMS
from tests.robustness.kinds_rows import ROWS
from tests.robustness.kinds_structure import STRUCTURE
from tests.robustness.kinds_texts import TEXTS

#: Without what needs LibreOffice.
QUICK = (*HARMLESS, *CELLS, *TEXTS, *ROWS, *STRUCTURE, *IDENTITY, *SEVERAL, *CONTAINERS, *FOLDER)
MUTATIONS = (*PROGRAMS, *QUICK)
