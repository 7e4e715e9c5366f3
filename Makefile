# Thin wrappers around the command `tonghop`; CAMPAIGN=, ROUND=, AS_OF= pass through. Each target sets .venv up by itself.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TONGHOP := $(BIN)/tonghop
OPTIONS = $(if $(CAMPAIGN),--campaign $(CAMPAIGN)) $(if $(ROUND),--round $(ROUND)) $(if $(AS_OF),--as-of $(AS_OF))
# the files of few and long tests come first in the order of collection, which fills both cores to the end;
# a process that dies ends the run: one put in its place would wait for its share of the tests for ever
TESTS_SIDE_BY_SIDE := --numprocesses 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0
# the demo is of one campaign on one day, whatever else the catalogue holds: of the first there, or that of CAMPAIGN=, an example
# too; of its first round or that of ROUND=, five days after the deadline or on AS_OF=
DEMO_CAMPAIGN := $(or $(CAMPAIGN),$(notdir $(patsubst %/,%,$(dir $(firstword $(wildcard catalogue/*/decision.yaml examples/*/decision.yaml))))))
DEMO_IS_EXAMPLE := $(if $(wildcard catalogue/$(DEMO_CAMPAIGN)/decision.yaml),,--example $(DEMO_CAMPAIGN))
DEMO_ROUND = $(or $(ROUND),$(shell $(BIN)/python -m tests.rounds.first_round $(DEMO_CAMPAIGN) code))
DEMO_AS_OF = $(or $(AS_OF),$(shell $(BIN)/python -m tests.rounds.first_round $(DEMO_CAMPAIGN) as_of $(ROUND)))
DEMO = --project demo --campaign $(DEMO_CAMPAIGN) --round $(DEMO_ROUND)
BASE ?= HEAD~1

.DEFAULT_GOAL := help
.PHONY: help demo demo-rounds test prove init doctor addresses templates check consolidate status why diff remind watch lint types bench guard same detection fuzz snapshots pictures lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(READY)  ## templates, simulated returns and consolidation in the throw-away project demo/
	rm -rf demo
	$(if $(DEMO_IS_EXAMPLE),$(TONGHOP) init demo $(DEMO_IS_EXAMPLE),mkdir demo && cp -R catalogue schemas demo/)
	$(TONGHOP) templates $(DEMO) --as-of $(DEMO_AS_OF)
	$(TONGHOP) simulate $(DEMO) --out demo/inbox
	$(TONGHOP) consolidate $(DEMO) --as-of $(DEMO_AS_OF)

demo-rounds: $(READY)  ## a scripted half-year in demo-rounds/: two rounds, an ad hoc one, reminders, a changed register
	rm -rf demo-rounds
	$(BIN)/python -m tests.rounds.half_year demo-rounds

test: $(READY)  ## run all tests; COVERAGE=1 measures which lines and branches they reach, 95 % at least
	$(BIN)/python -m pytest -q $(TESTS_SIDE_BY_SIDE) $(if $(COVERAGE),--cov --cov-report=term)

prove: $(READY)  ## run the long proofs: every Python there is, consoles of all encodings, Ctrl-C at very many moments, the text of the reports of many rounds
	$(BIN)/python -m pytest -q -m prove $(TESTS_SIDE_BY_SIDE) tests/prove

doctor: $(READY)  ## what is missing or doubtful before work starts; MOVE=1 brings what the first edition left to its new places
	$(TONGHOP) doctor $(if $(CAMPAIGN),--campaign $(CAMPAIGN)) $(if $(MOVE),--move)

init: $(READY)  ## a new project folder: DIR=folder, EXAMPLE=name of an example, else an empty campaign
	$(TONGHOP) init "$(DIR)" $(if $(EXAMPLE),--example $(EXAMPLE))

addresses: $(READY)  ## contacts into the register: FILE=workbook, else from the accepted returns
	$(TONGHOP) catalogue addresses $(OPTIONS) $(if $(FILE),"$(FILE)")

templates: $(READY)  ## write the workbooks of a round to templates/xlsx/
	$(TONGHOP) templates $(OPTIONS)

check: $(READY)  ## validate the inbox, print every problem, write nothing
	$(TONGHOP) check $(OPTIONS)

consolidate: $(READY)  ## the main job: inbox/ to outbox/; ALLOW_MISSING=1 goes on where used returns are gone
	$(TONGHOP) consolidate $(OPTIONS) $(if $(ALLOW_MISSING),--allow-missing)

status: $(READY)  ## who reported, who is late, who is missing, what is overdue
	$(TONGHOP) status $(OPTIONS)

why: $(READY)  ## everything behind one cell of the matrix: AGENCY=SNV TASK=3.1
	$(TONGHOP) why $(OPTIONS) "$(AGENCY)" "$(TASK)"

diff: $(READY)  ## what changed since an earlier consolidation; SINCE= names it by date or line of the history
	$(TONGHOP) diff $(OPTIONS) $(if $(SINCE),--since $(SINCE))

remind: $(READY)  ## reminder letter, mail drafts, call list; UNTIL= is the last day for the answer; in outbox/<campaign>/don-doc/; nothing is sent
	$(TONGHOP) remind $(OPTIONS) $(if $(UNTIL),--until $(UNTIL))

watch: $(READY)  ## keep the outbox current while returns arrive; Ctrl-C ends it
	$(TONGHOP) watch $(OPTIONS)

lint: $(READY)  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## mypy, strict
	$(BIN)/mypy

bench: $(READY)  ## measure the city run beside its floor and the analyst's way, its steps, templates, and ten times the city
	$(BIN)/python benchmarks/city.py
	rm -rf demo-bench
	$(TONGHOP) simulate --campaign $(DEMO_CAMPAIGN) --round $(DEMO_ROUND) --out demo-bench
	$(BIN)/python benchmarks/parts.py demo-bench
	$(BIN)/python benchmarks/excel.py demo-bench
	rm -rf demo-bench
	$(BIN)/python benchmarks/templates.py
	$(BIN)/python benchmarks/scale.py

guard: $(READY)  ## count the work of a city run; fails at a fifth more than recorded
	$(BIN)/python benchmarks/counted.py

same: $(READY)  ## compare all files and printed texts with those of a commit: BASE=HEAD~1; KEEP=folder keeps those of the commit
	$(BIN)/python -m tests.same.commits --base $(BASE) $(if $(KEEP),--keep $(KEEP))

detection: $(READY)  ## mutate returns in every way and write the rates of detection to docs/detection.md
	$(BIN)/python -m tests.robustness.detection --seeds 5

fuzz: $(READY)  ## fuzz intake and validation for five minutes
	$(BIN)/python -m tests.robustness.fuzz --seconds 300

snapshots: $(READY)  ## write the golden texts of the reports anew, for review
	$(BIN)/python -m tests.golden.snapshot

pictures: $(READY)  ## make docs/images and the sample report anew from the demo; needs LibreOffice and poppler
	$(BIN)/python docs/pictures.py

lock: $(READY)  ## write requirements.lock anew from what is installed
	$(BIN)/python -m pip freeze --exclude-editable --all | grep -vE '^(pip|wheel)==' > requirements.lock

clean:  ## remove what the other targets made, never inbox/ or outbox/
	rm -rf .venv demo demo-rounds demo-bench build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
