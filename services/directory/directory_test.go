package directory_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"comity/services/bus"
	"comity/services/directory"
	"comity/services/natstest"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// opened is a directory on a server of its own.
func opened(t *testing.T) (*directory.Directory, *natstest.Server) {
	t.Helper()
	s := natstest.Start(t)
	admin := jetStream(t, s.Administrator(t))
	if err := bus.Provision(t.Context(), admin, bus.Options{LogID: "test", At: noon}); err != nil {
		t.Fatal(err)
	}
	return open(t, s), s
}

// open opens the directory once more, as another process does.
func open(t *testing.T, s *natstest.Server) *directory.Directory {
	t.Helper()
	d, err := directory.Open(t.Context(), s.JetStream(t))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func put(t *testing.T, d *directory.Directory, p directory.Person) {
	t.Helper()
	if err := d.Change(t.Context(), p.ID, func(to *directory.Person) error { *to = p; return nil }); err != nil {
		t.Fatal(err)
	}
}

var lead = directory.Person{
	ID: "p-lead", Name: "Ruth Lead", Email: "Ruth.Lead@council.example",
	Identities: []directory.Identity{{Issuer: "https://id.example", Subject: "4711"}},
}

func TestAPersonIsFoundByIDAddressAndSignIn(t *testing.T) {
	t.Parallel()
	d, s := opened(t)
	put(t, d, lead)
	other := open(t, s)
	for how, find := range map[string]func() (directory.Person, error){
		"by id":                       func() (directory.Person, error) { return other.Person(t.Context(), "p-lead") },
		"by address":                  func() (directory.Person, error) { return other.ByEmail(t.Context(), "Ruth.Lead@council.example") },
		"by address in small letters": func() (directory.Person, error) { return other.ByEmail(t.Context(), " ruth.lead@COUNCIL.example ") },
		"by sign-in":                  func() (directory.Person, error) { return other.ByIdentity(t.Context(), lead.Identities[0]) },
	} {
		if p, err := find(); err != nil || !cmp.Equal(p, lead) {
			t.Errorf("%s: got %+v, %v", how, p, err)
		}
	}
	for how, find := range map[string]func() (directory.Person, error){
		"by another id":      func() (directory.Person, error) { return d.Person(t.Context(), "p-icb") },
		"by no id":           func() (directory.Person, error) { return d.Person(t.Context(), "") },
		"by a wildcard":      func() (directory.Person, error) { return d.Person(t.Context(), "*") },
		"by another address": func() (directory.Person, error) { return d.ByEmail(t.Context(), "ruth@council.example") },
		"by no address":      func() (directory.Person, error) { return d.ByEmail(t.Context(), "") },
		"at another provider": func() (directory.Person, error) {
			return d.ByIdentity(t.Context(), directory.Identity{Issuer: "https://x.example", Subject: "4711"})
		},
		"with another's borderline": func() (directory.Person, error) {
			return d.ByIdentity(t.Context(), directory.Identity{Issuer: "https://id.example4", Subject: "711"})
		},
	} {
		if p, err := find(); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("%s: got %+v, %v, want ErrUnknown", how, p, err)
		}
	}
}

func TestAnAddressBelongsToOnePerson(t *testing.T) {
	t.Parallel()
	d, _ := opened(t)
	put(t, d, lead)
	err := d.Change(t.Context(), "p-icb", func(p *directory.Person) error { p.Email = "ruth.lead@council.example"; return nil })
	if !errors.Is(err, directory.ErrTaken) {
		t.Errorf("got %v, want ErrTaken", err)
	}
	if p, err := d.Person(t.Context(), "p-icb"); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("whoever was refused is %+v, %v", p, err)
	}
	if err := d.Change(t.Context(), "p-lead", func(p *directory.Person) error { p.Email = "lead@council.example"; return nil }); err != nil {
		t.Fatal(err)
	}
	if err := d.Change(t.Context(), "p-icb", func(p *directory.Person) error { p.Email = "ruth.lead@council.example"; return nil }); err != nil {
		t.Errorf("an address that was given up: %v", err)
	}
	if p, err := d.ByEmail(t.Context(), lead.Email); err != nil || p.ID != "p-icb" {
		t.Errorf("got %+v, %v, want p-icb", p, err)
	}
}

