# Keras Coursework: `make lab`, `make demo`, `make test`, `make bench`. Each sets up what it needs in .venv first.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: help lab demo quick lesson check test test-pages test-browser site release coverage prove bench timings lock setup clean

# What can be done, and with what.
help:
	@echo "make lab            the lessons in JupyterLab, on a working copy (ARGS=\"--no-browser --port 8899\")"
	@echo "make demo           a sample class through release, grading, feedback and marks"
	@echo "make setup          .venv alone, which all others set up first"
	@echo "make check          format, lint, types, and whether every lesson is built from its source"
	@echo "make quick          for every save: format, lint, types, and the tests that train nothing"
	@echo "make lesson L=03    build, checks, proof and tests of one lesson"
	@echo "make test           all tests, and every notebook again with its outputs compared"
	@echo "make test-pages     every command on the pages, typed into fresh clones and bundles"
	@echo "make test-browser   the site, feedback pages, JupyterLab and a JupyterHub in headless Chromium"
	@echo "make site           the course as a site, in site/: lessons, glossary, cheat sheets, all pages"
	@echo "make release        bundles, site and wheel of this commit in dist/, with checksums and changes"
	@echo "make coverage       how much of the engine its own tests run"
	@echo "make prove          every stored answer graded, and mutants of the reference answers"
	@echo "make bench          what grading costs, beside plain nbgrader"
	@echo "make timings        measure how long each lesson takes, and write docs/timings.md"
	@echo "make lock           requirements.txt and environment.yml from pyproject.toml"
	@echo "make clean          delete what these made, .venv too; your work in work/ stays"

# The first Python on this machine that the course runs on; `make PYTHON=/path/to/python3.12 …` chooses another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo "$$name"; break; }; done)
BIN := .venv/bin
READY := .venv/ready

setup: $(READY)

