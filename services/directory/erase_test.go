package directory_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/directory"
)

func jetStream(t *testing.T, nc *nats.Conn) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

func TestErasedIsErased(t *testing.T) {
	t.Parallel()
	d, s := opened(t)
	const old, now = "canary-old-address@council.example", "canary-new-address@council.example"
	put(t, d, directory.Person{ID: "p-lead", Name: "Canary Name", Email: old})
	put(t, d, directory.Person{ID: "p-icb", Name: "Somebody Else", Email: "else@nhs.example"})
	put(t, d, directory.Person{ID: "p-lead", Name: "Canary Name", Email: now, Identities: []directory.Identity{{Issuer: "https://id.example", Subject: "canary-subject"}}})
	secret, err := d.NewKey(t.Context(), directory.Key{ID: "k1", Label: "canary label", Person: "p-lead", ExpiresAt: noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // twice is as once
		if err := d.Erase(t.Context(), "p-lead", noon); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := d.Person(t.Context(), "p-lead"); err != nil || !cmp.Equal(p, directory.Person{ID: "p-lead", ErasedAt: noon}) {
		t.Errorf("left is %+v, %v", p, err)
	}
	if _, err := d.ByEmail(t.Context(), now); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("by address: %v", err)
	}
	if _, err := d.ByIdentity(t.Context(), directory.Identity{Issuer: "https://id.example", Subject: "canary-subject"}); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("by sign-in: %v", err)
	}
	if _, err := d.KeyOf(t.Context(), secret, noon); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("by key: %v", err)
	}
	if err := d.Change(t.Context(), "p-lead", func(p *directory.Person) error { p.Name = "Back"; return nil }); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("brought back: %v", err)
	}
	if err := d.Erase(t.Context(), "p-nobody", noon); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("somebody unknown: %v", err)
	}
	put(t, d, directory.Person{ID: "p-new", Email: now}) // whoever comes next may have the address
	if err := d.Erase(t.Context(), "p-new", noon); err != nil {
		t.Fatal(err)
	}

	s.Stop(t) // so that every file is written
	onDisk(t, s.Dir(), "else@nhs.example", true)
	for _, canary := range []string{old, now, "Canary Name", "canary-subject", "canary label"} {
		onDisk(t, s.Dir(), canary, false)
	}
}

// onDisk checks whether a text is in any file of a directory.
func onDisk(t *testing.T, dir, text string, want bool) {
	t.Helper()
	found := ""
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if bytes.Contains(data, []byte(text)) {
			found = name
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if (found != "") != want {
		t.Errorf("%q is on the disk in %q; want it there: %v", text, found, want)
	}
}
