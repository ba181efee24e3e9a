# make run: set up what is missing, serve the page on http://127.0.0.1:7860
# make test: set up what is missing, then every check: format, lint, types, tests

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/run.stamp
TEST   := $(VENV)/test.stamp

.PHONY: run test check format clean

run: $(RUN)
	$(BIN)/python app.py $(ARGS)

test: check
	$(BIN)/python -m pytest --bot-measure --bot-baseline tests/retrieval/baseline.json $(ARGS)

check: $(TEST)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(TEST)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .footing

# torch comes first and by its exact version: anything looser takes the CUDA build, gigabytes of it.
$(RUN): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Footing needs Python 3.11 or newer; give one with: make run PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt -e .
	touch $@

$(TEST): $(RUN)
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt -e '.[test]'
	touch $@
