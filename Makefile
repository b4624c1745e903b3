# `make` alone prints what there is.
.DEFAULT_GOAL := help
.PHONY: help install start test test-browser test-start lint types imports lessons bench lock upgrade

BIN := .venv/bin
ENVIRONMENT := python3 tools/environment.py
# the lock holds every extra but `cloud`, and the tools of those who work on torchdojo, for every platform
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --extra all --group dev --generate-hashes \
	--no-annotate --no-header --no-emit-index-url -q -o requirements.lock

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-14s %s\n", $$1, $$2 }'

start: ## open the course: installs what it needs (about 5 GB, once), then prints the address
	@$(ENVIRONMENT) core
	@$(BIN)/torchdojo start $(ARGS)

install: ## put everything into .venv: all libraries the lessons compare with, and the tools (about 9 GB)
	@$(ENVIRONMENT) full

test: install lint types imports ## check everything: style, types, layers, tests, then every lesson against its contract
	@.ci/browser || echo "- the browser tests are left out: no chromium here (Debian: apt install chromium)"
	$(BIN)/pytest -n 2 $(ARGS)
	$(BIN)/torchdojo author check

test-browser: install ## the tests that need a browser, which must be there
	@.ci/browser
	$(BIN)/pytest -m browser $(ARGS)

test-start: install ## the first minute of a new user: `make start` in a clean clone, then two answers in Chromium
	@.ci/browser
	$(BIN)/python tests/first_minute.py

lint: install ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## types, strictly
	$(BIN)/mypy

imports: install ## rooms only look down
	$(BIN)/lint-imports

lessons: install ## check lessons that differ from the main branch
	$(BIN)/torchdojo author check --changed

bench: install ## measure everything, beside the peers where there are some; `make bench-NAME` runs benchmarks/NAME.py
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

bench-%: install
	$(BIN)/python benchmarks/$*.py $(ARGS)

lock: install ## bring requirements.lock up to date with pyproject.toml, changing as few versions as possible
	$(COMPILE)

upgrade: install ## bring requirements.lock up to the newest versions that fit together
	$(COMPILE) --upgrade
