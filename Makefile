# One command runs it (make demo), one tests it (make test). Both need Python 3.11 or newer and the package index only.

SHELL := /bin/bash
PORT ?= 8000
SERVE ?= 1
WORKERS ?= 2
PYTHON ?= $(shell for name in python3.11 python3 python; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

# Tests keep away from the figures, files and settings of a running installation.
TEST_ENVIRONMENT := VAR_DIR="$(CURDIR)/var/test" SECRET_KEY=tests-only DEBUG=0 HTTPS=0 DJANGO_ALLOW_ASYNC_UNSAFE=1
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -rs -q

# The next Python: the suite on SQLite in an environment of its own (PYTHON313=path/to/python3.13).
PYTHON313 ?= python3.13
HAS_313 := $(PYTHON313) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1

.PHONY: help demo up test test-sqlite test-services test-313 has-313 check lock messages attack

help:
	@echo "make demo    set up the illustrative edition, run it to its published ranking, serve it (SERVE=0: do not serve)"
	@echo "make up      serve: migrations, static files, worker, beat, web server"
	@echo "make test    all tests: on SQLite, then on PostgreSQL and Valkey from wheels"
	@echo "make test-313   the tests on SQLite with Python 3.13, where that interpreter is"
	@echo "make check   format, lint, types, import contracts, migrations, translations, templates, licences"
	@echo "make attack  attack running copies of its own, alone and as in production behind nginx, with a table at its end"
	@echo "make messages  bring locale/ up to the texts of the sources"
	@echo "make lock    requirements.txt and requirements-dev.txt from their .in files"

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt install python3-venv)." >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	@echo "Installing what Paritrana runs on ..."
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what its tests and checks need ..."
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

demo: export MFA_REQUIRED_FOR_STAFF ?= 0
demo: export WATCH_BACKUP_HOURS ?= 0
demo: export LOG_LEVEL ?= WARNING
demo: export SITE_ADDRESS ?= http://127.0.0.1:$(PORT)
demo: $(VENV)/.runtime
	@$(MANAGE) demo
ifneq ($(SERVE),0)
	@$(MANAGE) up --port $(PORT)
endif

up: $(VENV)/.runtime
	@$(MANAGE) up --port $(PORT)

test: test-sqlite test-services

test-sqlite: $(VENV)/.development
	@echo "== SQLite, no Redis"
	@$(TEST_ENVIRONMENT) DATABASE_URL="sqlite:///$(CURDIR)/var/test/unused.sqlite3" REDIS_URL= $(PYTEST) -m "not services and not deep and not browser"
	@$(TEST_ENVIRONMENT) DATABASE_URL="sqlite:///$(CURDIR)/var/test/unused.sqlite3" REDIS_URL= $(PYTEST) -m "browser and not services and not deep"

# What touches no database (engine, parsing), and whatever drives a browser, has run on SQLite; `.ci/nightly both` does it here.
test-services: $(VENV)/.development
	@echo "== PostgreSQL and Valkey from wheels"
	@$(TEST_ENVIRONMENT) $(BIN)/python .ci/with_services.py -- $(PYTEST) -m "not sqlite and not once and not deep and not browser"

test-313:
	@if $(HAS_313); then \
		$(MAKE) --no-print-directory test-sqlite VENV=var/python313 PYTHON=$(PYTHON313); \
	else \
		echo "Python 3.13 with venv is not on this machine ($(PYTHON313)): nothing was tried on it."; \
	fi

has-313:
	@$(HAS_313)

check: $(VENV)/.development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(TEST_ENVIRONMENT) $(MANAGE) check --fail-level WARNING
	$(TEST_ENVIRONMENT) $(MANAGE) makemigrations --check --dry-run
	$(BIN)/python .ci/translations.py check
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python .ci/templates.py
	$(BIN)/python .ci/licences.py

attack: $(VENV)/.development
	$(BIN)/python .ci/attack.py

messages: $(VENV)/.development
	$(BIN)/python .ci/translations.py update

lock: $(VENV)/.development
	$(BIN)/uv pip compile requirements.in --python-version 3.11 --generate-hashes --no-header --no-strip-extras -o requirements.txt
	$(BIN)/uv pip compile requirements-dev.in --python-version 3.11 --generate-hashes --no-header --no-strip-extras -o requirements-dev.txt
