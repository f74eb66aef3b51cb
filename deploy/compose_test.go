// Package deploy_test checks what is in this directory as far as that can be done without a container engine: the compose file
// is loaded as Docker would load it, and the programs it names are started with its arguments and environment as separate
// processes on loopback.
package deploy_test

import (
	"context"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"

	"comity/services/house"
)

const composeFile = "../docker-compose.yml"

// passwords are what .env.example asks for.
var passwords = types.Mapping{
	"COMITY_ENGINE_PASSWORD": "pengine0123456789", "COMITY_ADMIN_PASSWORD": "padmin0123456789", "COMITY_OPERATOR_PASSWORD": "poperator0123456789",
}

func load(t *testing.T, text []byte, env types.Mapping) (*types.Project, error) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	return loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir: root, Environment: maps.Clone(env), ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(root, "docker-compose.yml"), Content: text}},
	}, func(o *loader.Options) {
		o.SetProjectName("comity", true)
		o.Profiles = []string{"*"}
	})
}

func compose(t *testing.T) *types.Project {
	t.Helper()
	text, err := os.ReadFile(composeFile)
	if err != nil {
		t.Fatal(err)
	}
	p, err := load(t, text, passwords)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCompose(t *testing.T) {
	p := compose(t)
	t.Run("every_service_of_the_engine_has_a_container_of_its_own", func(t *testing.T) {
		for _, name := range house.Names {
			s, ok := p.Services[name]
			if !ok || !slices.Equal(s.Command, types.ShellCommand{"serve", "--only", name}) {
				t.Errorf("%s: got %v", name, s.Command)
			}
		}
		if len(p.Services) != len(house.Names)+2 {
			t.Errorf("got %v, want nats, init and %v", p.ServiceNames(), house.Names)
		}
	})
	t.Run("every_image_has_a_version", func(t *testing.T) {
		for name, s := range p.Services {
			if !regexp.MustCompile(`^[a-z/.-]+:v?[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?$`).MatchString(s.Image) {
				t.Errorf("%s: the image %s has none", name, s.Image)
			}
		}
	})
	t.Run("ports_are_published_on_loopback_and_once", func(t *testing.T) {
		seen := map[string]string{}
		for name, s := range p.Services {
			for _, port := range s.Ports {
				if port.HostIP != "127.0.0.1" {
					t.Errorf("%s publishes %s on %q", name, port.Published, port.HostIP)
				}
				if other := seen[port.Published]; other != "" {
					t.Errorf("%s and %s both publish %s", name, other, port.Published)
				}
				seen[port.Published] = name
			}
		}
	})
	t.Run("what_is_mounted_is_there", func(t *testing.T) {
		for name, s := range p.Services {
			for _, v := range s.Volumes {
				switch v.Type {
				case types.VolumeTypeBind:
					if _, err := os.Stat(v.Source); err != nil || !v.ReadOnly {
						t.Errorf("%s: %s: %v, read only %v", name, v.Source, err, v.ReadOnly)
					}
				case types.VolumeTypeVolume:
					if _, ok := p.Volumes[v.Source]; !ok {
						t.Errorf("%s: there is no volume %s", name, v.Source)
					}
				}
			}
		}
	})
	t.Run("every_container_that_stays_has_a_health_check", func(t *testing.T) {
		for name, s := range p.Services {
			if s.Restart == "no" {
				continue
			}
			if s.HealthCheck == nil || s.HealthCheck.Disable || len(s.HealthCheck.Test) < 2 || s.HealthCheck.Test[0] != "CMD" {
				t.Errorf("%s: got %+v", name, s.HealthCheck)
			}
		}
	})
	t.Run("the_image_is_built_from_a_file_that_is_there", func(t *testing.T) {
		for name, s := range p.Services {
			if s.Build == nil {
				continue
			}
			if _, err := os.Stat(filepath.Join(s.Build.Context, s.Build.Dockerfile)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if s.User == "root" || s.Privileged || !s.ReadOnly {
				t.Errorf("%s: user %q, privileged %v, read only %v", name, s.User, s.Privileged, s.ReadOnly)
			}
		}
	})
}

// A mistake in the compose file is an error, not something that is passed over.
func TestCompose_mistakes_fail(t *testing.T) {
	text, err := os.ReadFile(composeFile)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"a misspelt key":     {"healthcheck:", "helthcheck:"},
		"no such volume":     {"- nats:/data", "- nots:/data"},
		"no such dependency": {"nats: {condition: service_healthy}", "nots: {condition: service_healthy}"},
		"not a port":         {"127.0.0.1:4222:4222", "127.0.0.1:4222:nats"},
	} {
		spoilt := strings.Replace(string(text), change[0], change[1], 1)
		if spoilt == string(text) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := load(t, []byte(spoilt), passwords); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if _, err := load(t, text, nil); err == nil || !strings.Contains(err.Error(), ".env.example") {
		t.Errorf("without passwords: got %v, want a word about .env.example", err)
	}
	example, err := os.ReadFile("../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	for name := range passwords {
		if !strings.Contains(string(example), "\n"+name+"=\n") {
			t.Errorf(".env.example does not ask for %s, or has a value for it", name)
		}
	}
}

// The Dockerfile builds what the compose file starts.
func TestDockerfile(t *testing.T) {
	data, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^go (1\.\d+)`).FindStringSubmatch(string(mod))[1]
	for _, want := range []string{"FROM golang:" + version + ".", "CGO_ENABLED=0", "\nFROM scratch\n", "\nUSER 65532:65532\n", `ENTRYPOINT ["/comity"]`, "Unproved"} {
		if !strings.Contains(text, want) {
			t.Errorf("the Dockerfile lacks %q", strings.TrimSpace(want))
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(text, -1) {
		if m[1] != "scratch" && !strings.Contains(m[1], ":") {
			t.Errorf("%s has no version", m[1])
		}
	}
}

// freePort finds a port that nobody has.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// environment is that of a service of the compose file, with what is the containers' own put on loopback.
func environment(s types.ServiceConfig, nats, dir string, health int) []string {
	var out []string
	for name, value := range s.Environment {
		if value == nil {
			continue
		}
		v := strings.ReplaceAll(*value, "@nats:4222", "@"+nats)
		switch name {
		case "COMITY_DIR":
			v = dir
		case "COMITY_HEALTH":
			v = fmt.Sprintf("127.0.0.1:%d", health)
		case "COMITY_PAGES":
			v = "127.0.0.1:0"
		}
		out = append(out, name+"="+v)
	}
	slices.Sort(out)
	return out
}
