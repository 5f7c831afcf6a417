# Sinergi: everything that is done to it from the command line. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --warn-undefined-variables

PORT ?= 8000
LIVE ?=
PYTHON ?=
CHROMIUM ?=
ARGS ?=
export PORT

BIN := .venv/bin
STAMPS := .venv/stamps
BUILT := src/sinergi/web/static/build/manifest.json
TEXTS := $(shell find src -name django.po)
# The build drops the styles that no template and no code names, so it follows them too.
PAGES := $(shell find frontend src/sinergi -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' \
	-o -name '*.txt' -o -name '*.svg' -o -name '*.py' \) -not -path '*/static/build/*')

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: demo
demo: ## Run the rehearsal of Kabupaten Madiun (PORT=8000, LIVE=1 lets new events arrive)
	@$(MAKE) -j2 ready
	@exec $(BIN)/sinergi demo $(if $(LIVE),--live)

.PHONY: reset
reset: $(STAMPS)/base ## Throw the rehearsal's database away; the next demo starts over
	@$(BIN)/sinergi reset

.PHONY: test
test: ## Check everything: style, types, architecture, texts, docs, and all tests
	@$(MAKE) -j2 $(STAMPS)/dev ready
	@$(MAKE) lint types contracts check-messages check-docs
	@echo "== tests"
	@browser=$$(CHROMIUM='$(CHROMIUM)' scripts/find-chromium) && \
		CHROMIUM="$$browser" $(BIN)/pytest -n auto --dist worksteal $(ARGS)

.PHONY: bench
bench: $(STAMPS)/dev ready ## Measure; prints a table and writes build/bench.json
	@$(BIN)/python -m benchmarks $(ARGS)

.PHONY: lint
lint: $(STAMPS)/dev ## Style of the code
	@echo "== style"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

.PHONY: types
types: $(STAMPS)/dev ## Types, strictly
	@echo "== types"
	@$(BIN)/mypy src

.PHONY: contracts
contracts: $(STAMPS)/dev ## Which room may import which
	@echo "== architecture"
	@$(BIN)/lint-imports --no-logo

.PHONY: messages
messages: $(STAMPS)/base ## Collect the texts, merge them into each room's django.po, compile
	@$(BIN)/sinergi messages

.PHONY: check-messages
check-messages: $(STAMPS)/base
	@echo "== texts"
	@$(BIN)/sinergi messages --check

.PHONY: docs
docs: $(STAMPS)/base $(STAMPS)/messages ## Write the chapters of the docs that are made from the code
	@$(BIN)/sinergi docs

.PHONY: check-docs
check-docs: $(STAMPS)/base $(STAMPS)/messages
	@echo "== docs"
	@$(BIN)/sinergi docs --check

.PHONY: build
build: $(BUILT) ## Build the front end

.PHONY: ready
ready: $(STAMPS)/base $(STAMPS)/messages $(BUILT)

.PHONY: lock
lock: ## Pin the requirements anew, with hashes (needs the network)
	@test -x build/lock/bin/pip-compile || { python=$$(PYTHON='$(PYTHON)' scripts/find-python); \
		"$$python" -m venv build/lock; build/lock/bin/pip install --quiet pip-tools; }
	@cd requirements && for name in base dev; do ../build/lock/bin/pip-compile --quiet --upgrade \
		--allow-unsafe --generate-hashes --strip-extras --no-emit-find-links --no-emit-index-url \
		--no-emit-trusted-host --output-file $$name.txt $$name.in; done
	@npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | \
		while IFS=$$'\t' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

# What the targets above stand on. Each is made once, and anew when what it is made of has changed.

$(STAMPS)/venv:
	@python=$$(PYTHON='$(PYTHON)' scripts/find-python); echo "Creating .venv with $$python ..."; \
		"$$python" -m venv .venv || { echo "$$python cannot create a virtual environment; on" \
		"Debian install python3-venv" >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: requirements/base.txt pyproject.toml | $(STAMPS)/venv
	@echo "Installing what Sinergi runs on ..."
	@$(BIN)/pip install --quiet --require-hashes -r requirements/base.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/base
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/messages: $(TEXTS) | $(STAMPS)/base
	@$(BIN)/sinergi messages --compile
	@touch $@

node_modules/.stamp: package-lock.json package.json
	@scripts/need-node
	@echo "Installing what the front end is built of ..."
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): node_modules/.stamp vite.config.js $(PAGES)
	@scripts/need-node
	@echo "Building the front end ..."
	@npm run --silent build -- --logLevel warn
	@touch $@
