package workflow

import (
	"fmt"
	"strings"
	"time"

	"comity/workflow/document"
)

// expiryPrefix begins the names of what a case does not wait for, but what ends of it.
const expiryPrefix = "expiry:"

// explainEndings says what of a case ends soon or has ended, and what can be done about it. The case waits for none of it.
func (d *decision) explainEndings() []Waiting {
	var out []Waiting
	for _, x := range CaseEndings(d.c, d.r, d.m.At) {
		if x.State == EndingRuns || (d.c.Status == Closed && x.State != EndingPast) {
			continue
		}
		w := Waiting{For: expiryPrefix + x.What + ":" + x.Of, On: x.Organisations}
		if u := d.g.Unit(d.c.Terms.Unit); u != nil {
			w.People = append(w.People, u.Members...)
		}
		if p := d.c.Pool(x.Of); p != nil && x.What == document.EndsAgreement {
			w.People = append(w.People, nonEmpty(p.managed())...)
		}
		for _, id := range x.Organisations {
			if o := d.g.Organisation(d.r.Successor(id, d.m.At)); o != nil {
				w.People = append(w.People, nonEmpty(o.AuthorisingOfficer)...)
				w.People = append(w.People, nonEmpty(o.ProperOfficer)...)
			}
		}
		w.People = distinct(w.People)
		name := map[string]string{document.EndsAgreement: "The agreement of the pooled fund " + x.Name, document.EndsContract: "The contract with " + x.Name,
			document.EndsGrant: "The funding of " + x.Of + ", " + x.Name + ","}[x.What]
		if d.m.At.After(x.Until) {
			w.Message = fmt.Sprintf("%s ended on %s.", name, longDate(x.EndsOn))
			if x.What == document.EndsAgreement {
				w.Message += " Nothing is paid into the fund or from it under it any more."
			}
		} else {
			w.Until, w.Then = x.Until, "nothing is done under it any more"
			w.Message = fmt.Sprintf("%s ends on %s.", name, longDate(x.EndsOn))
		}
		if x.What == document.EndsAgreement {
			w.Acts = append(w.Acts, "pool.agree")
		}
		switch {
		case x.Renewal != "":
			w.Details = append(w.Details, "Case "+x.Renewal+" is to renew it.")
		case d.renewable(&x):
			w.Acts = append(w.Acts, "case.renew")
		}
		out = append(out, w)
	}
	return out
}

// ends reports whether what is explained is an end, for which the case does not wait.
func (w Waiting) ends() bool { return strings.HasPrefix(w.For, expiryPrefix) }

// WarnedOf lists what speaks against the plan of a case without refusing it at a gate: grants that end before it (F77). Pure.
func WarnedOf(c *Case, r *Register, at time.Time) []string {
	d := view(c, r, Meta{At: at})
	if d.g == nil || !c.Exists() || c.Status == Closed {
		return nil
	}
	return d.shortGrants()
}
