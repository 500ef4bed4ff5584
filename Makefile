.PHONY: check lint types test fix golden picture

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

golden: tests/golden
	python tests/test_golden.py > tests/golden/facts.txt

picture: tests/golden
	folder=$$(mktemp -d) \
	  && kg build --sample -o $$folder/graph --no-store && kg view -g $$folder/graph -o $$folder/page.html \
	  && chromium --headless --no-sandbox --hide-scrollbars --window-size=1280,800 --virtual-time-budget=5000 \
	       --screenshot=$(CURDIR)/tests/golden/page.png file://$$folder/page.html 2>/dev/null; \
	  rm -rf $$folder

tests/golden:
	mkdir -p $@
