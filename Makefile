# One word per habit. Each target sets up $(VENV) by itself; the second run finds it ready.
#   make demo | test | test-kill | lint | bench | docs        (make help lists them)
# Another Python:  make test PYTHON=python3.12 VENV=.venv312

VENV ?= .venv
PYTHON ?=
# Test processes: two cores are what the smallest machine of ours has; more are used where they are.
JOBS ?= 2

BIN := $(VENV)/bin
READY := $(VENV)/.ready

# The first of these that is Python 3.11 to 3.13 (a pyenv shim may exist and not run).
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)
FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

# recognizers-text names emoji without a bound and needs what its version 2 took out.
PEERS := dateparser==1.5.0 recognizers-text-date-time==1.0.2a2 "emoji<2"

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-kill lint format bench bench-facts peers quality docs lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*##/\t/' | expand -t 12

setup: $(READY) ## make the virtual environment, from the lock file

$(READY): requirements.lock pyproject.toml
	@python=; for name in $(CANDIDATES); do \
	  if "$$name" -c '$(FITS)' >/dev/null 2>&1; then python="$$name"; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "rashomon needs Python 3.11, 3.12 or 3.13 with venv; tried: $(CANDIDATES)." >&2; \
	  echo "Install one (on Debian also python3-venv), or name it: make $(firstword $(MAKECMDGOALS) setup) PYTHON=/path/to/python3.12" >&2; \
	  exit 1; fi; \
	echo "setting up $(VENV) with $$("$$python" --version) ..."; \
	"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c "from rashomon.resolve.gazetteer import open_gazetteer; open_gazetteer()"  # the index is made once a user
	@touch $@

demo: $(READY) ## read the bundled reports and show where their accounts disagree
	@$(BIN)/python docs/demo.py

test: $(READY) ## every test: unit, property, contract, golden gate, kill, CLI, docs
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup

test-kill: $(READY) ## 300 random kills of an ingest
	RASHOMON_KILLS=300 $(BIN)/python -m pytest -q tests/kill

lint: $(READY) ## ruff, mypy strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## lay out the code and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## speed, memory and start-up, beside bare spaCy in the same run
	@$(BIN)/python -m bench.read

bench-facts: $(READY) ## figures, victims, events, times, places, actors: on the open corpus and on ../shared/data
	@$(BIN)/python -m bench.facts

peers: $(READY) ## install what others made for times, to stand beside ours in bench-facts (never part of the product)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PEERS)

quality: $(READY) ## scores per layer on the bundled gold
	@$(BIN)/python -m bench.quality

docs: $(READY) ## write the generated pages anew, and the README from the last demo, quality and bench
	@$(BIN)/python docs/build.py
	@$(BIN)/python docs/readme.py

lock: $(READY) ## pin the whole tree anew, with hashes and without a host
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@$(BIN)/python -m uv pip compile pyproject.toml --quiet --no-config --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock

clean: ## remove what the other targets made
	rm -rf $(VENV) .demo build bench/out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
