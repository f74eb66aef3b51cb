package examples_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func integrating(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../integrating.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestIntegrating_its_links_lead_to_files(t *testing.T) {
	links := regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`).FindAllStringSubmatch(integrating(t), -1)
	if len(links) < 5 {
		t.Fatalf("got %d links", len(links))
	}
	for _, m := range links {
		if strings.HasPrefix(m[1], "https://") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
			t.Error(err)
		}
	}
}

// The event that it shows is one that could be published.
func TestIntegrating_its_event_is_what_the_document_says(t *testing.T) {
	_, after, _ := strings.Cut(integrating(t), "```json\n")
	text, _, found := strings.Cut(after, "```")
	if !found {
		t.Fatal("there is no event")
	}
	var e struct{ Type, Clearance string }
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	readDocument(t).validate(t, "feed."+e.Clearance, e.Type, []byte(text))
}
