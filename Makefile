# Everything is done inside .venv; `make run` is all that is needed to begin.
PYTHON ?= python3
# Where to take torch from. On Linux without a graphics card, this saves several GB:
#   make run TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt
SETUP := constraints.txt pyproject.toml

.PHONY: run test check bench bench-peers pictures clean

run: .venv/.installed
	@if [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && [ "$$TERM" != dumb ]; then \
		$(BIN)/viceversa prepare; $(BIN)/viceversa; \
	else $(BIN)/viceversa tour; fi

test: .venv/.developed
	@$(BIN)/python -m pytest

check: .venv/.developed
	@$(BIN)/ruff format --check --quiet . || (echo "ruff format: run .venv/bin/ruff format" && exit 1)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --verbose > .venv/imports.log 2>&1 || (cat .venv/imports.log && exit 1)
	@$(BIN)/viceversa guide check --quick
	@$(MAKE) --no-print-directory test

bench: .venv/.developed
	@$(BIN)/python -m scripts.bench --million

# txtai and chromadb beside ours, each in an environment of its own below .venv, made once (3 GB in all).
bench-peers: .venv/.developed
	@$(BIN)/python -m scripts.peers

pictures: .venv/.developed
	@$(BIN)/python -m scripts.pictures

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| (echo "Vice Versa needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12" && exit 1)
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

.venv/.installed: $(SETUP) | .venv/bin/python
	@echo "Installing torch 2.13.0 (once; the largest part)"
	@$(PIP) torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	@echo "Installing the rest (once)"
	@$(PIP) --editable .
	@touch $@

.venv/.developed: .venv/.installed
	@echo "Installing what tests need (once)"
	@$(PIP) --editable '.[dev]'
	@touch $@
