# The only commands anyone types. Logic lives in crates/xtask.
# With CARGO_TARGET_DIR set, what cargo builds is there instead of in target/.
.DEFAULT_GOAL := help
.PHONY: help build run test lint gen e2e bench release

TARGET := $(or $(CARGO_TARGET_DIR),target)

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## the whole product, page inside, at target/release/chatterfix
	cargo xtask build

run: build ## build, then serve a demonstration plant; the page's address is printed
	$(TARGET)/release/chatterfix serve --demo

test: ## everything, on SQLite and PostgreSQL; installs PostgreSQL and Chromium if they are missing
	cargo xtask setup
	cargo xtask test

lint: ## rules of the architecture, format, lints, types
	cargo xtask lint

gen: ## openapi.json and the page's typed client
	cargo xtask gen

e2e: ## browser tests alone
	cargo xtask setup
	cargo xtask e2e

bench: ## load figures on SQLite and PostgreSQL
	cargo xtask setup
	cargo xtask bench

release: ## archive and checksum in target/dist
	cargo xtask release
