# The words of this house: make demo, make test, and what stands behind them.
# Needs Python 3.11 or newer and a package registry; everything goes into .venv here.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
RUNS ?= 100
PEERS_PYTHON ?=
WORKERS ?= 2
PYTEST_ARGS ?=
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt
# a clean clone has no compiled kernels yet: two workers share the cores while both compile
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

.PHONY: demo test test-slow golden lint format types contract docstrings docs bench check clean

demo: $(VENV)/.ready ## plan, fly, measure and report the flagship
	$(BIN)/jointex run sea-of-japan --runs $(RUNS)

test: $(VENV)/.ready-test ## the quick tests; with CI=true the slow ones too
	$(PYTEST) $(if $(filter true 1,$(CI)),-m "slow or not slow")

test-slow: $(VENV)/.ready-test ## the slow tests alone
	$(PYTEST) -m slow

golden: $(VENV)/.ready-test ## published figures, closed forms, worked examples: a line each
	$(BIN)/python -m pytest -m golden --verbose --no-header $(PYTEST_ARGS)

lint: $(VENV)/.ready-dev ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.ready-dev ## mypy, strict
	$(BIN)/mypy
	$(BIN)/mypy -p bench

contract: $(VENV)/.ready-test ## a room imports only rooms above it
	$(BIN)/lint-imports

docstrings: $(VENV)/.ready-dev ## public docstrings say parameters, results and errors
	$(BIN)/python scripts/check_docstrings.py

docs: $(VENV)/.ready-test ## every example of the documentation runs, every link leads somewhere
	$(BIN)/python scripts/check_docs.py README.md docs

bench: $(VENV)/.ready-test ## speed and accuracy, printed with machine and versions
	$(BIN)/python -m bench.all $(if $(PEERS_PYTHON),--peers-python $(PEERS_PYTHON))

check: lint types contract docstrings docs test ## all of it

clean:
	rm -rf $(VENV) .venv-* build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests bench scripts -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Jointex needs Python 3.11 or newer; make PYTHON=/path/to/python3 names one" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# a stamp, so that a second call installs nothing
$(VENV)/.ready: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	$(PIP) -e '.[test]'
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready-test
	$(PIP) -e '.[dev]'
	@touch $@
