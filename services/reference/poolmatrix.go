package reference

import (
	"fmt"
	"regexp"
	"strings"

	"comity/workflow"
	"comity/workflow/document"
)

// poolsPage is the eligibility matrix of pooled funds, and the checklist of their agreements, as the rules have them (DOMAIN §5.3, F66, F68).
func poolsPage() string {
	b := &strings.Builder{}
	fmt.Fprintf(b, `# Pooled funds: who may have one, and what its agreement says

Pooling needs a power, and each power says who may contribute. What nobody may pool, anybody may align. The table is the same for every
partnership and has a version; a pool keeps the one under which it was set up. This is version %d. %s

| Type of organisation |`, workflow.MatrixVersion, workflow.MatrixNote)
	for _, x := range workflow.PoolMatrix {
		fmt.Fprintf(b, " %s<br>`%s` |", x.Name, x.ID)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(workflow.PoolMatrix)) + "\n")
	for _, t := range document.OrganisationTypes {
		fmt.Fprintf(b, "| `%s` |", t)
		for i := range workflow.PoolMatrix {
			fmt.Fprintf(b, " %s |", map[bool]string{true: "may", false: "may not"}[workflow.PoolMatrix[i].Eligible(t)])
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## What else each power asks\n\n| Power | Rule | Sources |\n|---|---|---|\n")
	for _, x := range workflow.PoolMatrix {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", x.ID, x.Rule, strings.Join(lawOf(x.Sources...), "; "))
	}
	b.WriteString(`
Whoever is not named is refused with ` + "`pool_partner_ineligible`" + `, and nothing is set up. A pool without the kinds of party that its power asks
for is refused with ` + "`pool_basis_requires_nhs_body` or `pool_basis_requires_local_authority`" + `; one whose host is no legal person with
` + "`pool_host_not_legal_entity`" + `. More than three parties are a warning, ` + "`pool_more_than_three_parties`" + `, and never a refusal.

## What the written agreement specifies

| Item | What it is | Source |
|---|---|---|
`)
	for _, item := range workflow.PoolItems {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", item.ID, item.Name, strings.Join(lawOf(item.Source), "; "))
	}
	b.WriteString("\nEvery item that is missing is named, with `pool_agreement_incomplete`.\n")
	return b.String()
}

// ours matches the references to our own papers, which say nothing to who reads the page.
var ours = regexp.MustCompile(` ?\[R[0-9]+\],?`)

// lawOf leaves the law among sources.
func lawOf(sources ...string) []string {
	var out []string
	for _, s := range sources {
		if !strings.HasPrefix(s, "DOMAIN") && !strings.HasPrefix(s, "F68") {
			out = append(out, ours.ReplaceAllString(s, ""))
		}
	}
	return out
}
