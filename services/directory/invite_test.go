package directory_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"comity/services/directory"
)

func TestInvitations(t *testing.T) {
	t.Parallel()
	d, _ := opened(t)
	put(t, d, lead)
	put(t, d, directory.Person{ID: "p-none"})
	put(t, d, directory.Person{ID: "p-left", Email: "left@council.example", LeftAt: noon})
	tomorrow := noon.Add(24 * time.Hour)
	for _, id := range []string{"p-none", "p-left", "p-nobody"} {
		if code, err := d.Invite(t.Context(), id, tomorrow); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("%s was invited: %q, %v", id, code, err)
		}
	}
	invite := func() string {
		t.Helper()
		code, err := d.Invite(t.Context(), "p-lead", tomorrow)
		if err != nil || len(code) != 11 {
			t.Fatalf("got %q, %v", code, err)
		}
		return code
	}
	refused := func(what, address, code string, at time.Time) {
		t.Helper()
		if p, err := d.Redeem(t.Context(), address, code, at); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("%s: got %+v, %v, want ErrUnknown", what, p, err)
		}
	}
	old, code := invite(), invite()
	refused("an earlier one", lead.Email, old, noon)
	refused("nobody's address", "x@council.example", code, noon)
	refused("no code", lead.Email, "", noon)
	refused("too late", lead.Email, code, tomorrow)
	if p, err := d.Redeem(t.Context(), lead.Email, " "+strings.ToLower(strings.ReplaceAll(code, "-", "")), noon); err != nil || p.ID != "p-lead" {
		t.Errorf("got %+v, %v", p, err)
	}
	refused("a second time", lead.Email, code, noon)
	code = invite()
	for range 10 {
		refused("a guess", lead.Email, "AAAAA-AAAAA", noon)
	}
	refused("after ten guesses", lead.Email, code, noon)
	code = invite()
	if err := d.Erase(t.Context(), "p-lead", noon); err != nil {
		t.Fatal(err)
	}
	refused("erased", lead.Email, code, noon)
}

func TestSomeIDsAreNoPersons(t *testing.T) {
	t.Parallel()
	d, _ := opened(t)
	for _, id := range []string{"operator", "system", "engine", "admin", "auth", "dashboard-k1", "", "a.b", "*", ">"} {
		if err := d.Change(t.Context(), id, func(*directory.Person) error { return nil }); err == nil {
			t.Errorf("%q is a person", id)
		}
	}
}
