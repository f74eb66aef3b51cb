# Comity. `make run` shows it, `make test` runs everything.

VERSION ?= 0.1.0
# The commit, where the tree is exactly that: what another build derived is then derived again.
SOURCE  := $(shell test -z "$$(git status --porcelain 2>/dev/null)" && git rev-parse HEAD 2>/dev/null)
BIN     := bin/comity
DATA    ?= data
GO      ?= go

# How many packages are tested at once: the tests start real servers, which sync to the disk.
TEST_PARALLEL ?= 2
TEST_TIMEOUT  ?= 30m

.PHONY: run build test bench docs

## run: build, serve on ./data, play the demonstration once, go on serving until Ctrl-C
run: build
	@exec $(BIN) serve --dir $(DATA) --log-level warn --demo scenarios/demo/childrens-trust.yaml

## build: one binary, no C
build:
	@mkdir -p bin
	@echo "Building $(BIN). The first time takes a few minutes, later ones a few seconds."
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION) -X main.commit=$(SOURCE)" -o $(BIN) .

## test: install what the tests need if it is missing, then everything, with the race detector
test: gcc
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "These files are not formatted (gofmt -w):"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	CGO_ENABLED=1 $(GO) test -race -shuffle=on -p $(TEST_PARALLEL) -timeout $(TEST_TIMEOUT) ./...

# The race detector needs a C compiler, and nothing else here does.
.PHONY: gcc
gcc:
	@command -v gcc >/dev/null || { \
		echo "Installing gcc, which the race detector needs."; \
		if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -q -y --no-install-recommends gcc libc6-dev; \
		else sudo apt-get update -q && sudo apt-get install -q -y --no-install-recommends gcc libc6-dev; fi; }

## bench: the measured rows of docs/decisions, as ratios of one interleaved run
bench:
	$(GO) test ./services/house -run '^$$' -bench '^BenchmarkDecision$$' -benchtime 1x -timeout 10m

## docs: write the reference pages again from the code
docs:
	$(GO) run . docs docs/reference
