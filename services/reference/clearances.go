package reference

import (
	"fmt"
	"slices"
	"strings"

	"comity/workflow"
)

const clearancesHead = `# Clearances

What each clearance is told of each event on the feed, field by field. A clearance is told what the ones to its left are told, and more: the
columns name what each adds. *Everything* is every field of the event that is not named before.

**Of an event of a case** every clearance, ` + "`public`" + ` too, is told the reference: ` + "`case`, `stage`, `status` and `classification`" + `. The public is told
nothing else. The fields below are told of a case only from its classification on: of a case for the board, ` + "`partners`" + ` is told the reference.

**Of an event of the register** (documents, members, deputies, mandates, meetings) the public is told that it happened, and no field.

The same as schemas, for programs: [asyncapi.yaml](asyncapi.yaml). What the fields mean: [events](events.md).

| Event | partners | board | exempt |
|---|---|---|---|
`

// clearancesPage is the table of what each clearance is told, from the rules by which it is published.
func clearancesPage() string {
	b := &strings.Builder{}
	b.WriteString(clearancesHead)
	for _, name := range publishedTypes() {
		fmt.Fprintf(b, "| [`%s`](events.md#%s)", name, anchor(name))
		var before []string
		for _, tier := range workflow.Clearances[1:] {
			told := seen(name, tier)
			var adds []string
			for _, field := range told {
				if !slices.Contains(before, field) {
					adds = append(adds, "`"+field+"`")
				}
			}
			if slices.Contains(workflow.Sees(name, tier), "*") && len(adds) > 0 {
				adds = []string{"everything"}
			}
			fmt.Fprintf(b, " | %s", strings.Join(adds, ", "))
			before = told
		}
		b.WriteString(" |\n")
	}
	return b.String()
}
