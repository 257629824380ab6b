# Everything that a newcomer types. Each target sets up what it needs and says what it does.
PYTHON ?= python3
BOOTSTRAP = @$(PYTHON) gops/bootstrap.py

.PHONY: help run test check seed bench bench-peers reset manage lock
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run:  ## start everything at http://localhost:8000 (PORT=8001 for another port); Ctrl-C stops it
	$(BOOTSTRAP) run

test:  ## every test (ARGS="tests/law -x" for some)
	$(BOOTSTRAP) test $(ARGS)

check:  ## ruff, mypy, import-linter, djlint, migrations, production settings
	$(BOOTSTRAP) check

seed:  ## the full demo centre (SCALE=10: ten times as much)
	$(BOOTSTRAP) manage seed_demo --full --scale $(or $(SCALE),1)

bench:  ## the figures to reach (ROW=name for one)
	$(BOOTSTRAP) bench $(ROW)

reset:  ## delete the data of this checkout, after asking (YES=1: without)
	$(BOOTSTRAP) reset

manage:  ## a management command on the data of `make run`, ARGS="createsuperuser"
	$(BOOTSTRAP) manage $(ARGS)

bench-peers:  ## install what the bench compares the law with (OpenFisca)
	@$(PYTHON) -m venv .local/peers && .local/peers/bin/pip install -q -r bench/peers.txt

lock:  ## write requirements/*.txt and package-lock.json anew; needs uv
	@sh requirements/lock.sh
