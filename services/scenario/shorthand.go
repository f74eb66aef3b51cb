package scenario

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"comity/workflow"
	"comity/workflow/document"
)

// What one step may say for many commands. Each becomes its own command, by the person whose act it is.

// cast says who is who in a story: the world of a simulation knows it from the journal, a player from the server's views.
type cast interface {
	holder(seat string) string        // who holds a seat now, "" for nobody
	governance() *document.Governance // in force now, nil for none
	caseID(name string) string        // the engine's id of a case
}

// acts are the commands of a step.
func (s *Step) acts(c cast) ([]act, error) {
	switch {
	case s.Votes != nil:
		return s.Votes.acts(c, s)
	case s.Consents != nil:
		return s.Consents.acts(c, s)
	case s.Evidence != nil:
		return s.each(c, "case.add_evidence", s.Evidence.items)
	case s.Offers != nil:
		return s.each(c, "commitment.offer", s.Offers.items)
	case s.Confirm != nil:
		return s.Confirm.acts(c)
	case s.Do != "":
		return s.commands(c)
	}
	return nil, nil
}

// commands are the commands of a step with do: one for each person.
func (s *Step) commands(c cast) (out []act, err error) {
	with := maps.Clone(s.With)
	if takesCase(s.Do) && s.AsCase == "" {
		with = s.onCase(c, with)
	}
	by := s.By
	if seat, ok := with["seat"].(string); len(by) == 0 && ok {
		if holder := c.holder(seat); holder != "" {
			by = []string{holder}
		}
	}
	if len(by) == 0 {
		return nil, errors.New("nobody does this: name a person under by, or a seat that is held")
	}
	for _, person := range by {
		out = append(out, act{by: person, name: s.Do, with: with, words: person + ", " + s.Do, revision: s.Revision})
	}
	return out, nil
}

// votes are the votes of several seats on one sign-off, each by the seat's holder, in the order written.
type votes struct {
	signOff string
	cast    []seatVote
	reason  string
}

type seatVote struct{ seat, choice string }

func (r *reader) votes(n *node) *votes {
	out := &votes{}
	choice := func(c string) func(*node) {
		return func(n *node) {
			for _, seat := range r.texts(n) {
				out.cast = append(out.cast, seatVote{seat, c})
			}
		}
	}
	r.fields(n, "votes, as in {signoff: wcb, approve: [W1, W2], refuse: [W5]}", map[string]func(*node){
		"signoff": func(n *node) { out.signOff = r.text(n) },
		"approve": choice("approve"), "refuse": choice("refuse"), "abstain": choice("abstain"),
		"reason": func(n *node) { out.reason = r.text(n) },
	})
	if out.signOff == "" || len(out.cast) == 0 {
		r.mistake(n.place, "Votes need a signoff and at least one seat under approve, refuse or abstain.")
	}
	return out
}

func (v *votes) acts(c cast, step *Step) (out []act, err error) {
	for _, one := range v.cast {
		holder := c.holder(one.seat)
		if holder == "" {
			return nil, fmt.Errorf("seat %s is vacant; name who votes with do: signoff.vote", one.seat)
		}
		with := map[string]any{"signoff": v.signOff, "seat": one.seat, "choice": one.choice}
		if v.reason != "" {
			with["reason"] = v.reason
		}
		out = append(out, act{by: holder, name: "signoff.vote", with: step.onCase(c, with), words: fmt.Sprintf("%s votes %s for %s on %s", holder, one.choice, one.seat, v.signOff)})
	}
	return out, nil
}

// consents are confirmations by seats of everything that waits for their organisations, each by the seat's holder; or
// declines, with a reason.
type consents struct {
	confirm, decline []string
	reason           string
}

func (r *reader) consents(n *node) *consents {
	out := &consents{}
	r.fields(n, "consents, as in {confirm: [W2, W3]}", map[string]func(*node){
		"confirm": func(n *node) { out.confirm = r.texts(n) }, "decline": func(n *node) { out.decline = r.texts(n) },
		"reason": func(n *node) { out.reason = r.text(n) },
	})
	if len(out.confirm)+len(out.decline) == 0 || (len(out.decline) > 0 && out.reason == "") {
		r.mistake(n.place, "Consents need seats under confirm or decline, and to decline needs a reason.")
	}
	return out
}

func (k *consents) acts(c cast, step *Step) (out []act, err error) {
	add := func(seat, name string, with map[string]any) {
		holder := c.holder(seat)
		if holder == "" {
			err = fmt.Errorf("seat %s is vacant", seat)
		}
		out = append(out, act{by: holder, name: name, with: step.onCase(c, with), words: fmt.Sprintf("%s, %s for %s", holder, name, seat)})
	}
	for _, seat := range k.confirm {
		add(seat, "consent.confirm", map[string]any{"seat": seat})
	}
	for _, seat := range k.decline {
		add(seat, "consent.decline", map[string]any{"seat": seat, "reason": k.reason})
	}
	return out, err
}

