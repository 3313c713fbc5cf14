# Handrail needs Python 3.11 or newer and make; everything else is built in .venv.
.DEFAULT_GOAL := help
.PHONY: help run test lint check bench fuzz laws times mutants model drill-nightly format docs screens axe payloads pins clean

# Any python3 reads infra/bootstrap.py, which picks the newest fit one on the PATH.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(shell command -v $(name) >/dev/null 2>&1 && echo $(name))))
ARGS ?=
READY = @test -n "$(PYTHON)" || { echo "make: no Python on the PATH; Handrail needs 3.11 or newer (python.org)." >&2; exit 1; }; "$(PYTHON)" infra/bootstrap.py
IN = .venv/bin/python -m

help: ## show this
	@echo "make TARGET [ARGS=...]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read -r name says; do printf '  %-13s %s\n' "$$name" "$$says"; done

run: ## start everything on this machine and open the pages (ARGS: --fresh, --self-test, --no-browser)
	$(READY) run && exec $(IN) service run $(ARGS)

test: ## all tests and the coverage gates (ARGS go to pytest)
	$(READY) dev && exec $(IN) infra.test $(ARGS)

lint: ## format, lint, import contracts, types
	$(READY) dev && sh infra/lint

check: lint test ## lint and test: what a change must pass

bench: ## speed and size, measured on this machine
	$(READY) dev && exec .venv/bin/python infra/bench.py $(ARGS)

fuzz: ## 100,000 spoilt, re-signed and replayed webhooks (ARGS: --requests, --seed, --replay)
	$(READY) dev && exec .venv/bin/python infra/fuzz.py $(ARGS)

drill-nightly: ## every drill at its full size, half an hour and more (ARGS: --into FOLDER, --scale, --planted, --seed)
	$(READY) dev && exec .venv/bin/python infra/nightly.py $(ARGS)

times: ## every zone and clock change to 2037, and nudges judged (ARGS: --steps 200000)
	$(READY) dev && exec .venv/bin/python infra/times.py $(ARGS)

laws: ## G1 to G8 of the Ladder over long stories (ARGS: --steps, --stops, --seed, --only)
	$(READY) dev && exec .venv/bin/python infra/laws.py $(ARGS)

mutants: ## break the modules that matter on purpose, and see that tests notice (ARGS: --only, --children)
	$(READY) dev && exec .venv/bin/python infra/mutants.py $(ARGS)

model: ## all states of sending two alike messages, and their laws (ARGS: --messages, --most)
	$(READY) dev && exec .venv/bin/python infra/model.py $(ARGS)

format: ## put the code in its form
	$(READY) dev && $(IN) ruff format . && $(IN) ruff check --fix .

docs: ## write what docs/ takes from the code again
	$(READY) dev && $(IN) infra.reference && $(IN) infra.docs

screens: ## photograph every page and state of the console into docs/screens (ARGS: --only STATES; needs chromium)
	$(READY) dev && $(IN) infra.screens $(ARGS)

axe: ## let axe judge every page and state, at two widths, in light and dark (ARGS: --only STATES; needs chromium)
	$(READY) dev && $(IN) infra.axe $(ARGS)

payloads: ## a thousand script injections on every page and state (ARGS: --texts, --people, --only STATES; needs chromium)
	$(READY) dev && $(IN) infra.payloads $(ARGS)

pins: ## pin the newest versions again, with hashes (takes minutes, needs the package index)
	$(READY) dev && sh infra/pins

clean: ## remove .venv and the caches; the data of `make run` stay
	rm -rf .venv .cache .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
