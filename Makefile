# Comity. `make run` shows it, `make test` runs everything.

VERSION ?= 0.1.0
# The commit, where the tree is exactly that: what another build derived is then derived again.
SOURCE  := $(shell test -z "$$(git status --porcelain 2>/dev/null)" && git rev-parse HEAD 2>/dev/null)
BIN     := bin/comity
DATA    ?= data
GO      ?= go

# How many packages are tested at once: the tests start real servers, which sync to the disk.
TEST_PARALLEL ?= 2
TEST_TIMEOUT  ?= 75m

# The race detector watches our code and every library but SQLite, which is C made into Go: each access to its own memory would be checked, which made
# most of the time of the tests, and none of it is shared with ours.
RACE := -race -gcflags=modernc.org/sqlite/lib='-d=checkptr=0 -race=false' -gcflags=modernc.org/libc='-d=checkptr=0 -race=false'

# A newer Node.js than this machine's own, where .ci/tools had to put one.
export PATH := $(CURDIR)/.cache/node/bin:$(PATH)

ASSETS := services/web/assets
E2E    := services/web/e2e
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

.PHONY: run build web test e2e bench docs

## run: build, serve on ./data, play the demonstration once, go on serving until Ctrl-C
run: build
	@exec $(BIN) serve --dir $(DATA) --log-level warn --development-sign-in --people scenarios/templates/childrens-trust-2010/people.yaml --demo scenarios/demo/childrens-trust.yaml

## build: one binary, no C
build: web
	@mkdir -p bin
	@echo "Building $(BIN). The first time takes a few minutes, later ones a few seconds."
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION) -X main.commit=$(SOURCE)" -o $(BIN) .

## web: the pages' style and script, when their sources have changed; without npm the pages are plain and work
web: $(ASSETS)/dist/manifest.json

$(ASSETS)/dist/manifest.json: $(ASSETS)/package-lock.json $(ASSETS)/build.mjs $(wildcard $(ASSETS)/src/*) LICENSE
	@if ! why=$$(.ci/node); then echo "$$why" >&2; exit 0; fi; \
	echo "Building the style and script of the pages."; cd $(ASSETS) && \
	{ [ node_modules/.package-lock.json -nt package-lock.json ] || $(NPM_CI); } && node build.mjs

# What the browser tests drive Chromium with.
$(E2E)/node_modules/.package-lock.json: $(E2E)/package-lock.json
	cd $(E2E) && $(NPM_CI)
	@touch $@

## test: install what the tests need if it is missing, then everything, with the race detector and in a real browser
test: tools
	@$(MAKE) --no-print-directory web $(E2E)/node_modules/.package-lock.json
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "These files are not formatted (gofmt -w):"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	CI=true CGO_ENABLED=1 $(GO) test $(RACE) -shuffle=on -p $(TEST_PARALLEL) -timeout $(TEST_TIMEOUT) -skip '^(TestSingleRules|TestScenariosWithCrashes)$$' ./...
	CI=true $(GO) test -shuffle=on -timeout $(TEST_TIMEOUT) -run '^(TestSingleRules|TestScenariosWithCrashes)$$' .

# A C compiler, Node.js and Chromium, where this machine lacks them.
.PHONY: tools
tools:
	@.ci/tools

## e2e: the pages in a real browser; screenshots are left in services/web/e2e/screenshots
e2e: tools
	@$(MAKE) --no-print-directory web $(E2E)/node_modules/.package-lock.json
	CI=true $(GO) test -count=1 -v -timeout $(TEST_TIMEOUT) ./$(E2E)

## bench: the measured rows of docs/decisions, as ratios of one interleaved run
bench:
	$(GO) test ./services/house -run '^$$' -bench '^BenchmarkDecision$$' -benchtime 1x -timeout 10m

## docs: write the reference pages again from the code
docs:
	$(GO) run . docs --sources . docs/reference
