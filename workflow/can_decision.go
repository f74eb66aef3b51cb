package workflow

import (
	"slices"

	"comity/workflow/document"
)

// What a person can do as scrutiny, and for a body whose consent the law asks for.

// scrutiny adds the scrutiny bodies of which the person is a member or an officer, where a decision may be called in or was.
func (f *finding) scrutiny() {
	for i := range f.g.ScrutinyBodies {
		b := &f.g.ScrutinyBodies[i]
		if !b.Serves(f.m.Actor) {
			continue
		}
		k := Capacity{As: AsScrutiny, On: b.ID, Label: first(b.Name, b.ID), Organisation: b.Organisation}
		for _, x := range f.c.Consents {
			if x.CalledIn != nil && x.Organisation == b.Organisation {
				k.Already = "The decision was called in on " + f.date(x.CalledIn.At) + "."
			}
		}
		f.acts(&k, &DecisionCallIn{Case: f.c.ID, Body: b.ID, Requisition: b.People(), Reasons: "-"},
			&DecisionWaiveCallIn{Case: f.c.ID, Body: b.ID, Reason: "-"})
		if len(k.Acts) > 0 || k.Already != "" {
			f.out = append(f.out, k)
		}
	}
}

// externals adds the bodies outside the case for which the person speaks.
func (f *finding) externals() {
	for _, x := range f.c.CurrentConsents() {
		if !x.External || !slices.Contains(f.recorders(x), f.m.Actor) {
			continue
		}
		k := Capacity{As: AsExternal, On: x.Organisation, Label: f.organisationName(x.Organisation), Organisation: x.Organisation, Already: f.alreadyConsented(x, "")}
		f.acts(&k, &ConsentRecord{Case: f.c.ID, Organisation: x.Organisation, Minute: "-", External: true},
			&ConsentDecline{Case: f.c.ID, Organisation: x.Organisation, Reason: "-", External: true},
			&ConsentWithdraw{Case: f.c.ID, Organisation: x.Organisation, Reason: "-", External: true})
		if len(k.Acts) > 0 || k.Already != "" {
			f.out = append(f.out, k)
		}
	}
}

// announcing adds to an officer's acts the notices of the organisation's key decisions.
func (f *finding) announcing(o *document.Organisation) []Command {
	for _, t := range f.g.Thresholds {
		if t.Organisation == o.ID && f.takesPart(o.ID) {
			return []Command{&NoticePublish{Case: f.c.ID, Kind: NoticeKeyDecision, Organisation: o.ID}}
		}
	}
	return nil
}
