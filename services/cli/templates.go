package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	blueprints "comity/scenarios/templates"
)

// templates lists the templates from which a partnership is set up, and writes one out to be changed, checked and published.
func (p *program) templates() *cobra.Command {
	var into string
	c := &cobra.Command{
		Use: "templates [ID]", Short: "List the templates of partnerships and the overlays, or write a template out to begin from",
		Long: "Without an id, list the templates and overlays that come with the program. With one, write its governance document, its workflow and the people of its\n" +
			"demonstration into a directory, to be changed, checked (comity check) and published. Files that are there already are not written over.\n" +
			"The page “Set up a partnership” begins from the same templates.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := blueprints.All()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				for _, t := range all {
					p.printf("%s\n    %s\n", t.ID, t.About)
				}
				p.printf("\nOverlays, to be laid on any of them or on your own: extends: [TEMPLATE, OVERLAY]\n")
				for _, o := range blueprints.Overlays() {
					p.printf("%s (%s)\n    %s\n", o.ID, strings.Join(o.Kinds, ", "), o.About)
				}
				return nil
			}
			i := slices.IndexFunc(all, func(t blueprints.Template) bool { return t.ID == args[0] })
			if i < 0 {
				return misuse(cmd, "There is no template %s.", args[0])
			}
			return p.writeTemplate(all[i], into)
		},
	}
	c.Flags().StringVar(&into, "into", ".", "the `DIRECTORY` to write the files into")
	return c
}

// writeTemplate writes the files of a template, none where one of them is there already.
func (p *program) writeTemplate(t blueprints.Template, into string) error {
	files := []struct{ name, text string }{{"governance.yaml", t.Governance}, {"workflow.yaml", t.Workflow}, {"people.yaml", t.People}}
	for _, f := range files {
		if _, err := os.Stat(filepath.Join(into, f.name)); err == nil {
			p.printf("%s is there already; nothing is written.\n", filepath.Join(into, f.name))
			return said(Refused)
		}
	}
	if err := os.MkdirAll(into, 0o777); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(into, f.name), []byte(f.text), 0o666); err != nil {
			return err
		}
		p.printf("%s\n", filepath.Join(into, f.name))
	}
	return nil
}
