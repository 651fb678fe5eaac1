# Everything a developer or CI runs. Needs make and Python 3.11 or newer; the rest is installed into .venv.
.DEFAULT_GOAL := help
.PHONY: help demo up down status logs test check bench bench-memory train crash format lock test-deps install clean

VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
TEST_PACKAGES := docker-compose prometheus

help: ## this list
	@echo "Melder watches German-language news and raises alerts. Start with: make demo"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Every service is a tool too: $(PYTHON) -m services.watcher|ner|alert --help"

demo: $(INSTALLED) ## the whole system on sample articles: alerts in a table and in var/demo/alerts.jsonl
	@$(PYTHON) -m deploy.demo

up: $(INSTALLED) ## the whole system on deploy/config, in the background, until make down
	@$(PYTHON) -m deploy.local up

down: $(INSTALLED) ## stop what make up started; the journal is kept in var/up
	@$(PYTHON) -m deploy.local down

status: $(INSTALLED) ## what is up, where, and whether it is ready
	@$(PYTHON) -m deploy.local status

logs: ## follow the logs of make up
	@tail -n 20 -F var/up/log/*.log

test: $(INSTALLED) ## all tests, a short crash run included; two files at a time
	@$(PYTHON) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(INSTALLED) ## format, lint, types, imports: what CI asks for
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

bench: $(INSTALLED) ## how well it reads and how fast it is, in numbers
	@for bench in tests/bench/*.py "tests/bench/figures.py test" "tests/bench/links.py test"; do \
	  echo; echo "$$bench"; $(PYTHON) $$bench || exit 1; done

bench-memory: $(INSTALLED) ## whether memory is flat over 10,000 articles: a quarter of an hour
	@$(PYTHON) tests/bench/long/memory.py

train: $(INSTALLED) ## the model that ner ships, from public corpora: hours on two cores; goes on where it was stopped
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps \
	  -r services/ner/train/requirements.txt
	@$(PYTHON) -m services.ner.train $(addprefix --teacher ,$(wildcard ../shared/ner-data/start-model)) $(TRAIN)

crash: $(INSTALLED) ## the long crash test: 1,000 kills at random, and nothing lost or invented
	@$(PYTHON) -m pytest tests/crash --kills 1000

format: $(INSTALLED) ## put the code into shape
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

install: $(INSTALLED) ## only install into .venv
	@echo "Installed in $(VENV)."

$(INSTALLED): requirements.lock
	@python=; for candidate in python3 python3.13 python3.12 python3.11; do \
	  $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	    && python=$$candidate && break; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "melder: needs Python 3.11 or newer as python3, python3.13, python3.12 or python3.11;" >&2; \
	  echo "        python3 here is: $$(python3 --version 2>&1 || true)" >&2; exit 1; \
	fi; \
	echo "Installing into $(VENV) with $$($$python --version): once, a few minutes, about 2 GB"; \
	$(PYTHON) -m pip --version >/dev/null 2>&1 || $$python -m venv --clear $(VENV) || { \
	  echo "melder: $$python cannot make $(VENV); on Debian install python3-venv (or python3.12-venv and" >&2; \
	  echo "        the like, after the version), then call make again" >&2; exit 1; \
	}
	@$(PYTHON) -m pip install --disable-pip-version-check -r requirements.lock
	@touch $@

lock: ## resolve pyproject.toml again into requirements.lock
	@test -x var/lock/bin/pip-compile || { python3 -m venv var/lock && var/lock/bin/pip install -q pip-tools; }
	@var/lock/bin/pip-compile --quiet --all-extras --strip-extras --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml
	@sed -i -e "1i # Resolved by make lock from pyproject.toml, all extras." -e 's/+cpu$$//' requirements.lock

test-deps: ## install the Debian packages that some tests need, where that can be done
	@missing=; for package in $(TEST_PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then echo "test-deps: all there: $(TEST_PACKAGES)"; \
	elif [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	  echo "test-deps: missing:$$missing; install them as root, or the tests that need them are skipped"; \
	else \
	  echo "test-deps: installing$$missing"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $$missing; \
	fi

clean: ## remove what was installed and made here; the journal in var/up stays
	rm -rf $(VENV) var/demo var/lock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
