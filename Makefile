# Augenhöhe. `make run` is all a fresh machine needs; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
KERNELS := matchmaker/scoring/kernels
CANDIDATES ?= 10000 100000 244000
PYTEST ?= --numprocesses=auto --dist=worksteal

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench lock catalogues clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(RUNTIME)  ## create .venv with the locked dependencies

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Augenhöhe needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv is missing: install the package python3-venv."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml $(KERNELS)/kernels.c | $(VENV)/bin/python
	@echo "Installing the locked dependencies (once, about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@ls $(KERNELS)/library.*.so >/dev/null 2>&1 \
	  || echo "No C compiler: with many thousand profiles suggestions take longer. Install gcc and libc6-dev, then: make clean setup"
	@touch $@

$(TOOLS): .ci/requirements.lock $(RUNTIME)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements.lock
	@touch $@

run: $(RUNTIME)  ## database, demo region, web server and jobs
	@$(BIN)/matchmaker serve --with-demo

test: $(TOOLS)  ## all tests; PYTEST="tests/api -x" runs some of them
	@$(BIN)/python -m pytest $(PYTEST)

check: $(TOOLS)  ## format, lint, types, architecture
	@$(BIN)/ruff format --check matchmaker plugins tests bench
	@$(BIN)/ruff check matchmaker plugins tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m matchmaker.web.catalogues --check

bench: $(TOOLS)  ## speed beside the straightforward ways, then the web; CANDIDATES="10000" for one size
	@for size in $(CANDIDATES); do $(BIN)/matchmaker bench --candidates $$size --baselines || exit 1; done
	-@$(BIN)/python -m bench.web --candidates $(lastword $(CANDIDATES))

catalogues: $(TOOLS)  ## extract and compile the English texts and those with du
	@$(BIN)/python -m matchmaker.web.catalogues

lock: $(TOOLS)  ## renew the lock files from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --upgrade --output-file requirements.lock pyproject.toml .ci/build.in
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --upgrade --extra scale --extra dev --output-file .ci/requirements.lock pyproject.toml .ci/build.in

clean:  ## remove the virtual environment and caches; never the instance
	@rm -rf $(VENV) build $(KERNELS)/*.so .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
