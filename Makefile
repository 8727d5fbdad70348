# What people type. Everything is set up in .venv from the project's own files.

PYTHON ?= python3
BIN = .venv/bin

.PHONY: help demo test test-faults lint audit bench promises format pictures clean

help:
	@echo "make demo     try the dashboard on invented data; Ctrl-C ends it"
	@echo "make test     run every test, and every fault of the API on two pages"
	@echo "make test-faults   every fault of the API on every page; takes some minutes"
	@echo "make lint     format, rules, types, migrations and deployment checks"
	@echo "make audit    known vulnerabilities of what we build on; needs the network"
	@echo "make bench    how fast the pages are, and how much memory they take"
	@echo "make promises  the limit of calls under load, and pages while the API hangs"
	@echo "make format   put the code's format right"
	@echo "make pictures make the README's pictures anew from the demo"
	@echo "make clean    remove what the others made: .venv, caches, demo data"

demo: .venv/demo.stamp
	@$(BIN)/python -m scripts.demo

test: .venv/dev.stamp
	@sh scripts/install_chromium.sh
	$(BIN)/pytest -n auto

test-faults: .venv/dev.stamp
	$(BIN)/pytest -n auto -m "faults or not faults" tests/faults

lint: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	SITE_URL=https://dashboard.example.com DATA_DIR=.venv/lint-data \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml \
		recruspace_dashboard scripts manage.py gunicorn.conf.py
	@$(BIN)/python scripts/audit.py --unanswered-is-fine

audit: .venv/dev.stamp
	@$(BIN)/python scripts/audit.py

bench: .venv/dev.stamp
	@$(BIN)/python scripts/bench.py

promises: .venv/dev.stamp
	@PYTHONPATH=. $(BIN)/python scripts/promises.py calm
	@PYTHONPATH=. $(BIN)/python scripts/promises.py hammer

pictures: .venv/dev.stamp
	$(BIN)/python scripts/pictures.py

format: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache staticfiles data/demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/pip:
	@PYTHON=$(PYTHON) sh scripts/make_venv.sh

.venv/demo.stamp: requirements.txt requirements-sandbox.txt | .venv/bin/pip
	@echo "Installing what the dashboard and the sandbox need into .venv ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-sandbox.txt
	@touch $@

.venv/dev.stamp: requirements.txt requirements-sandbox.txt requirements-dev.txt | .venv/bin/pip
	@echo "Installing what the tests need into .venv ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/demo.stamp
