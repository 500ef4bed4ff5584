.PHONY: check lint types test fix picture

check: lint types test

lint:
	ruff check .
	ruff format --check .
	check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

types:
	mypy

test:
	pytest

fix:
	ruff check --fix .
	ruff format .

picture:
	tmp=$$(mktemp -d) && kg build --sample -o $$tmp/graph --no-store && kg view -g $$tmp/graph -o $$tmp/page.html \
	  && chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,800 \
	     --virtual-time-budget=5000 --screenshot=$(CURDIR)/tests/golden/page.png file://$$tmp/page.html; rm -rf $$tmp
