# Needs Python 3.11 with venv and make. Node 20 is used by the tests where it is there.
# ARGS goes to pytest: make test ARGS="-x tests/record". PHOTOS is a folder, EXTRACT a file: make bench-place EXTRACT=m.osm.pbf
.DEFAULT_GOAL := help
.PHONY: help venv web demo test lint format soak bench bench-place bench-trace docs pins clean
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp
ARGS ?=
PHOTOS ?=
EXTRACT ?=
PAGE := src/firsthand/web/static/index.html
NPM := $(shell command -v npm 2>/dev/null)
PINS := requirements/pip.txt requirements/test.txt

help:  ## show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' Makefile

venv: $(STAMP)  ## set up .venv from the pinned files (runs again only when they change)

# The last step needs no network: the build backend is among the pins.
$(STAMP): $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Firsthand needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/pip.txt
	@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/test.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

web: $(PAGE)  ## build the workbench's page (Node 20)

$(PAGE): $(shell find web -path web/node_modules -prune -o -type f -print)
	@test -n "$(NPM)" || { echo "the workbench's page is built with Node 20 and npm; neither is needed to use an installed firsthand"; exit 1; }
	cd web && npm ci --loglevel=error --no-audit --no-fund && npm run --silent build
	@touch $@

demo: venv $(if $(NPM),web)  ## run the main job from footage to a re-checked report, and say where it lies
	$(BIN)/firsthand demo

lint: venv  ## style, types and floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint $(if $(NPM),web)  ## everything that must hold before a change lands
	@test -n "$(NPM)" || echo "not run: the workbench's page, no Node on this machine"
	$(BIN)/pytest $(ARGS)

format: venv  ## lay the code out, and mend what ruff can mend
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format

soak: venv  ## the slow tests: kills, floods, long runs
	$(BIN)/pytest -m soak -o faulthandler_timeout=7200 $(ARGS)

bench: venv  ## speed and accuracy beside the peers, printed
	$(BIN)/python -m bench

bench-place: venv  ## where and when: the sun, simulated scenes, speed, and photographs and an extract where they are
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.place --scenes 100
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.place_speed
	$(BIN)/python -m bench.place_photos $(PHOTOS)
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.place_extract $(EXTRACT)

PEERS := .venv-peers
bench-align: venv  ## align's pairs beside syncstart, audio-offset-finder and audalign, where they install
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	for peer in imageio-ffmpeg syncstart audio-offset-finder audalign; do \
	  $(PEERS)/bin/python -m pip install --quiet $$peer || echo "not installed: $$peer"; done
	ln -sf "$$($(PEERS)/bin/python -c 'import imageio_ffmpeg as f; print(f.get_ffmpeg_exe())')" $(PEERS)/bin/ffmpeg || true
	PEERS=$(PEERS)/bin/python $(BIN)/python -m bench.align_peers

# Hours of one core the first time; films, readings and answers are kept in the system's folder for temporary files, so that a
# run that was stopped goes on. SSCD="FILE ..." names ONNX graphs of yours. vpdq builds where cmake and libav's headers are.
SSCD ?=
bench-trace: venv  ## tracing beside its peers, and how search grows (peers lie in a folder of their own)
	$(BIN)/python -m pip install --quiet --no-deps --target .bench-peers -r bench/trace/peers.txt || echo "not installed: the peers"
	$(BIN)/python -m pip install --quiet --no-deps --target .bench-peers vpdq || echo "not installed: vpdq"
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.trace.accuracy test
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.trace.accuracy fresh
	OMP_NUM_THREADS=1 PYTHONPATH=.bench-peers $(BIN)/python -m bench.trace.peers test $(SSCD:%=--sscd %)
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.trace.held 300
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.trace.scale 0.1 1

docs: venv  ## write the generated docs again
	$(BIN)/python -m firsthand.docs

UV := uv pip compile --quiet --python-version 3.11 --generate-hashes --custom-compile-command 'make pins'
pins:  ## resolve requirements/ again (needs uv)
	$(UV) pyproject.toml -o requirements/run.txt
	$(UV) pyproject.toml --group test -c requirements/run.txt -o requirements/test.txt
	echo cryptography | $(UV) - -c requirements/run.txt -o requirements/core.txt
	echo pip | $(UV) - -o requirements/pip.txt

clean:  ## remove what make made
	rm -rf .venv build dist web/node_modules src/firsthand/web/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
