package web

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// caseRecords lists the gates that were decided, each with its printable record.
func (v *visit) caseRecords() error {
	h, err := v.openCase("/records")
	if err != nil {
		return err
	}
	if h.State != nil {
		h.Shown = v.gatesDecided(h)
	}
	return v.showCase("case_records", "Decision records", h, nil)
}

// QuotedEffect is since when a decision that was taken before the case was here has been in effect; zero where its gate is not said to
// lie behind the case.
func (h *caseHead) QuotedEffect(gate string) time.Time {
	for _, p := range h.State.Passed {
		if p.Quoted && p.Gate == gate {
			return p.EffectiveAt
		}
	}
	return time.Time{}
}

// decisionRecord is what was decided at one gate.
type decisionRecord struct {
	Gate, Name  string
	Round       int
	Address     string
	What        string // Passed, Refused, Passed and not yet in effect
	Outcome     string
	DecidedAt   time.Time
	EffectiveAt time.Time // zero: not yet
	Waits       string    // why it has no effect yet
	SignOffs    []signOffShown
	Consents    []*workflow.Consent
	Dissent     []string // who was against, and stopped nothing
	Conditions  []string
	Papers      []answerPaper
	Award       *events.AwardTerms
	FrozenAt    time.Time
	Digest      string
}

// Decision is what was decided, in one line.
func (r decisionRecord) Decision() string {
	if r.Outcome == "" {
		return r.What
	}
	return r.What + ": " + lower(r.Outcome)
}

// answerPaper is one of the papers that was decided on.
type answerPaper struct{ Title, Dated string }

// gatesDecided lists what was decided at gates, newest first.
func (v *visit) gatesDecided(h *caseHead) []decisionRecord {
	c, n := h.State, v.naming()
	var out []decisionRecord
	add := func(r decisionRecord) {
		r.Name, r.Address = n.Gate(r.Gate), h.Address+"/records/"+url.PathEscape(r.Gate)+"/"+strconv.Itoa(r.Round)
		out = append(out, r)
	}
	for _, g := range c.Passed {
		if g.Quoted {
			continue // the record is elsewhere, and quoted below the list
		}
		r := decisionRecord{Gate: g.Gate, Round: g.Round, What: "Passed", DecidedAt: g.DecidedAt, EffectiveAt: g.EffectiveAt}
		if g.Outcome != "" {
			r.Outcome = words("outcome", g.Outcome)
		}
		add(r)
	}
	if g := c.Gate; g != nil && !g.DecidedAt.IsZero() && c.Status == workflow.PendingEffect {
		r := decisionRecord{Gate: g.Gate, Round: g.Round, What: "Passed, not yet in effect", DecidedAt: g.DecidedAt, EffectiveAt: h.effectiveAt()}
		if r.EffectiveAt.IsZero() {
			r.Waits = "a hold stands, and its end is not known yet"
		}
		add(r)
	}
	if c.Outcome == "rejected" {
		for _, s := range slices.Backward(c.SignOffs) {
			if s.Result == "refused" && !s.Dissent {
				add(decisionRecord{Gate: s.Gate, Round: s.GateRound, What: "Refused", DecidedAt: s.EndedAt, EffectiveAt: s.EndedAt})
				break
			}
		}
	}
	slices.Reverse(out)
	return out
}

// caseRecord is one decision on one printable page.
func (v *visit) caseRecord() error {
	h, err := v.openCase("/records")
	if err != nil {
		return err
	}
	if h.State == nil {
		return v.showCase("case_record", "", h, nil)
	}
	for _, r := range v.gatesDecided(h) {
		if r.Gate == v.path("gate") && strconv.Itoa(r.Round) == v.path("round") {
			if err := v.completeRecord(h, &r); err != nil {
				return err
			}
			h.Shown = r
			return v.show("case_record", page{Title: "Decision record: " + r.Name + ", " + h.Name, Data: h, Back: h.Address + "/records"})
		}
	}
	return v.lost()
}

// completeRecord adds by whom, and on which papers. What the papers were is in the record of the request.
func (v *visit) completeRecord(h *caseHead, r *decisionRecord) error {
	for _, s := range h.State.SignOffs {
		if s.Gate != r.Gate || s.GateRound != r.Round {
			continue
		}
		shown := v.signOffShown(h, s)
		r.SignOffs = append(r.SignOffs, shown)
		if s.Dissent {
			r.Dissent = append(r.Dissent, shown.Name)
		}
		r.Conditions = append(r.Conditions, s.Conditions...)
	}
	for _, k := range h.State.Consents {
		if k.Gate == r.Gate && k.GateRound == r.Round {
			r.Consents = append(r.Consents, k)
		}
	}
	all, err := v.history(h.Label.Case)
	if err != nil {
		return err
	}
	titles := map[string]answerPaper{}
	for _, rec := range all {
		for _, e := range rec.Events {
			d := dataOf(e.Data)
			switch e.Type {
			case "evidence.added":
				item, _ := d["item"].(string)
				kind, _ := d["type"].(string)
				title, _ := d["title"].(string)
				on, _ := d["dated_on"].(string)
				if title == "" {
					title = v.naming().Evidence(kind)
				}
				titles[item] = answerPaper{Title: title, Dated: dayOf(on)}
			case "gate.requested":
				if d["gate"] == r.Gate && d["round"] == float64(r.Round) {
					r.frozen(rec, d, titles)
				}
			}
		}
	}
	return nil
}

// frozen notes what was frozen when the gate was requested.
func (r *decisionRecord) frozen(rec answer.HistoryEntry, d map[string]any, titles map[string]answerPaper) {
	r.FrozenAt = rec.At
	r.Digest, _ = d["snapshot"].(string)
	items, _ := d["evidence"].([]any)
	for _, item := range items {
		if s, ok := item.(string); ok && titles[s].Title != "" {
			r.Papers = append(r.Papers, titles[s])
		}
	}
	if a, ok := d["award"].(map[string]any); ok {
		value, _ := a["value_pence"].(float64)
		supplier, _ := a["supplier"].(string)
		ends, _ := a["ends_on"].(string)
		r.Award = &events.AwardTerms{ValuePence: int64(value), Supplier: supplier, EndsOn: ends}
	}
}
