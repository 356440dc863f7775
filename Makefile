# Keras Coursework: `make lab`, `make demo`, `make test`, `make bench`. Each sets up what it needs in .venv first.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: lab demo test test-pages bench setup lock lint check prove clean

# The first Python on this machine that the course runs on; `make PYTHON=/path/to/python3.12 …` chooses another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo "$$name"; break; }; done)
BIN := .venv/bin
READY := .venv/ready

setup: $(READY)

$(READY): requirements.txt pyproject.toml bin/dot graders/kernels/kernelspecs.py
	@test -n "$(PYTHON)" || { echo "The course needs Python 3.11, 3.12 or 3.13 with venv; none was found. Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up .venv with $(PYTHON): a few minutes the first time."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@install -m 755 bin/dot $(BIN)/dot
	@$(BIN)/python -c "from graders.kernels.kernelspecs import install_kernelspecs; install_kernelspecs('.venv')"
	@mkdir -p .venv/share/jupyter/lab/settings
	@echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}' \
		> .venv/share/jupyter/lab/settings/overrides.json
	@touch $@

lab: $(READY)
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/lessons

demo: $(READY)
	$(BIN)/coursework demo

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/coursework build --check

# The tests, then every executed notebook run again with its outputs compared.
test: check
	$(BIN)/python -m pytest
	TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1 \
		$(BIN)/python -m pytest --nbval --nbval-kernel-name coursework --nbval-sanitize-with tests/notebooks/sanitize.cfg \
		--nbval-cell-timeout 120 -p no:cacheprovider $(wildcard solutions/*/*.ipynb)

# Every command on the pages, typed as it stands, in fresh clones and fresh bundles: installs packages anew.
test-pages: $(READY)
	$(BIN)/python -m pytest tests/pages

prove: $(READY)
	$(BIN)/coursework prove

bench: $(READY)
	$(BIN)/python -m benchmarks

# Writes requirements.txt and environment.yml anew from pyproject.toml.
lock: $(READY)
	$(BIN)/python -m graders.build.lock

clean:
	rm -rf .venv .cache demo gradebook.db release_cache submitted autograded feedback
