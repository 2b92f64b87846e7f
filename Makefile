# Everything here runs with python3 (3.11 or newer), pip and make; the rest comes from the lock files.
PYTHON ?= python3
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run refresh test check bench lock env env-dev

help: ## show these targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | \
		while IFS='|' read -r target what; do printf '  make %-7s %s\n' "$$target" "$$what"; done

run: env ## build what is not there yet and open the dashboard (HOST, PORT and MONITOR_DATA are heeded)
	@exec $(BIN)/monitor run

refresh: env ## fetch what changed at the sources and publish it (ARGS=80590ned for one table)
	@exec $(BIN)/monitor refresh $(ARGS)

test: env-dev ## run every test, those in a real browser included
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: env-dev ## style, types, who may import whom, dead links
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest --quiet tests/test_house.py tests/test_docs.py

bench: env-dev ## measure against the budgets (ARGS=--full adds installing from nothing)
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m benchmarks $(ARGS)

lock: env-dev ## bring the lock files in line with pyproject.toml (ARGS=--upgrade takes newer releases)
	$(LOCK) $(ARGS) --group build --output-file requirements.lock
	$(LOCK) $(ARGS) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock

env:
	@$(PYTHON) bootstrap.py run

env-dev:
	@$(PYTHON) bootstrap.py dev
