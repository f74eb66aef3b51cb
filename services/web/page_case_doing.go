package web

import (
	"net/url"
	"slices"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
)

// capacityActs is what the reader can do in one capacity.
type capacityActs struct {
	As   string // "Westmere County Council, Children's Partnership Board, as deputy for Margaret Hale"
	Acts []link
}

// doing lists what the reader can do on a case, each as a link to its page, and what else is to be said to them about it.
func (v *visit) doing(h *caseHead) (out []capacityActs, besides []string, err error) {
	capacities, err := v.capacities(h)
	if err != nil {
		return nil, nil, err
	}
	seen := map[string]bool{} // an act on the same page is offered once, in the first capacity
	for _, k := range capacities {
		x := capacityActs{As: v.capacity(k)}
		for _, act := range k.Acts {
			l := h.act(k, act)
			if !seen[l.Address] {
				seen[l.Address] = true
				x.Acts = append(x.Acts, l)
			}
		}
		if len(x.Acts) > 0 {
			out = addActs(out, x)
		}
		for _, s := range []string{k.Already, k.WhyNot} {
			if s != "" && !slices.Contains(besides, s) {
				besides = append(besides, s)
			}
		}
	}
	return out, besides, nil
}

// addActs adds to the acts of a capacity that is there already, or the capacity.
func addActs(list []capacityActs, x capacityActs) []capacityActs {
	for i := range list {
		if list[i].As == x.As {
			list[i].Acts = append(list[i].Acts, x.Acts...)
			return list
		}
	}
	return append(list, x)
}

// act is the page on which something is done in a capacity, and what the link there says.
func (h *caseHead) act(k workflow.Capacity, command string) link {
	l := link{Text: actWord(command), Address: h.Address}
	if k.As == workflow.AsExternal {
		l.Text = map[string]string{"consent.record": "Record the consent that the law asks for", "consent.decline": "Refuse the consent that the law asks for",
			"consent.withdraw": "Take the consent back"}[command]
		l.Address = withQuery(l.Address+"/act/"+command, url.Values{"organisation": {k.On}})
		return l
	}
	switch command {
	case "signoff.vote", "signoff.cast", "signoff.certify", "signoff.declare_interest":
		if k.Gate != "" { // of a decision that waits for ratification
			l.Address = withQuery(l.Address+"/act/"+command, url.Values{"signoff": {k.SignOff}, "gate": {k.Gate}, "seat": {k.On}})
			break
		}
		l.Address += "/decide/" + k.SignOff
	case "signoff.record_vote":
		l.Address = strings.Split(h.Address, "/cases/")[0] + "/desk"
	case "consent.confirm", "consent.record", "consent.decline", "consent.withdraw":
		l.Address += "/consent/" + k.Organisation
	case "pool.create":
		l.Address += "/pool"
	case "pool.agree", "pool.contribute", "pool.spend", "pool.leave", "pool.close":
		l.Address = strings.Split(h.Address, "/cases/")[0] + "/pools/" + k.Pool + map[string]string{"pool.agree": "/agreement", "pool.contribute": "#paid",
			"pool.spend": "#spent", "pool.leave": "#leave", "pool.close": "#close"}[command]
	case "commitment.offer", "commitment.change":
		l.Address += "/offer"
	case "case.amend":
		l.Address += "/edit"
	case "case.submit":
		l.Address += "/edit/check"
	case "case.add_evidence":
		l.Address += "/evidence/add"
	case "case.remove_evidence":
		l.Address += "/evidence"
	case "case.request_gate":
		l.Address += "/gate"
	default:
		q := url.Values{}
		set := func(name, value string) {
			if value != "" {
				q.Set(name, value)
			}
		}
		set("signoff", k.SignOff)
		if command == "commitment.withdraw" && k.As == workflow.AsSeat {
			set("seat", k.On)
		}
		set("gate", k.Gate) // of a decision that waits for ratification
		if urgentAct(command) && k.As == workflow.AsSeat {
			set("seat", k.On)
		}
		if k.As == workflow.AsScrutiny {
			set("body", k.On)
		}
		if command == "case.raise_dispute" || command == "case.agree_dispute" {
			set(map[string]string{workflow.AsSeat: "seat", workflow.AsOrganisation: "organisation"}[k.As], k.On)
		}
		l.Address = withQuery(l.Address+"/act/"+command, q)
	}
	return l
}

// actWord is what a link to an act says.
func actWord(command string) string {
	if f, ok := actForms[command]; ok {
		return f.Link
	}
	if w, ok := wordings["command"][command]; ok {
		return w
	}
	return human(strings.NewReplacer(".", "_").Replace(command))
}

// capacities are all the ways in which the reader is concerned with the case, as the rules have it.
func (v *visit) capacities(h *caseHead) ([]workflow.Capacity, error) {
	var p answer.Paper
	if err := v.ask("paper", answer.PaperArgs{Case: h.Label.Case}, &p); err != nil {
		return nil, err
	}
	return p.Capacities, nil
}
