package reference

import (
	"strings"

	"comity/workflow"
)

const lifecycleHead = `# Lifecycle

A case is at a **stage**, which the partnership's workflow document names, and has a **status**, one of those below; together they are its
label: ` + "`planning.at_gate`" + `. Stages, gates, evidence, routing and deadlines are data. How the status and the state of a sign-off may move is
fixed, and drawn here from the tables that the program runs by.

## A case

`

const lifecycleMiddle = `
A move whose destination depends on where the case came from is drawn once for each destination: ` + "`lift_to_at_gate`, `lift_to_working`" + `. The
status ` + "`closed`" + ` is final; its outcome is completed, recommissioned, decommissioned, rejected or withdrawn.

| Status | Meaning |
|---|---|
| ` + "`draft`" + ` | Written by its unit, not yet submitted. No workflow version is pinned. |
| ` + "`working`" + ` | Being prepared at a stage. |
| ` + "`at_gate`" + ` | Sign-offs and consents are asked for; what was submitted is frozen. |
| ` + "`pending_effect`" + ` | Decided, but a hold keeps the decision from having effect. |
| ` + "`deferred`" + ` | The board put the decision off to a date or a meeting. |
| ` + "`in_dispute`" + ` | A dispute is open; the clocks stand. |
| ` + "`suspended`" + ` | The accountable body stopped the case; the clocks stand. |
| ` + "`closed`" + ` | Over. |

## A sign-off

`

const lifecycleTail = `
` + "`decided`, `escalated` and `void`" + ` are final, but that a decided sign-off is opened for another round when a deferral ends or a dispute over it
is resolved. A decision on a sign-off is a result of the board's votes or an officer's certificate. Time alone never approves: at its deadline a
quorate sign-off is decided on the votes cast, and one without a quorum escalates.
`

func lifecyclePage() string {
	return lifecycleHead + mermaid(workflow.CaseDiagram()) + lifecycleMiddle + mermaid(workflow.SignOffDiagram()) + lifecycleTail
}

func mermaid(diagram string) string {
	return "```mermaid\n" + strings.TrimRight(diagram, "\n") + "\n```\n"
}
