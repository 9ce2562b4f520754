# make demo and make test need Python 3.11 or newer with venv, nothing else.
# Where Python is too old or venv is missing: Debian and Ubuntu `apt install python3-venv`, macOS `brew install python`.
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(RECENT)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
N3 := 2.13.12

.PHONY: demo check test test-stores lint data docs pictures bench bench-page clean

demo: .venv/installed-
	$(BIN)/relgraph run -o out

# All that has to hold before a change goes in: style and types, every test, every store that is here.
check: lint test

test: .venv/installed-test
	$(BIN)/python -m pytest -n auto --dist loadgroup

# Loads what is shipped into each real store, reads it back, and prints two tables. A store that is not here is
# skipped with its reason; with RELGRAPH_STORES=required in the environment it is a failure. .ci/run installs all.
test-stores: .venv/installed-test .venv/installed-stores .venv/node/node_modules/n3
	$(BIN)/python -m pytest -n auto --dist loadgroup tests/stores

lint: .venv/installed-lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

data: .venv/installed-
	$(BIN)/relgraph derive --afresh -d data/triples.ttl -o data/triples.ttl
	$(BIN)/relgraph describe -o data/void.ttl
	$(BIN)/python data/gazetteer/build.py

# The ontology as one page of HTML. pyLODE lists some terms in another order at each run, so the page is not kept.
docs: .venv/installed-docs
	$(BIN)/pylode ontology/relgraph.ttl -o docs/ontology.html

# The pictures of README, by Chromium.
pictures: .venv/installed-test
	$(BIN)/python docs/pictures.py

# One table: relgraph beside other ways, and which bars hold. Takes half an hour on an idle machine, and fails where a
# bar is missed; make bench BENCH='--scale 0.01' is a quick look, which judges no bar.
bench: .venv/installed-bench
	$(BIN)/python -m benchmarks $(BENCH)

# The same for the page, in Chromium, in some ten minutes; make bench-page BENCH='--only 300' is one size.
bench-page: .venv/installed-test
	$(BIN)/python -m benchmarks.page $(BENCH)

clean:
	rm -rf .venv out build dist

# One stamp file a set of extras: .venv/installed- has none, .venv/installed-test has the test extra.
.venv/installed-%: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@

.venv/installed-: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-stores: tests/stores/requirements.txt .venv/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	@touch $@

# Where npm is: without it the tests say what they miss.
.venv/node/node_modules/n3: | .venv/bin/python
	@if command -v npm >/dev/null; then \
	  npm install --prefix .venv/node --no-save --no-package-lock --no-audit --no-fund --silent n3@$(N3); \
	else echo "no npm, so no N3.js: apt install nodejs npm"; fi

.venv/bin/python:
	@"$(PYTHON)" -c '$(RECENT)' 2>/dev/null || \
	  { echo "relgraph needs Python 3.11 or newer: apt install python3-venv, brew install python, or make PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -m venv .venv || \
	  { echo "Python's venv module is missing: apt install python3-venv"; rm -rf .venv; exit 1; }
