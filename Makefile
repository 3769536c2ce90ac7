# gcdash: one command each. On Windows, README has the same in plain pip lines.
.DEFAULT_GOAL := help
.PHONY: help run test nightly lint types format pins audit programs bench

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# What holds times and memory against limits, and so runs by itself; all else runs side by side.
ALONE := tests/proofs tests/files/test_reader_safe.py
PYTHON = $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.run ## start the dashboard on data/actions.xlsx (GCDASH_WORKBOOK names another workbook)
	$(BIN)/python -m streamlit run app.py

test: lint types programs ## lint, types, and all tests: unit, files, pages, browser; then the proofs, which measure, by themselves
	$(BIN)/python -m pytest -n auto --dist loadfile -rfER $(addprefix --deselect ,$(ALONE))
	$(BIN)/python -m pytest $(ALONE)

nightly: $(VENV)/.test ## the proofs that no update is lost, hostile files and floods, at full size; about two hours
	$(BIN)/python -m pytest $(ALONE) tests/e2e/test_defaults.py --nightly

lint: $(VENV)/.test ## ruff: faults and layout
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.test ## mypy, strict
	$(BIN)/mypy

format: $(VENV)/.test ## mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

programs: $(VENV)/.test ## find or install the browser, LibreOffice, nginx and Poppler that tests use
	$(BIN)/python scripts/programs.py

bench: $(VENV)/.test ## measure it beside the plain way and the floor: benchmarks/results.md (QUICK=1: only that it works)
	$(BIN)/python -m benchmarks $(if $(QUICK),--quick)

audit: $(VENV)/.test ## ask for known holes in what is pinned; needs the internet, and says so where there is none
	$(BIN)/python scripts/audit.py

pins: $(VENV)/.run ## write requirements*.txt anew from requirements*.in, keeping pins that still fit
	$(PIP) uv
	for name in requirements requirements-dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --custom-compile-command 'make pins' $$name.in --output-file $$name.txt || exit 1; done

# A stamp is as new as the last install, so that a second run starts at once and a changed pin is installed.
$(VENV)/.run: requirements.txt | $(VENV)/pyvenv.cfg
	$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(PIP) --requirement requirements-dev.txt
	@touch $@

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "gcdash needs Python 3.11 or newer, and none was found. Install one, then run make again." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make a virtual environment. \
	On Debian and Ubuntu: apt-get install python3-venv. Then run make again." >&2; exit 1; }
