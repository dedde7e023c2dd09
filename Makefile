# Needs Python 3.11 or newer (with venv), pip, make and git. Everything is installed into .venv
# from the hash-locked requirements; the stamp files there say what has been set up already.
# Another interpreter: make PYTHON=python3.12 figures (.venv is made again if it has another one).

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# The lock files are complete (`make test` checks it), so pip need not resolve anything; older pips
# refuse a pinned package that another one asks for with an extra. Modules are compiled when they
# are first imported: most of a Jupyter set-up never is.
INSTALL := $(RUN) -m pip --disable-pip-version-check --quiet install --no-deps --no-compile
PYTEST := $(RUN) -m pytest --quiet --numprocesses logical --maxprocesses 4 --dist loadfile
NOTEBOOKS := $(wildcard notebooks/*.ipynb)

# Without compiled modules every process, and each notebook's kernel, compiles its libraries again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help figures test fast test-on test-pythons lab update notebooks bench lock clean FORCE
.NOTPARALLEL:

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-17s %s\n", $$1, $$2}'

figures: $(VENV)/.runtime ## build the dated series and every figure, print the headline
	$(RUN) -m analysis figures --derived data/derived --readme README.md

test: $(VENV)/.dev ## lint, type check, tests, notebooks against their stored outputs
	$(RUN) -m uv --quiet pip check --python $(RUN)
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(PYTEST) --nbval --nbval-current-env analysis tests $(NOTEBOOKS)

# Other Pythons: what a release of Python can break, without what takes long (marked `slow`) and
# without lint, types and notebooks, whose answers do not depend on it.
fast: $(VENV)/.dev ## the fast part of the tests alone
	$(PYTEST) -m "not slow" analysis tests

test-on: ## the fast part on another Python: make test-on PYTHON=python3.12
	@version=$$($(PYTHON) -c 'import platform; print(platform.python_version())') && \
	  echo "== Python $$version" && \
	  $(MAKE) --no-print-directory VENV=$(VENV)-$$version PYTHON=$(PYTHON) fast

test-pythons: $(VENV)/.dev ## the same on every Python from 3.11 on that this machine has
	@pythons=$$($(RUN) .ci/pythons.py) && failed= && for python in $$pythons; do \
	  $(MAKE) --no-print-directory PYTHON=$$python test-on || failed="$$failed $$python"; done; \
	  test -z "$$failed" || { echo "error: the tests fail on$$failed" >&2; exit 1; }

lab: $(VENV)/.dev ## open the notebooks in JupyterLab
	$(RUN) -m jupyterlab notebooks

update: $(VENV)/.dev ## after the record changed: make everything again that follows from it
	$(RUN) -m analysis update

notebooks: $(VENV)/.dev ## run every notebook again and store its outputs
	$(RUN) -m analysis update notebooks

bench: $(VENV)/.dev ## run every benchmark in turn
	@for script in tests/benchmarks/bench_*.py; do \
	  echo "== $$script"; $(RUN) "$$script" || exit 1; done

# Pins that still fit pyproject.toml stay; for newer releases: make lock UPGRADE=--upgrade
LOCK = $(RUN) -m uv --quiet pip compile pyproject.toml --python $(RUN) $(UPGRADE) \
  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
  --no-header --no-annotate --group build

lock: $(VENV)/.dev ## resolve pyproject.toml again into the two lock files
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove .venv, and those of other Pythons
	rm -rf $(VENV) $(VENV)-*

# An interpreter named in the call is the one that is used: the stamp says which made the folder.
IDENTITY := import sys; print(sys.version.split()[0], sys.base_prefix)
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(PYTHON) -c '$(IDENTITY)' 2>&1),$(shell cat $(VENV)/.created 2>&1))
$(VENV)/.created: FORCE
endif
endif

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: Python 3.11 or newer is needed, but $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
	    "Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "error: $(PYTHON) has no venv module; on Debian and Ubuntu: apt install python3-venv" >&2; \
	  exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@$(PYTHON) -c '$(IDENTITY)' > $@

$(VENV)/.runtime: $(VENV)/.created requirements.lock pyproject.toml
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

# The development lock holds the runtime packages too, at the same versions.
$(VENV)/.dev: $(VENV)/.created requirements-dev.lock pyproject.toml
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	$(INSTALL) --no-build-isolation --editable .
	@touch $(VENV)/.runtime $@
