# Two commands do everything from nothing: `make run` serves the sample plans, `make test` runs every check.
# PYTHON=python3.12 chooses the interpreter, CORPUS=path the plans to serve, PORT=8000 the port, JOBS=2 the processes
# that test side by side.

SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { command -v $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
CORPUS ?= corpus/documents
DATA ?= .data/$(shell printf %s "$(abspath $(CORPUS))" | cksum | cut -d' ' -f1)
HOST ?= 127.0.0.1
PORT ?= 8000
PIP_ARGS ?=
JOBS ?= 2
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt $(PIP_ARGS)

.PHONY: run test setup setup-dev lint format type eval bench corpus clean

run: .setup/run
	@$(BIN)/chutri --data "$(DATA)" add --if-new "$(CORPUS)"
	@$(BIN)/chutri --data "$(DATA)" serve --host $(HOST) --port $(PORT)

# Two processes, each with one thread for the model: a file's tests stay together and share what they set up.
test: .setup/dev
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile

setup: .setup/run

setup-dev: .setup/dev

lint: .setup/dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && bash .ci/audit $(BIN)

format: .setup/dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

type: .setup/dev
	@$(BIN)/mypy

eval: .setup/dev
	@$(BIN)/python -m bench.eval

bench: .setup/dev
	@$(BIN)/python -m bench.run

corpus: .setup/dev
	@$(BIN)/python -m bench.typeset

clean:
	rm -rf $(VENV) .setup build *.egg-info

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11, 3.12 hoặc 3.13: hãy cài python3 và python3-venv. (Python 3.11 to 3.13 is needed.)"; exit 1; }
	@bash .ci/system-packages venv "$(PYTHON)"
	@echo "Tạo môi trường ảo / creating the virtual environment ($(PYTHON))"
	@$(PYTHON) -m venv $(VENV)

.setup/run: pyproject.toml constraints.txt $(BIN)/python
	@bash .ci/system-packages run
	@echo "Cài đặt / installing chutri and its pinned packages"
	@$(PIP) --editable ".[readers]"
	@mkdir -p .setup && touch $@

.setup/dev: .setup/run
	@bash .ci/system-packages test
	@echo "Cài đặt công cụ kiểm thử / installing the test tools"
	@$(PIP) --editable ".[readers,dev]"
	@touch $@
