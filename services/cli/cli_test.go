package cli_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rogpeppe/go-internal/testscript"

	"comity/services/cli"
)

// The scripts in testdata are what people type and what they see. `comity` in them is the whole program in a process of its
// own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"comity": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		os.Exit(cli.Main(ctx, os.Args[1:], cli.Env{
			Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now, Local: time.UTC,
			NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Version: "1.2.3",
		}))
	}})
}

func TestScripts(t *testing.T) {
	documents, err := filepath.Abs("../../workflow/document/testdata")
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := filepath.Abs("../../scenarios")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("DOCUMENTS", documents)
			e.Setenv("SCENARIOS", scenarios)
			e.Setenv("COMITY_LISTEN", "127.0.0.1:0")
			e.Setenv("COMITY_HEALTH", "off")
			e.Setenv("COMITY_PAGES", "127.0.0.1:0")
			e.Setenv("COMITY_LOG", "off")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "await": await, "becomes": becomes},
	})
}

// exits runs a program and compares its status: exits 2 comity do nothing.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM ARGS …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("got exit status %d, want %d", got, want)
	}
}

// await waits for a file.
func await(ts *testscript.TestScript, neg bool, args []string) {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-time.After(5 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); (err == nil) != neg {
			return
		}
	}
	ts.Fatalf("%s: not within 20 s", args[0])
}

// becomes runs a program until it prints a word: becomes closed comity case C-1.
func becomes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: becomes WORD PROGRAM ARGS …")
	}
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); <-time.After(50 * time.Millisecond) {
		if err := ts.Exec(args[1], args[2:]...); err == nil && strings.Contains(ts.ReadFile("stdout"), args[0]) {
			return
		}
	}
	ts.Fatalf("%v: not %s within 60 s", args[1:], args[0])
}
