// Comity: an engine for joint commissioning. This is the program `comity`; what it does is in services/cli.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // so that Europe/London is known on every machine

	"github.com/google/uuid"
	"golang.org/x/term"

	"comity/services/cli"
)

// version is set by the build: -ldflags "-X main.version=1.2.3".
var version = "0.1.0"

// commit names the exact source of the build where Go does not know it by itself: -ldflags "-X main.commit=<commit>".
var commit string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait
	os.Exit(cli.Main(ctx, os.Args[1:], environment()))
}

func environment() cli.Env {
	env := cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now, Local: time.Local,
		NewID:   func() string { return uuid.Must(uuid.NewV7()).String() },
		Version: version, Build: build(),
	}
	if fd := int(os.Stdout.Fd()); term.IsTerminal(fd) {
		env.Terminal = true
		env.Width, _, _ = term.GetSize(fd)
	}
	return env
}

// build names the exact source of this build; "" when it was made of files that no commit has.
func build() string {
	if commit != "" {
		return commit
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	revision := ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			return ""
		}
	}
	return revision
}