func TestWhatFnRefusesChangesNothing(t *testing.T) {
	t.Parallel()
	d, _ := opened(t)
	put(t, d, lead)
	no := errors.New("no")
	err := d.Change(t.Context(), "p-lead", func(p *directory.Person) error { p.Identities[0].Subject = "1"; p.Name = "x"; return no })
	if p, e := d.Person(t.Context(), "p-lead"); !errors.Is(err, no) || e != nil || !cmp.Equal(p, lead) {
		t.Errorf("got %v and %+v, %v", err, p, e)
	}
}

func TestChangesAtOnceAreAllKept(t *testing.T) {
	t.Parallel()
	d, s := opened(t)
	directories := []*directory.Directory{d, open(t, s)}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := directories[i%2].Change(t.Context(), "p-lead", func(p *directory.Person) error {
				p.Identities = append(p.Identities, directory.Identity{Issuer: "https://id.example", Subject: fmt.Sprint(i)})
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := range 20 {
		if p, err := d.ByIdentity(t.Context(), directory.Identity{Issuer: "https://id.example", Subject: fmt.Sprint(i)}); err != nil || len(p.Identities) != 20 {
			t.Errorf("sign-in %d: %d identities, %v", i, len(p.Identities), err)
		}
	}
}

// Many take, give up and take again the same address; whoever is found by it must have it, and nobody else may.
func TestAnAddressFoughtForEndsWithOnePerson(t *testing.T) {
	t.Parallel()
	d, s := opened(t)
	directories := []*directory.Directory{d, open(t, s), open(t, s)}
	const address = "desk@council.example"
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			id := fmt.Sprintf("p-%d", i)
			for range 15 {
				err := directories[i%3].Change(t.Context(), id, func(p *directory.Person) error { p.Email = address; return nil })
				if err != nil && !errors.Is(err, directory.ErrTaken) {
					t.Error(err)
				}
				if err == nil && i > 0 { // p-0 never gives it up
					if err := directories[i%3].Change(t.Context(), id, func(p *directory.Person) error { p.Email = ""; return nil }); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	all, err := d.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, p := range all {
		if p.Email == address {
			have = append(have, p.ID)
		}
	}
	found, err := d.ByEmail(t.Context(), address)
	switch {
	case len(have) > 1:
		t.Errorf("%v all have it", have)
	case len(have) == 1 && (err != nil || found.ID != have[0]):
		t.Errorf("%v has it, found is %q, %v", have, found.ID, err)
	case len(have) == 0 && !errors.Is(err, directory.ErrUnknown):
		t.Errorf("nobody has it, found is %q, %v", found.ID, err)
	}
}

func TestNamesAreThoseOfNow(t *testing.T) {
	t.Parallel()
	d, s := opened(t)
	put(t, d, lead)
	other := open(t, s)
	gone, cancel := context.WithCancel(t.Context())
	cancel() // whoever asks with it can make no round trip
	name := func(want string) {
		t.Helper()
		natstest.Until(t, "the name is "+want, func() bool { return other.Name(gone, "p-lead") == want })
	}
	name("Ruth Lead")
	put(t, d, directory.Person{ID: "p-lead", Name: "Ruth Leader"})
	name("Ruth Leader")
	put(t, d, directory.Person{ID: "p-lead"})
	name("p-lead")
	if err := d.Erase(t.Context(), "p-lead", noon); err != nil {
		t.Fatal(err)
	}
	name("a former member")
	if got := other.Name(t.Context(), "p-nobody"); got != "p-nobody" {
		t.Errorf("got %q for somebody unknown", got)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	d, _ := opened(t)
	put(t, d, lead)
	key := directory.Key{ID: "k1", Label: "finance system", Person: "p-lead", CreatedBy: "p-lead", CreatedAt: noon, ExpiresAt: noon.Add(time.Hour)}
	secret, err := d.NewKey(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if _, chance, _ := strings.Cut(secret, "."); len(chance) != 43 {
		t.Errorf("the secret %q has no 256 bits of chance", secret)
	}
	if k, err := d.KeyOf(t.Context(), secret, noon); err != nil || !cmp.Equal(k, key) {
		t.Errorf("got %+v, %v", k, err)
	}
	if _, err := d.NewKey(t.Context(), key); err == nil {
		t.Error("an id was used twice")
	}
	refused := func(what, secret string, at time.Time) {
		t.Helper()
		if k, err := d.KeyOf(t.Context(), secret, at); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("%s: got %+v, %v, want ErrUnknown", what, k, err)
		}
	}
	refused("expired", secret, key.ExpiresAt)
	refused("another secret", secret[:len(secret)-1]+"_", noon)
	refused("no secret", "k1", noon)
	refused("an empty one", "", noon)
	refused("a wildcard", "*."+secret[3:], noon)
	put(t, d, directory.Person{ID: "p-lead", LeftAt: noon})
	refused("of a leaver", secret, noon)
	if _, err := d.NewKey(t.Context(), directory.Key{ID: "k9", Person: "p-lead", ExpiresAt: noon}); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("a leaver gets a key: %v", err)
	}
	put(t, d, lead)
	if err := d.RevokeKey(t.Context(), "k1"); err != nil {
		t.Fatal(err)
	}
	refused("revoked", secret, noon)
	if err := d.RevokeKey(t.Context(), "k1"); !errors.Is(err, directory.ErrUnknown) {
		t.Errorf("revoked twice: %v", err)
	}
}

func TestKeysOfAPersonAndOfDashboards(t *testing.T) {
	t.Parallel()
	d, _ := opened(t)
	put(t, d, lead)
	for _, k := range []directory.Key{
		{ID: "k2", Person: "p-lead", ExpiresAt: noon}, {ID: "k1", Person: "p-lead", ExpiresAt: noon},
		{ID: "d1", Partnership: "westmere", Clearance: "public", ExpiresAt: noon}, {ID: "d2", Partnership: "eastmere", Clearance: "board", ExpiresAt: noon},
	} {
		if _, err := d.NewKey(t.Context(), k); err != nil {
			t.Fatal(err)
		}
	}
	for want, of := range map[string][2]string{"[k1 k2]": {"p-lead", ""}, "[d1]": {"", "westmere"}, "[]": {"p-icb", ""}} {
		keys, err := d.Keys(t.Context(), of[0], of[1])
		var ids []string
		for _, k := range keys {
			ids = append(ids, k.ID)
		}
		if got := fmt.Sprint(ids); err != nil || got != want {
			t.Errorf("keys of %v: got %s, %v, want %s", of, got, err, want)
		}
	}
	for _, k := range []directory.Key{
		{ID: "b1", ExpiresAt: noon}, {ID: "b2", Partnership: "westmere", ExpiresAt: noon}, {ID: "b3", Person: "p-lead"},
		{ID: "b.4", Person: "p-lead", ExpiresAt: noon}, {ID: "b5", Person: "p-lead", Partnership: "w", Clearance: "exempt", ExpiresAt: noon},
		{ID: "b6", Person: "p-nobody", ExpiresAt: noon},
	} {
		if _, err := d.NewKey(t.Context(), k); err == nil {
			t.Errorf("key %+v was made", k)
		}
	}
}

func TestWatchTellsOfPeopleAndRevokedKeys(t *testing.T) {
	t.Parallel()
	d, s := opened(t)
	put(t, d, lead)
	var mu sync.Mutex
	var told []string
	other := open(t, s)
	natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		return other.Follow(ctx, ready, func(person, key string) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, person+"/"+key)
		})
	})
	if _, err := d.NewKey(t.Context(), directory.Key{ID: "k1", Person: "p-lead", ExpiresAt: noon}); err != nil {
		t.Fatal(err)
	}
	if err := d.RevokeKey(t.Context(), "k1"); err != nil {
		t.Fatal(err)
	}
	put(t, d, directory.Person{ID: "p-end"})
	natstest.Until(t, "the watch tells of the key that was revoked, and of whoever changed, and of nobody else", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return strings.Join(told, " ") == "/k1 p-end/"
	})
}
