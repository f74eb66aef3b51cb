package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// demonstration is played before the pages are tested, among the people of its template, and said is what the program says when
// it has been.
const (
	demonstration = "../../../scenarios/demo/childrens-trust.yaml"
	people        = "../../../scenarios/templates/childrens-trust-2010/people.yaml"
	said          = "What to try next"
)

// Every file of tests finds a program of its own, freshly started, with the demonstration in it.
func TestPages(t *testing.T) {
	browser := chromium(t)
	files, err := filepath.Glob("*.test.mjs")
	if err != nil || len(files) == 0 {
		t.Fatalf("got no files of browser tests: %v", err)
	}
	bin := build(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, ".test.mjs"), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			url := serve(t, bin, dir)
			runNode(t, browser, url, file, "COMITY_BIN="+bin, "COMITY_DIR="+dir)
		})
	}
}

// build builds the program.
func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "comity")
	if out, err := exec.Command("go", "build", "-o", bin, "comity").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

// serve starts the program on free ports and returns where its pages are, once the demonstration has been played. It is
// stopped when the test ends, and must then end well.
func serve(t *testing.T, bin, dir string) string {
	t.Helper()
	cmd := exec.Command(bin, "serve", "--dir", dir, "--listen", "127.0.0.1:0", "--health", "off", "--pages", "127.0.0.1:0",
		"--websocket", "127.0.0.1:0", "--development-sign-in", "--log", "json", "--log-level", "warn", "--people", people, "--demo", demonstration)
	var log output
	cmd.Stderr = &log
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	told, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		follow(stdout, &log, told)
		ended <- cmd.Wait()
	}()
	t.Cleanup(func() { stop(t, cmd, ended, &log) })
	select {
	case <-told:
	case err := <-ended:
		ended <- err
		t.Fatalf("the program ended: %v\n%s", err, log.String())
	case <-time.After(2 * time.Minute):
		t.Fatalf("the demonstration has not been played after two minutes:\n%s", log.String())
	}
	return address(t, dir)
}

// address reads where the program says that its pages are.
func address(t *testing.T, dir string) string {
	t.Helper()
	var at struct {
		Pages string `json:"pages"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "server.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &at); err != nil || at.Pages == "" {
		t.Fatalf("the program does not say where its pages are: %v\n%s", err, data)
	}
	return at.Pages
}

// follow keeps what the program says and closes told when it says that the demonstration is over.
func follow(from io.Reader, log *output, told chan<- struct{}) {
	lines := bufio.NewScanner(from)
	for once := false; lines.Scan(); {
		fmt.Fprintln(log, lines.Text())
		if !once && strings.Contains(lines.Text(), said) {
			once = true
			close(told)
		}
	}
}

func stop(t *testing.T, cmd *exec.Cmd, ended chan error, log *output) {
	t.Helper()
	_ = cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the program ended with %v", err)
		}
	case <-time.After(40 * time.Second):
		t.Error("the program had not stopped 40 s after it was told to")
		_ = cmd.Process.Kill()
		<-ended
	}
	if t.Failed() {
		t.Logf("the program said:\n%s", log.String())
	}
}

// output is what a program says, to be read while it runs.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
