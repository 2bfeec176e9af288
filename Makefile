# One word per habit. Each target sets up $(VENV) by itself; the second run finds it ready.
#   make demo | test | test-kill | lint | bench | corpus | docs        (make help lists them)
# Another Python:  make test PYTHON=python3.12 VENV=.venv312

VENV ?= .venv
PYTHON ?=
# Test processes: two cores are what the smallest machine of ours has; more are used where they are.
JOBS ?= 2

TRAIN_VENV ?= .venv-train
BIN := $(VENV)/bin
TRAIN_BIN := $(TRAIN_VENV)/bin
TRAIN_READY := $(TRAIN_VENV)/.train-ready
READY := $(VENV)/.ready

# The first of these that is Python 3.11 to 3.13 (a pyenv shim may exist and not run).
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)
FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

# recognizers-text names emoji without a bound and needs what its version 2 took out.
PEERS := dateparser==1.5.0 recognizers-text-date-time==1.0.2a2 "emoji<2" textacy==0.13.0

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-kill lint format bench bench-claims bench-desk bench-facts bench-link peers train train-link quality corpus docs frontend lock clean

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

# htmx, Leaflet and the outlines of the world for the desk, and axe for its tests: from npm, checked against the lock
# file's hashes, never committed. Without Node the desk works as well, without what they add.
VENDOR := src/rashomon/review/static/vendor

frontend: ## the desk's front-end packages, from npm (needs Node; the desk works without)
	@command -v npm >/dev/null || { echo "npm is not here: the desk works without it, with a drawn map and full page loads." >&2; exit 1; }
	@cd frontend && npm ci --silent --no-audit --no-fund --ignore-scripts
	@mkdir -p $(VENDOR)
	@cp frontend/node_modules/htmx.org/dist/htmx.min.js frontend/node_modules/leaflet/dist/leaflet.js \
	  frontend/node_modules/leaflet/dist/leaflet.css $(VENDOR)/
	@cp frontend/node_modules/world-atlas/countries-50m.json $(VENDOR)/land.json
	@echo "the desk's front-end packages lie in $(VENDOR)"

demo: $(READY) ## read the bundled reports and show where their accounts disagree
	@$(BIN)/python docs/demo.py

test: $(READY) ## every test: unit, property, contract, golden gate, kill, CLI, docs
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile  # a file's tests share what they read, and their order

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

bench-link: $(READY) ## linking and accounts against the gold incidents, and at scale (the million takes minutes)
	@$(BIN)/python -m bench.link --read --scale 10000 100000 1000000

train-link: $(READY) ## learn the weights of linking anew from the corpus' train part
	@$(BIN)/python -m train.link_weights --dev --write

bench-desk: $(READY) ## the desk's pages on 100,000 incidents, and under 55 people at once (makes its store once)
	@$(BIN)/python -m bench.desk

bench-facts: $(READY) ## figures, victims, events, times, places, actors: on the open corpus and on ../shared/data
	@$(BIN)/python -m bench.facts

quality: $(READY) ## scores per layer on the bundled gold
	@$(BIN)/python -m bench.quality

corpus: $(READY) ## check every annotated report and incident; variety of the texts, agreement of the annotators
	@$(BIN)/python -m corpus.check_gold
	@$(BIN)/python -m corpus.compiling check $(wildcard corpus/open/[1-9]*)
	@$(BIN)/python -m corpus.real_text verify
	@$(BIN)/python -m corpus.open_corpus
	@$(BIN)/python -m corpus.agreement
	@$(BIN)/python -m corpus.incident_agreement

bench-claims: $(READY) ## how well claims are found, on our test reports and on real text
	@$(BIN)/python -m bench.claims

peers: $(READY) ## install what others made, to stand beside ours in the benches (never part of the product)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PEERS)

train: $(TRAIN_READY) ## rebuild the weights from the corpus, by seed (under two hours on two cores)
	$(TRAIN_BIN)/python -m train.examples build/train
	$(TRAIN_BIN)/python -m train.tagger build/train src/rashomon/weights/claims
	$(TRAIN_BIN)/python -m train.manifest
	$(TRAIN_BIN)/python -m train.heads
	$(TRAIN_BIN)/python -m train.manifest
	$(TRAIN_BIN)/python -m train.confidence
	$(TRAIN_BIN)/python -m train.manifest
	$(TRAIN_BIN)/python -m train.choices
	$(TRAIN_BIN)/python -m train.manifest
	$(TRAIN_BIN)/python -m train.slots
	$(TRAIN_BIN)/python -m train.manifest

$(TRAIN_READY): train/requirements.txt requirements.lock
	@$(MAKE) --no-print-directory setup VENV=$(TRAIN_VENV)
	@$(TRAIN_BIN)/python -m pip install -qq --disable-pip-version-check -r train/requirements.txt
	@touch $@

docs: $(READY) ## write the generated pages anew, and the README from the last demo, quality and bench
	@$(BIN)/python docs/build.py
	@$(BIN)/python docs/readme.py

lock: $(READY) ## pin the whole tree anew, with hashes and without a host
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@$(BIN)/python -m uv pip compile pyproject.toml --quiet --no-config --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock

clean: ## remove what the other targets made
	rm -rf $(VENV) .demo build bench/out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
