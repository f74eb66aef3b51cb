package workflow

import "comity/workflow/document"

// The commands that are tried: each as somebody would send it who knows what belongs in it, so that what refuses it is not its
// content. None of them is carried out.

// resolutions are what a board, by the person presiding or by its secretariat with the minute, may resolve on a sign-off.
func (f *finding) resolutions(signOff, minute string) []Command {
	return []Command{
		&SignOffClose{Case: f.c.ID, SignOff: signOff, Minute: minute},
		&CaseReturn{Case: f.c.ID, SignOff: signOff, Reasons: []string{"-"}, Minute: minute},
		&CaseDefer{Case: f.c.ID, SignOff: signOff, Until: f.today().AddDays(1), Reason: "-", Minute: minute},
	}
}

// commitmentActs are what an organisation's own people may say about what it puts in.
func (f *finding) commitmentActs(organisation string) []Command {
	if organisation == "" {
		return nil
	}
	out := []Command{&CommitmentOffer{Case: f.c.ID, Organisation: organisation, AmountPence: 1},
		&SpendingMap{Case: f.c.ID, Organisation: organisation, Line: "x-x", Tier: "universal", AmountPence: 1}}
	for _, k := range f.c.Commitments {
		if k.Organisation == organisation && k.Stands() {
			out = append(out, &CommitmentChange{Case: f.c.ID, Commitment: k.Commitment}, f.delivery(k))
		}
	}
	return out
}

// delivery is a record of nothing delivered of a commitment.
func (f *finding) delivery(k *Commitment) Command {
	none, cmd := int64(0), &DeliveryRecord{Case: f.c.ID, Commitment: k.Commitment}
	if k.Kind == document.ResourceStaffTime {
		cmd.FTEHundredths = &none
	} else {
		cmd.AmountPence = &none
	}
	return cmd
}

// failing are the ways in which a dispute that nothing settled is ended: without the organisation, or without another that
// takes part, and by withdrawing the case.
func (f *finding) failing(organisation string) []Command {
	out := []Command{&CaseFailDispute{Case: f.c.ID, Withdraw: true, Reason: "-"}}
	if organisation != "" { // of no organisation it would be malformed, which says nothing of who asks
		out = append(out, &CaseFailDispute{Case: f.c.ID, Departing: organisation, Reason: "-"})
	}
	for _, o := range f.committing() {
		if o != f.c.Terms.Sponsor {
			out = append(out, &CaseFailDispute{Case: f.c.ID, Departing: o, Reason: "-"})
		}
	}
	return out
}

// unitActs are what the members of the case's unit may do.
func (f *finding) unitActs() []Command {
	id := f.c.ID
	out := []Command{
		&CaseAmend{Case: id}, &CaseSubmit{Case: id, Workflow: f.someWorkflow()}, &CaseAddEvidence{Case: id, Type: f.someEvidence()}}
	for _, e := range f.c.Evidence {
		out = append(out, &CaseRemoveEvidence{Case: id, Item: e.Item})
	}
	for _, organisation := range append([]string{f.c.Terms.Sponsor}, f.committing()...) {
		out = append(out, f.commitmentActs(organisation)...)
	}
	out = append(append(out, f.settingUp("")...), &CaseFailDispute{Case: id, Withdraw: true, Reason: "-"})
	out = append(out, &CaseRequestGate{Case: id, Award: f.someAward(), Outcome: f.someOutcome()}, &CaseWithdraw{Case: id, Reason: "-"},
		&CaseMigrate{Case: id, ApprovedBy: "-", Minute: "-"}, &CaseBeginReview{Case: id, Because: "request"}, &CaseCompleteExit{Case: id, Note: "-"},
		&CaseRenew{Case: id, Reason: "-"},
		&NoticePublish{Case: id, Kind: "tender"}, &RepresentationReceive{Case: id, From: "-"})
	for _, t := range f.g.Thresholds { // key decisions are announced while a case is deferred, too
		out = append(out, &NoticePublish{Case: id, Kind: NoticeKeyDecision, Organisation: t.Organisation})
	}
	for _, r := range f.c.Representations {
		out = append(out, &RepresentationAnswer{Case: id, Representation: r.ID, Decision: "-"})
	}
	out = append(out, &ContractRecord{Case: id, Supplier: "-"}, &TargetSet{Case: id, Target: "t", Indicator: "-", Value: "1", DueOn: f.today()})
	out = append(out, f.risksOf("", "")...)
	for _, t := range f.c.Targets {
		out = append(out, &MeasurementRecord{Case: id, Target: t.Target, Value: "1"})
	}
	return out
}

// someWorkflow is one in force today, "" for none.
func (f *finding) someWorkflow() string {
	for _, p := range f.r.Workflows {
		if f.r.WorkflowOn(p.ID, f.today()) != nil {
			return p.ID
		}
	}
	return ""
}

func (f *finding) someEvidence() string {
	if f.w != nil && len(f.w.EvidenceTypes) > 0 {
		return f.w.EvidenceTypes[0].ID
	}
	return "needs_analysis"
}

func (f *finding) someAward() *AwardFields {
	if g := f.exitGate(); g == nil || !g.Award || f.c.Terms.Route == document.RouteProtocol {
		return nil
	}
	return &AwardFields{ValuePence: 1}
}

func (f *finding) someOutcome() string {
	if g := f.exitGate(); g != nil && len(g.Outcomes) > 0 {
		return g.Outcomes[0].ID
	}
	return ""
}

// withdrawals are the withdrawals of what an organisation puts in, from a seat, or by its officers for "".
func (f *finding) withdrawals(organisation, seat string) (out []Command) {
	minute := "-"
	if seat != "" {
		minute = ""
	}
	for _, k := range f.c.Commitments {
		if k.Organisation == organisation && k.Stands() && k.Withdrawal == nil {
			out = append(out, &CommitmentWithdraw{Case: f.c.ID, Commitment: k.Commitment, Seat: seat, Minute: minute, Reason: "-"})
		}
	}
	return out
}

// acknowledgements are those of the gaps that wait.
func (f *finding) acknowledgements(minute string) (out []Command) {
	for _, g := range f.c.Gaps {
		if g.Waits() {
			out = append(out, &CaseAcknowledgeGap{Case: f.c.ID, Gap: g.Gap, Note: "-", Minute: minute})
		}
	}
	return out
}
