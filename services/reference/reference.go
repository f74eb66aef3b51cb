// Package reference makes the pages of docs/reference from the code: the commands from their registry, the events from their
// types and examples, the documents from their types, the diagrams from the tables that run, the interface over NATS (AsyncAPI)
// from all of these. Nothing in them is written twice, so they cannot fall behind; a test fails when the committed pages are
// not those that the code gives.
package reference

import (
	"fmt"
	"os"
	"path/filepath"

	"comity/workflow/document"
)

// made stands at the head of every page.
const made = "<!-- Made from the code by `comity docs`. Do not edit: change the code, then `make docs`. -->\n\n"

// Page is one file of the reference.
type Page struct {
	File string
	Text []byte
}

// Pages makes every page. The same code gives the same bytes.
func Pages() []Page {
	return []Page{
		{"commands.md", []byte(made + commandsPage())},
		{"refusals.md", []byte(made + refusalsPage())},
		{"pools.md", []byte(made + poolsPage())},
		{"events.md", []byte(made + eventsPage())},
		{"views.md", []byte(made + viewsPage())},
		{"clearances.md", []byte(made + clearancesPage())},
		{"lifecycle.md", []byte(made + lifecyclePage())},
		{"documents.md", []byte(made + document.Reference())},
		{"governance.schema.json", document.GovernanceSchema()},
		{"governance-overlay.schema.json", document.GovernanceOverlaySchema()},
		{"workflow.schema.json", document.WorkflowSchema()},
		{"workflow-overlay.schema.json", document.WorkflowOverlaySchema()},
		{"events.schema.json", eventsSchema()},
		{"asyncapi.yaml", AsyncAPI()},
	}
}

// Write writes every page into a directory, which it makes where there is none. Files of the same name are replaced; others
// are left alone.
func Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("reference: %w", err)
	}
	for _, p := range Pages() {
		if err := os.WriteFile(filepath.Join(dir, p.File), p.Text, 0o644); err != nil {
			return fmt.Errorf("reference: %w", err)
		}
	}
	return nil
}
