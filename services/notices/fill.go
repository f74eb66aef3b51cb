package notices

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"comity/workflow"
)

var (
	placeholder = regexp.MustCompile(`\{([A-Za-z]+)\}`)
	optional    = regexp.MustCompile(`\[([^\[\]]*)\]`)
)

// fill puts the words into a phrase. A bracket in which a word is not known is left out, or what stands after its bar is said.
func (w *wording) fill(s string) string {
	s = optional.ReplaceAllStringFunc(s, func(part string) string {
		said, instead, _ := strings.Cut(part[1:len(part)-1], "|")
		for _, m := range placeholder.FindAllStringSubmatch(said, -1) {
			if w.word(m[1]) == "" {
				return instead
			}
		}
		return said
	})
	s = placeholder.ReplaceAllStringFunc(s, func(ref string) string { return w.word(ref[1 : len(ref)-1]) })
	return upper(strings.TrimSpace(s))
}

// word is what a phrase's word stands for, "" where it is not known here.
func (w *wording) word(name string) string {
	switch name {
	case "by":
		if at := w.until(); !at.IsZero() {
			return shortDay(at, w.cal.Location())
		}
	case "until":
		if !w.t.Until.IsZero() {
			return longDay(w.t.Until, w.cal.Location())
		}
	case "last":
		if !w.t.Until.IsZero() {
			return w.t.Until.In(w.cal.Location()).Format("Monday 2 January 2006")
		}
	case "effect":
		if !w.t.EffectiveAt.IsZero() {
			return w.t.EffectiveAt.In(w.cal.Location()).Format("Monday 2 January 2006")
		}
	case "taken":
		if !w.t.Taken.IsZero() {
			return w.t.Taken.In(w.cal.Location()).Format("Monday 2 January 2006")
		}
	case "Effects":
		return w.effects()
	case "day":
		return civil(w.t.Day)
	case "month":
		return w.month()
	case "meeting":
		if m := w.r.Meeting(w.t.Meeting); m != nil {
			return " on " + longDay(m.StartsAt, w.cal.Location())
		}
	case "board":
		if b := w.body(); b != "" {
			return b
		}
		return "The board"
	case "from":
		return w.boardNamed(w.t.To)
	case "post":
		return strings.ToLower(w.post())
	case "org":
		return w.organisation()
	case "others":
		return strings.Join(w.t.Details, " and ")
	case "holds":
		if w.t.Because == workflow.AwaitsManager {
			return "manages"
		}
		return "holds"
	case "scrutiny":
		return w.scrutiny()
	case "who":
		if w.t.By != "" {
			return w.name(w.t.By)
		}
	case "holder":
		if w.t.AsDeputyFor != "" {
			return w.name(w.t.AsDeputyFor)
		}
	case "do":
		return w.doing()
	case "act":
		return phraseOf(acts, w.t.Act)
	case "choice":
		return phraseOf(choices, w.t.Choice)
	case "result":
		return phraseOf(results, w.t.Result)
	case "Result":
		if r := phraseOf(results, w.t.Result); r != "" {
			return upper(r)
		}
		return "Decided"
	case "because":
		return phraseOf(causes, w.t.Because)
	case "goes":
		return w.goes()
	case "ending":
		return w.ending()
	}
	return ""
}

// effects is the second date of a decision as a sentence: since when it has effect, or what holds it and until when (DOMAIN §0.8).
func (w *wording) effects() string {
	e := w.t.Effect
	switch {
	case e == nil:
		return "It has effect once everything else that the case waits for at this gate is decided."
	case !e.EffectiveAt.IsZero():
		return "It has effect from " + e.EffectiveAt.In(w.cal.Location()).Format("Monday 2 January 2006") + "."
	case slices.Contains(e.HeldBy, workflow.HeldBySuperseded):
		return "It was overtaken, and has no effect."
	}
	by := make([]string, len(e.HeldBy))
	for i, h := range e.HeldBy {
		by[i] = phraseOf(holders, h)
	}
	said := "It has no effect yet: it is held by " + strings.Join(by, " and ")
	if !e.HeldUntil.IsZero() {
		said += ", at least to the end of " + e.HeldUntil.In(w.cal.Location()).Format("Monday 2 January 2006")
	}
	return said + "."
}

// doing is what a reminder asks for.
func (w *wording) doing() string {
	if w.t.Post != "" {
		return "certify"
	}
	return "decide"
}

// goes says where a sign-off went.
func (w *wording) goes() string {
	switch {
	case w.t.To == "dispute":
		return "the partners now settle it as a dispute"
	case w.t.To == "" && w.t.Reason == workflow.ToldBoardEnded:
		return "it is not settled yet who is asked instead"
	case w.t.To == "":
		return "another body is asked instead"
	case w.t.To == w.t.Board:
		return "it is asked anew"
	}
	return w.boardNamed(w.t.To) + " is asked instead"
}

// until is the deadline: as the case has it now, else as it was when it was told.
func (w *wording) until() time.Time {
	if w.waits != nil && !w.waits.Until.IsZero() {
		return w.waits.Until
	}
	return w.t.Until
}

// The words for codes. What a table does not have is said without its underscores.
var (
	acts = map[string]string{"note": "take note of", "report": "report on", "decide": "decide on", "agree": "agree to", "recommend": "make a recommendation on",
		"consulted": "give its view on"}
	choices = map[string]string{"approve": "in favour", "refuse": "against", "abstain": "abstained", "confirm": "confirmed"}
	holders = map[string]string{"gate": "others at the same gate, who have still to decide", "call_in": "the time in which it may be called in", "standstill": "the standstill",
		"notice": "the notice in the forward plan", "ratification": "the ratification of an urgent decision", "dispute": "a dispute", "suspension": "a suspension", "deferral": "a deferral"}
	results = map[string]string{"approved_with_conditions": "approved with conditions", "continue": "to continue", "vary": "to vary",
		"recommission": "to commission again", "decommission": "to wind down", "withdrawn": "withdrawn by its sponsor",
		"recommissioned": "commissioned again", "decommissioned": "wound down"}
	causes = map[string]string{"evidence_amended": "the papers have changed", "terms_changed": "the terms have changed", "case_withdrawn": "the case was withdrawn", "commitment_withdrawn": "a partner has withdrawn what it put in",
		"snapshot_out_of_date": "the papers are out of date", "deadline": "its time has passed and nothing waits for it",
		"gate_passed": "the gate was passed without it", "gate_returned": "the case was sent back", "gate_refused": "the proposal was refused",
		"board_version_ended": "the board has ended", "refused": "the votes went against it", "tied": "the votes were equal",
		"lapsed": "it was not done in time", "not_ratified": "an urgent decision before it was not ratified", "gate_requested_again": "the gate was asked for again", "case_closed": "the case is closed"}
)

func phraseOf(table map[string]string, code string) string {
	if s, ok := table[code]; ok {
		return s
	}
	return strings.ReplaceAll(code, "_", " ")
}