$(READY): requirements.txt pyproject.toml $(wildcard graders/kernels/jupyter/* graders/kernels/jupyter/*/*/*) $(wildcard coursework/jupyter/* coursework/jupyter/*/* coursework/jupyter/*/*/*)
	@test -n "$(PYTHON)" || { echo "The course needs Python 3.11, 3.12 or 3.13 with venv; none was found. Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up .venv with $(PYTHON): a few minutes the first time."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Options for JupyterLab: make lab ARGS="--no-browser --port 8899"
lab: $(READY)
	$(BIN)/coursework lab -- $(ARGS)

demo: $(READY)
	$(BIN)/coursework demo

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/coursework build --check

# For every save: what neither trains a network nor starts a kernel.
QUICK := tests/criteria tests/coursework/test_arrow.py tests/prove/test_mutants.py tests/prove/test_page.py \
	$(addprefix tests/build/test_,source.py names.py compare.py outputs.py refusals.py coverage.py) \
	$(addprefix tests/docs/test_,pages.py house.py readme.py evidence.py) tests/data/test_data_check.py
quick: $(READY)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/python -m pytest -q --no-header --durations=0 --durations-min=5 -n 2 --dist loadgroup $(QUICK)

# One lesson, from source to proof: make lesson L=03
LESSON = $(basename $(notdir $(firstword $(wildcard solutions/$(L)*.py))))
lesson: $(READY)
	@test -n "$(L)" -a -n "$(LESSON)" || { echo "Name a lesson by its number: make lesson L=03" >&2; exit 1; }
	$(BIN)/coursework build $(LESSON)
	$(BIN)/coursework prove $(LESSON)
	$(BIN)/python -m pytest -q tests/lessons -k $(LESSON)

# The tests, then every executed notebook run again with its outputs compared, decimal numbers within a tolerance.
test: check
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1 \
		$(BIN)/python -m pytest -n 2 --dist loadfile --nbval -p graders.build.nbval_plugin --nbval-kernel-name coursework \
		--nbval-cell-timeout 120 -p no:cacheprovider $(wildcard solutions/*/*.ipynb)

# Every command on the pages, typed as it stands, in fresh clones and fresh bundles: installs packages anew.
test-pages: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests/pages

# Pages in a real browser. axe-core, playwright and JupyterHub with its proxy are not the course's: they go under
# .cache/, pinned with hashes.
BROWSER := .cache/browser
HUB := deploy/jupyterhub
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser)

test-browser: $(BROWSER)/ready site
	@test -n "$(CHROMIUM)" || { echo "The browser tests need Chromium, and none was found: install it (Debian: apt-get install chromium), or name it: make test-browser CHROMIUM=/path/to/chromium" >&2; exit 1; }
	CHROMIUM="$(CHROMIUM)" AXE="$(BROWSER)/node_modules/axe-core/axe.min.js" PYTHONPATH="$(BROWSER)/python" \
		$(BIN)/python -m pytest -n 2 --dist loadgroup tests/browser

$(BROWSER)/ready: $(READY) $(foreach of,tests/browser $(HUB),$(addprefix $(of)/,requirements.txt package.json package-lock.json))
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "The browser tests need node and npm, and one was not found: install them (Debian: apt-get install nodejs npm)." >&2; exit 1; }
	@mkdir -p $(BROWSER)/hub
	@cp tests/browser/package.json tests/browser/package-lock.json $(BROWSER)/
	@cp $(HUB)/package.json $(HUB)/package-lock.json $(BROWSER)/hub/
	@for part in $(BROWSER) $(BROWSER)/hub; do npm ci --prefix $$part --silent --no-audit --no-fund || exit 1; done
	@rm -rf $(BROWSER)/python $(BROWSER)/hub/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --target $(BROWSER)/python -r tests/browser/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --target $(BROWSER)/hub/python -r $(HUB)/requirements.txt
	@touch $@

# The course's pages as a site, from what is stored: nothing is executed. Sphinx is not the course's: it goes under
# .cache/, pinned with hashes. A warning fails the build, and is not forgotten: the next run reads every page again.
SITE := .cache/site

site: $(SITE)/ready $(SITE)/settings
	@$(BIN)/python -m graders.build.site lay-out $(SITE)
	@$(SITE)/venv/bin/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going -c docs/site -d $(SITE)/doctrees \
		$(SITE)/pages $(SITE)/html || { rm -rf $(SITE)/doctrees $(SITE)/html; exit 1; }
	@$(BIN)/python -m graders.build.site publish $(SITE)

$(SITE)/ready: $(READY) docs/site/requirements.txt
	@echo "Setting up Sphinx in $(SITE): a minute the first time."
	@rm -rf $(SITE)
	@$(BIN)/python -m venv $(SITE)/venv
	@$(SITE)/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r docs/site/requirements.txt \
		|| { echo "Sphinx could not be installed: \`make site\` needs a package index, the first time." >&2; exit 1; }
	@touch $@

$(SITE)/settings: docs/site/conf.py $(wildcard docs/site/_templates/*) | $(SITE)/ready
	@rm -rf $(SITE)/doctrees $(SITE)/html
	@touch $@

# What a release consists of, in dist/. The site is built anew, so that nothing of an older build is left in it.
release: $(SITE)/ready
	@$(BIN)/python -m graders.build.publish --check
	@rm -rf $(SITE)/pages $(SITE)/html $(SITE)/doctrees $(SITE)/jupyter_execute
	@$(MAKE) --no-print-directory site
	@$(BIN)/python -m graders.build.publish

# How many lines of the engine its tests run. A sandboxed candidate runs without the counter.
coverage: $(READY)
	@mkdir -p .cache/coverage
	$(BIN)/coverage erase
	for part in answers build coursework criteria evidence examiner kernels; do \
		$(BIN)/coverage run -m pytest -q -n 2 --dist loadgroup tests/$$part || exit 1; done
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered

prove: $(READY)
	$(BIN)/coursework prove

bench: $(READY)
	$(BIN)/python -m benchmarks

# How long each lesson takes: runs them one after the other and writes docs/timings.md; ARGS="13_ensembles" runs one.
timings: $(READY)
	TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1 $(BIN)/python -m graders.build.timings $(ARGS)

# Writes requirements.txt and environment.yml from pyproject.toml; `make lock ARGS=--upgrade` takes newer versions.
lock: $(READY)
	$(BIN)/python -m graders.build.lock $(ARGS)

clean:
	rm -rf .venv .cache site dist demo gradebook.db release_cache submitted autograded feedback
