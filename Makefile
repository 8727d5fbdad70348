# The commands of the project. Everything is installed in .venv.

PYTHON ?= python3
BIN = .venv/bin

# Tests compile the code once, and not in each of the processes that they start.
test test-browsers test-faults test-postgresql: export PYTHONDONTWRITEBYTECODE =

# The rooms whose tests run once more on PostgreSQL, with Redis as the cache.
ON_POSTGRESQL = accounts candidates company connection documents files home intake jobs \
	library lists operations outbox pools review sealing verdicts work writes

.PHONY: help demo test test-browsers test-faults test-postgresql lint audit bench bench-library bench-outbox promises format pictures clean

help:
	@echo "make demo     try the dashboard with invented data; Ctrl-C ends it"
	@echo "make test     run all tests but slow ones, with each kind of API fault on two pages"
	@echo "make test-browsers the main jobs in Chromium, Firefox and WebKit"
	@echo "make test-faults   all API faults on all pages; takes some minutes"
	@echo "make test-postgresql the rooms on PostgreSQL and Redis, two machines, slow tests"
	@echo "make lint     check format, rules, types, migrations and deployment"
	@echo "make audit    look for known vulnerabilities in packages; needs the network"
	@echo "make bench    measure pages, memory and load into docs/benchmarks.md; QUICK=1 in a minute"
	@echo "make bench-outbox  measure pages beside a batch of 500; takes 20 minutes"
	@echo "make bench-library SIZE=100000  measure search in a copy of so many candidates"
	@echo "make promises  measure the call limit under load, and pages while the API hangs"
	@echo "make format   format the code"
	@echo "make pictures take the README's pictures from the demo again"
	@echo "make clean    remove .venv, caches and demo data"

demo: .venv/demo.stamp
	@$(BIN)/python -m scripts.demo

test: .venv/dev.stamp
	@sh scripts/install_chromium.sh
	$(BIN)/pytest -n auto

test-browsers: .venv/dev.stamp
	@sh scripts/install_chromium.sh
	@sh scripts/install_engines.sh
	$(BIN)/pytest -n 3 --dist loadfile -m engines tests/engines

test-postgresql: .venv/dev.stamp
	@sh scripts/install_chromium.sh
	@sh scripts/install_servers.sh
	$(BIN)/pytest -n auto -m "postgresql or slow"
	THOROUGH=1 $(BIN)/python -m tests.postgresql $(BIN)/python -m tests.redis \
		$(BIN)/pytest -n auto -m "not postgresql and not faults" \
		$(addprefix tests/,$(ON_POSTGRESQL))

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
		recruspace_dashboard scripts bench manage.py gunicorn.conf.py
	@$(BIN)/python scripts/audit.py --unanswered-is-fine

audit: .venv/dev.stamp
	@$(BIN)/python scripts/audit.py

bench: .venv/dev.stamp
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(if $(SIZES),--sizes $(SIZES))

bench-outbox: .venv/dev.stamp
	@$(BIN)/python -m bench.outbox

bench-library: .venv/dev.stamp
	@$(BIN)/python -m bench.library $(SIZE)

promises: .venv/dev.stamp
	@PYTHONPATH=. $(BIN)/python scripts/promises.py calm
	@PYTHONPATH=. $(BIN)/python scripts/promises.py strangers
	@PYTHONPATH=. $(BIN)/python scripts/promises.py hammer
	@PYTHONPATH=. $(BIN)/python scripts/promise_gate.py hurt
	@PYTHONPATH=. $(BIN)/python scripts/promise_gate.py fair

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

.venv/dev.stamp: requirements.txt requirements-sandbox.txt requirements-postgresql.txt requirements-dev.txt | .venv/bin/pip
	@echo "Installing what the tests need into .venv ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/demo.stamp
