package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// otherRegime refuses a contract under a regime that the workflow does not procure under (DOMAIN §5.1, [R5], [R6]).
func otherRegime(w *document.Workflow, t events.CaseTerms) []Problem {
	if w == nil || w.Procurement == nil || len(w.Procurement.Regimes) == 0 || t.Route != document.RouteContract || t.Regime == "" ||
		slices.Contains(w.Procurement.Regimes, t.Regime) {
		return nil
	}
	return []Problem{problem(Malformed, "Contracts are let here under %s, and not under %s.", sentence(w.Procurement.Regimes), t.Regime).
		under("procurement.regimes").about("regime")}
}
