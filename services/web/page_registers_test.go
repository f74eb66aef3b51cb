package web

import (
	"slices"
	"strings"
	"testing"
)

// A page of a whole partnership is led to from the navigation or from the registers: nobody has to know its address.
func TestEveryPageOfAPartnershipIsListed(t *testing.T) {
	listed := []string{"cases", "dashboard", "boards", "desk", "registers"}
	for _, g := range registersOf {
		for _, r := range g.Registers {
			listed = append(listed, r.Path)
		}
	}
	there := []string{}
	for _, r := range routes() {
		name, ok := strings.CutPrefix(r.pattern, "GET /{partnership}/")
		if ok && !strings.ContainsAny(name, "/.") {
			there = append(there, name)
		}
	}
	slices.Sort(listed)
	slices.Sort(there)
	if !slices.Equal(listed, there) {
		t.Errorf("got the pages %v, listed are %v", there, listed)
	}
}
