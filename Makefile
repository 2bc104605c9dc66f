# Every habit of this project is one word here; `make help` lists them.
PYTHON ?= python3
USE_VENV := .venv
TEST_VENV := .venv-test
STEP := $(TEST_VENV)/bin/python scripts/test-everything

.DEFAULT_GOAL := help
.PHONY: help demo test develop lint bench fuzz sanitize docs wheel conformance ratchet

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(USE_VENV)/wheel-installed ## Train a network on handwritten digits: a NumPy program, run on Stridewise
	$(USE_VENV)/bin/python scripts/run-beside-numpy examples/digits_mlp.py

test: $(TEST_VENV)/ready ## Run everything that CI checks
	$(STEP)

develop: $(TEST_VENV)/ready ## Build the extension beside the package, and its stubs (PYTHONPATH=python imports it)
	PYTHON=$(abspath $(TEST_VENV))/bin/python scripts/build-extension
	PYTHONPATH=python $(TEST_VENV)/bin/python scripts/generate-stubs

lint: $(TEST_VENV)/ready ## Check formatting, lints, types and the rules of the house
	$(STEP) house formatting clippy types

bench: $(TEST_VENV)/ready ## Time small calls beside NumPy
	$(STEP) wheel speed

fuzz: $(TEST_VENV)/ready ## Run each fuzz target for a minute (STRIDEWISE_FUZZ_SECONDS)
	$(STEP) fuzz

sanitize: $(TEST_VENV)/ready ## Run the Rust tests of core and kernels under AddressSanitizer
	$(STEP) sanitizer

docs: ## Build the documentation of the crates into target/doc
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

wheel: $(TEST_VENV)/ready ## Build a release wheel into target/wheels
	$(STEP) wheel

conformance: $(TEST_VENV)/ready ## Run NumPy's own tests against the ratchet
	$(STEP) wheel conformance

ratchet: $(TEST_VENV)/ready ## Run NumPy's own tests and move the ratchet to what passes now
	$(STEP) wheel ratchet

$(TEST_VENV)/ready: requirements-test.txt
	$(PYTHON) -m venv $(TEST_VENV)
	$(TEST_VENV)/bin/python -m pip install --quiet --requirement requirements-test.txt
	touch $@

# The demo's environment is a user's: the wheel, the reference to compare with, and the package whose data it reads.
$(USE_VENV)/ready: requirements-test.txt
	$(PYTHON) -m venv $(USE_VENV)
	$(USE_VENV)/bin/python -m pip install --quiet --constraint requirements-test.txt maturin numpy scikit-learn
	touch $@

$(USE_VENV)/wheel-installed: $(USE_VENV)/ready $(wildcard $(shell git ls-files 'crates/*' 'python/stridewise/*' Cargo.lock Cargo.toml pyproject.toml))
	@echo "Building Stridewise (a few minutes the first time)"
	rm -rf target/wheels
	$(USE_VENV)/bin/maturin build --release --out target/wheels --interpreter $(USE_VENV)/bin/python
	$(USE_VENV)/bin/python -m pip install --quiet --no-deps --no-index --force-reinstall target/wheels/stridewise-*.whl
	touch $@