// evidence are items of evidence, by a type alone or with fields.
type evidence struct{ items []map[string]any }

func (r *reader) evidence(n *node) *evidence {
	out := &evidence{}
	if !r.is(n, list, "a list of evidence, as in [needs_analysis, {type: user_views, dated_on: 2026-05-01}]") {
		return out
	}
	for _, item := range n.items {
		if item.kind == scalar {
			out.items = append(out.items, map[string]any{"type": item.text})
		} else if fields := r.values(item); fields != nil {
			out.items = append(out.items, fields)
		}
	}
	return out
}

// offers are commitments, by organisation: pounds alone, or the fields of commitment.offer.
type offers struct{ items []map[string]any }

func (r *reader) offers(n *node) *offers {
	out := &offers{}
	if !r.is(n, mapping, "commitments, as in {wcc: £150,000, pol: {kind: staff_time, fte: 0.5}}") {
		return out
	}
	for _, p := range n.pairs {
		fields := map[string]any{}
		if p.value.kind == scalar {
			fields["amount"] = p.value.text
		} else if given := r.values(p.value); given != nil {
			fields = given
		}
		fields["organisation"] = p.key
		out.items = append(out.items, fields)
	}
	return out
}

// each makes one command for each set of fields, by the step's first person.
func (s *Step) each(c cast, name string, items []map[string]any) (out []act, err error) {
	if len(s.By) != 1 {
		return nil, fmt.Errorf("%s needs one person under by", name)
	}
	for _, fields := range items {
		words := fmt.Sprintf("%s, %s %v", s.By[0], name, first(fields["type"], fields["organisation"]))
		out = append(out, act{by: s.By[0], name: name, with: s.onCase(c, maps.Clone(fields)), words: words})
	}
	return out, nil
}

func first(list ...any) any {
	for _, v := range list {
		if v != nil {
			return v
		}
	}
	return ""
}

// confirmations give force to what the governance document proposes: members, deputies and mandates, by the authorising officer
// of each organisation.
type confirmations struct {
	instrument string
	except     []string // organisations that do not confirm
}

func (r *reader) confirmations(n *node) *confirmations {
	out := &confirmations{}
	r.fields(n, "what is confirmed by which instrument, as in {instrument: annual meetings 2026}", map[string]func(*node){
		"instrument": func(n *node) { out.instrument = r.text(n) }, "except": func(n *node) { out.except = r.texts(n) },
	})
	if out.instrument == "" {
		r.mistake(n.place, "A confirmation names its instrument.")
	}
	return out
}

func (k *confirmations) acts(c cast) (out []act, err error) {
	g := c.governance()
	if g == nil {
		return nil, fmt.Errorf("no governance is in force that could be confirmed")
	}
	var mandates []act
	for i := range g.Organisations {
		o := &g.Organisations[i]
		if o.AuthorisingOfficer == "" || slices.Contains(k.except, o.ID) {
			continue
		}
		if proposesMembers(g, o.ID) {
			out = append(out, act{by: o.AuthorisingOfficer, name: "member.confirm", with: map[string]any{"organisation": o.ID, "instrument": k.instrument}, words: o.ID + " confirms its members"})
		}
		if slices.ContainsFunc(g.Mandates, func(m document.Mandate) bool { return m.GrantedBy == o.ID }) {
			mandates = append(mandates, act{by: o.AuthorisingOfficer, name: "mandate.confirm", with: map[string]any{"organisation": o.ID}, words: o.ID + " confirms its mandates"})
		}
	}
	return append(out, mandates...), nil
}

func proposesMembers(g *document.Governance, organisation string) bool {
	for i := range g.Boards {
		for j := range g.Boards[i].Seats {
			s := &g.Boards[i].Seats[j]
			if (s.Holder != "" || len(s.Deputies) > 0) && s.AppointedBy() == organisation {
				return true
			}
		}
	}
	return false
}

// onCase puts the case of a step into a command's fields, unless they name another.
func (s *Step) onCase(c cast, with map[string]any) map[string]any {
	if with == nil {
		with = map[string]any{}
	}
	if _, given := with["case"]; !given && s.Case != "" {
		with["case"] = c.caseID(s.Case)
	}
	return with
}

// takesCase reports whether a command names a case.
func takesCase(name string) bool {
	spec, ok := workflow.Find(name)
	return ok && spec.Kind == "case"
}
