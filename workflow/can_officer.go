package workflow

import (
	"slices"

	"comity/workflow/document"
)

// What a person may do as an officer of an organisation.

// officers adds what the person may do as an officer of an organisation: certify, dispense, and act for it.
func (f *finding) officers(o *document.Organisation) {
	for _, s := range f.c.Asked() {
		if s.Board == "" && s.OfficerOf == o.ID {
			f.certifier(o, s)
		}
		if o.MonitoringOfficer != "" && o.MonitoringOfficer == f.m.Actor {
			f.dispenser(o, s)
		}
	}
	if !isOfficer(o, f.m.Actor) {
		return
	}
	k := Capacity{As: AsOrganisation, On: o.ID, Label: f.organisationName(o.ID), Organisation: o.ID}
	if x := f.c.Consent(o.ID); x != nil {
		k.Already = f.alreadyConsented(x, "")
		f.acts(&k, &ConsentRecord{Case: f.c.ID, Organisation: o.ID, Minute: "-"}, &ConsentDecline{Case: f.c.ID, Organisation: o.ID, Reason: "-"},
			&ConsentWithdraw{Case: f.c.ID, Organisation: o.ID, Reason: "-"})
	}
	f.acts(&k, f.commitmentActs(o.ID)...)
	f.acts(&k, f.settingUp(o.ID)...)
	f.acts(&k, f.withdrawals(o.ID, "")...)
	f.acts(&k, f.announcing(o)...)
	sponsors := f.sponsor() != nil && f.sponsor().ID == o.ID
	if sponsors {
		f.acts(&k, &CaseWithdraw{Case: f.c.ID, Reason: "-"}, &ContractRecord{Case: f.c.ID, Supplier: "-"})
	}
	if lead := f.lead(); sponsors || (lead != nil && lead.ID == o.ID) {
		f.acts(&k, &CaseSuspend{Case: f.c.ID, Reason: "-"}, &CaseLift{Case: f.c.ID, Reason: "-"},
			&CaseResolveDispute{Case: f.c.ID, Agreement: "-"}, &CaseBeginReview{Case: f.c.ID, Because: "request"})
	}
	f.acts(&k, append(f.failing(o.ID), &CaseAgreeDispute{Case: f.c.ID, Organisation: o.ID, Agreement: "-"})...)
	f.acts(&k, f.dutiesOf(o.ID, "")...)
	f.keep(k, &CaseRaiseDispute{Case: f.c.ID, Organisation: o.ID, Reason: "-"})
}

// certifier adds the named officer's capacity on the officer's own sign-off, or that of the deputy in the post.
func (f *finding) certifier(o *document.Organisation, s *SignOff) {
	holds := Officer(o, s.Post) == f.m.Actor
	deputises := Officer(o, "deputy_"+s.Post) == f.m.Actor
	if !holds && !deputises {
		return
	}
	k := Capacity{As: AsOfficer, On: o.ID + " " + s.Post, Label: postName(s.Post) + " of " + f.organisationName(o.ID), SignOff: s.ID,
		Deputy: !holds, Already: f.alreadyCertified(s)}
	if k.Deputy {
		k.AsDeputyFor = Officer(o, s.Post)
	}
	certify := &SignOffCertify{Case: f.c.ID, SignOff: s.ID}
	f.acts(&k, append([]Command{certify}, f.resolutions(s.ID, "")...)...)
	if !k.May(certify.CommandName()) {
		k.WhyNot = f.whyNotCertify(s, f.try(certify))
	}
	f.out = append(f.out, k)
}

// dispenser adds what a monitoring officer may do about the interests declared on a sign-off.
func (f *finding) dispenser(o *document.Organisation, s *SignOff) {
	k := Capacity{As: AsOfficer, On: o.ID + " monitoring_officer", Label: "Monitoring officer of " + f.organisationName(o.ID), SignOff: s.ID}
	for _, i := range s.Interests {
		dispense := &SignOffDispense{Case: f.c.ID, SignOff: s.ID, Seat: i.Seat, Reason: "-"}
		if slices.Contains(k.Seats, i.Seat) || f.try(dispense) != nil {
			continue
		}
		k.Seats = append(k.Seats, i.Seat)
		f.acts(&k, dispense, &SignOffWithdrawInterest{Case: f.c.ID, SignOff: s.ID, Seat: i.Seat, Reason: "-"})
	}
	f.keep(k)
}
