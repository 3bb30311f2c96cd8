# Every target works on a machine that has Python 3.11 to 3.13 and make; the rest is installed into .venv.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet
SUITABLE := import sys; raise SystemExit(not (3, 11) <= sys.version_info < (3, 14))

# A name on the path may be a wrapper that does not work, so each candidate is run.
ifndef PYTHON
PYTHON := $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	$$name -c '$(SUITABLE)' >/dev/null 2>&1 && { echo $$name; break; }; done)
endif

.DEFAULT_GOAL := help
.PHONY: help install run doctor backup demo bench test test-slow sabotage storm coach check screens lock clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

install: $(VENV)/.installed ## Make .venv with what the bot needs to run

run: $(VENV)/.installed ## Start the bot; without BOT_TOKEN inside the sandbox, with a chat page on this machine
	@$(BIN)/python miniapp/build.py || echo "The bot starts all the same; the Mini App stays as it was." >&2
	@exec $(BIN)/python -m bot run

doctor: $(VENV)/.installed ## Check keys, webhook, database, storage, prices and more; SPEND=1 also makes a real picture
	@exec $(BIN)/python -m bot doctor $(if $(SPEND),--spend)

backup: $(VENV)/.installed ## Write all rows and new files into a folder, also while the bot runs: TO=folder, else BACKUP_FOLDER
	@exec $(BIN)/python -m bot backup $(if $(TO),--to '$(TO)')

demo: $(VENV)/.installed ## Play the whole story against the sandbox; pictures land in demo-out/; PROVIDER=replicate, STORY=coach
	@exec $(BIN)/python -m bot demo $(if $(PROVIDER),--provider $(PROVIDER)) $(if $(STORY),--story $(STORY))

test: $(VENV)/.installed-dev ## Run the tests, without the slow groups
	$(BIN)/python -m pytest -m "not slow" -n 4 --dist worksteal

test-slow: $(VENV)/.installed-dev ## Run the slow groups: crash, storm, packaging, browser
	$(BIN)/python -m pytest -m slow --timeout=900 -n 2 --dist loadfile

sabotage: $(VENV)/.installed-dev ## Take guards out of the product one by one, and see that the tests notice each time
	$(BIN)/python -m tests.model.sabotage

storm: $(VENV)/.installed-dev ## Kill three replicas on PostgreSQL over and over while they train: N=1000 trainings, K=150 kills, SEED=7
	$(BIN)/python -m tests.crash.storm --trainings $(or $(N),200) $(if $(K),--kills $(K)) $(if $(SEED),--seed $(SEED))

coach: $(VENV)/.installed-dev ## Try the photo coach on its corpus: expected verdicts beside given ones, misses, seconds per photo
	@$(BIN)/python -m tests.coach

check: $(VENV)/.installed-dev ## Lint, check types and the direction of imports; the same for the Mini App
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy miniapp/build.py
	$(BIN)/lint-imports
	$(BIN)/python miniapp/build.py check

screens: $(VENV)/.installed-dev ## Walk through the Mini App in Chromium and keep a picture of every screen
	$(BIN)/python -m tests.e2e.screens

bench: $(VENV)/.installed ## Measure the front door beside a bare aiogram bot, an idle bot's memory, the poller, photos, and the API
	$(BIN)/python -m bench.webhook
	$(BIN)/python -m bench.memory
	$(BIN)/python -m bench.poller
	$(BIN)/python -m bench.photos
	$(BIN)/python -m bench.api

lock: ## Write the hash-locked requirements again (needs uv); UPGRADE=1 takes newer versions
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/" >&2; exit 1; }
	uv pip compile pyproject.toml --group build --group dev $(LOCK) --output-file requirements-dev.txt
	uv pip compile pyproject.toml --group build $(LOCK) --constraints requirements-dev.txt --output-file requirements.txt
	uv pip compile pyproject.toml --group build --extra nsfw $(LOCK) --constraints requirements-dev.txt --output-file requirements-nsfw.txt
	uv pip compile pyproject.toml --group build --extra nsfw --extra faces $(LOCK) --constraints requirements-dev.txt --output-file requirements-faces.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade)

clean: ## Remove .venv, caches and build results; data/ and .env stay
	rm -rf $(VENV) dist build demo-out miniapp/node_modules miniapp/dist bot/web/miniapp_assets .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 found. Install one, or name it: make PYTHON=/path/to/python $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c '$(SUITABLE)' || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); Python 3.11, 3.12 or 3.13 is needed." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the bot needs"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@
