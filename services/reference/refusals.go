package reference

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"comity/workflow"
)

const refusalsHead = `# Refusals

A refusal is an answer, not a failure. It changes nothing: no record is appended and the revision stays as it was. It says everything
that stands in the way, not the first thing only.

` + "```json" + `
{"code": "seat_already_voted", "status": 409, "message": "Seat W1 has already voted on this sign-off.", "clause": "…",
 "details": [{"code": "seat_already_voted", "message": "Seat W1 has already voted on this sign-off.", "clause": "…", "about": "W1"}]}
` + "```" + `

| Field | Meaning |
|---|---|
| ` + "`code`" + ` | For machines. Codes are stable. Where there are several problems it is that of the problem whose code stands first in the table below. |
| ` + "`status`" + ` | The HTTP status that goes with the code. |
| ` + "`message`" + ` | Sentences for the person: those of all the problems. |
| ` + "`clause`" + ` | The rule: a key of the partnership's own document, or a rule that is the same everywhere. |
| ` + "`details`" + ` | Every problem, in the order of the table: ` + "`code`, `message`, `clause`, `about`" + ` (the seat, evidence type, field … that it concerns) and ` + "`facts`" + ` (figures, such as a limit and what was asked; money in pence). |

On the command line a refusal prints the sentences and the clause, and the program ends with status 1. Over NATS it comes as an error
header with the code, and the whole refusal as the message's body.

| # | Code | Status | Meaning | Said of |
|---|---|---|---|---|
`

// everywhere are the codes that any command may be answered with.
var everywhere = []workflow.Code{workflow.Malformed, workflow.TooLarge, workflow.NotAuthenticated, workflow.NotPermitted, workflow.NotFound,
	workflow.CommandIDReused, workflow.StaleRevision, workflow.TooManyRequests, workflow.Unavailable, workflow.OutcomeUnknown}

func refusalsPage() string {
	b := &strings.Builder{}
	b.WriteString(refusalsHead)
	by := saidOf()
	for i, c := range workflow.Codes() {
		of := by[c]
		switch {
		case slices.Contains(everywhere, c):
			of = "any command"
		case of == "":
			of = "no command yet"
		}
		fmt.Fprintf(b, "| %d | `%s` | %d | %s | %s |\n", i+1, c, c.Status(), cell(c.Meaning()), of)
	}
	return b.String()
}

// asOf matches "as CaseReturn": a command that may be refused as another one is.
var asOf = regexp.MustCompile(`\bas ([A-Z][A-Za-z]+)`)

// fewCommands is how many are listed by name.
const fewCommands = 12

// saidOf lists, for each code, the commands of whose refusals it is, as their comments say.
func saidOf() map[workflow.Code]string {
	refusals, names := map[string]string{}, []string{}
	for _, s := range workflow.Commands {
		goName := reflect.TypeOf(s.New()).Elem().Name()
		refusals[goName] = tell(goName, ofCommands()[goName]).refusals
		names = append(names, goName)
	}
	wire := commandNames()
	by := map[workflow.Code][]string{}
	for _, name := range names {
		text := refusals[name]
		for _, m := range asOf.FindAllStringSubmatch(text, -1) {
			text += " " + refusals[m[1]]
		}
		var seen []workflow.Code
		for _, w := range codeWord.FindAllString(text, -1) {
			for _, c := range workflow.Codes() {
				stem, all := strings.CutSuffix(w, "*")
				if (string(c) == w || all && strings.HasPrefix(string(c), stem)) && !slices.Contains(seen, c) {
					seen = append(seen, c)
				}
			}
		}
		for _, c := range seen {
			by[c] = append(by[c], fmt.Sprintf("[`%s`](commands.md#%s)", wire[name], anchor(wire[name])))
		}
	}
	out := map[workflow.Code]string{}
	for c, list := range by {
		if out[c] = strings.Join(list, ", "); len(list) > fewCommands {
			out[c] = fmt.Sprintf("%d commands; each says so", len(list))
		}
	}
	return out
}
