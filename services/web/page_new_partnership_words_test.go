package web

import (
	"slices"
	"strings"
	"testing"
)

// A partnership stands under its id, where pages of our own must not stand.
func TestNoPartnershipIsCalledLikeAPage(t *testing.T) {
	for _, r := range routes() {
		_, path, _ := strings.Cut(r.pattern, "/")
		first, _, _ := strings.Cut(path, "/")
		if first != "" && !strings.HasPrefix(first, "{") && !slices.Contains(reserved, first) {
			t.Errorf("%s: %q is not reserved", r.pattern, first)
		}
	}
}
