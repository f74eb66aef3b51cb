package workflow

import (
	"fmt"

	"comity/events"
	"comity/workflow/document"
)

// Commitments: what each organisation puts in. Hours are never added to pounds (F60).

// offer is CommitmentOffer's rule.
func (d *decision) offer(cmd *CommitmentOffer) *Refusal {
	if p := d.mayCommitFor(cmd.Organisation); p != nil {
		return Refuse(*p)
	}
	if p := d.at("offering a commitment", Draft, Working, AtGate, Deferred); p != nil {
		return Refuse(*p)
	}
	if p := d.notAwarded("changing what is committed"); p != nil {
		return Refuse(*p)
	}
	terms := events.CommitmentTerms{Commitment: cmd.Commitment, Organisation: cmd.Organisation, Kind: first(cmd.Kind, document.ResourceMoney),
		Mode: first(cmd.Mode, modeFor(cmd.Pool)), Pool: cmd.Pool, Pence: cmd.AmountPence, FTEHundredths: cmd.FTEHundredths, Description: cmd.Description,
		Service: cmd.Service, Basis: first(cmd.Basis, "actual"), Essential: cmd.Essential, NoticePeriod: cmd.NoticePeriod,
		Form: cmd.Form, Ledger: cmd.Ledger, Beneficiary: cmd.Beneficiary,
		Funding: cmd.Funding, FundingConditions: cmd.FundingConditions, FundingEndsOn: text(cmd.FundingEndsOn)}
	if terms.Beneficiary == terms.Organisation {
		terms.Beneficiary = ""
	}
	if terms.Commitment == "" {
		for n := 1; terms.Commitment == "" || d.c.Commitment(terms.Commitment) != nil; n++ {
			terms.Commitment = fmt.Sprintf("%s-%d", cmd.Organisation, n)
		}
	}
	shares, problems := d.postShares(&terms, cmd.SharedWith)
	problems = append(problems, append(commitmentShape(terms), d.poolProblems(terms, false)...)...)
	problems = append(problems, d.beneficiaryProblems(terms)...)
	if d.c.Commitment(terms.Commitment) != nil {
		problems = append(problems, problem(Malformed, "There is a commitment %s already.", terms.Commitment).about("commitment"))
	}
	if !events.ValidToken(terms.Commitment) {
		problems = append(problems, problem(Malformed, "A commitment's name is letters, digits, hyphens and underscores.").about("commitment"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.CommitmentOffered{CommitmentTerms: terms})
	for _, t := range shares {
		d.emit(events.CommitmentOffered{CommitmentTerms: t})
	}
	d.voidGate("evidence_amended")
	return nil
}

// commitmentShape says whether the amounts fit the kind: hours are never money (F60).
func commitmentShape(t events.CommitmentTerms) []Problem {
	if p := periodProblem(t.NoticePeriod); p != nil {
		return []Problem{*p}
	}
	bad := func(field, format string, args ...any) []Problem {
		return []Problem{problem(Malformed, format, args...).under("F60").about(field)}
	}
	switch {
	case t.Funding == "" && (t.FundingConditions != "" || t.FundingEndsOn != ""):
		return []Problem{problem(Malformed, "Name the grant or other funding stream that has conditions, or ends.").under("F77").about("funding")}
	case t.Form != "" && t.Kind != document.ResourceStaffTime:
		return []Problem{problem(Malformed, "Only staff time has a form: meeting time, secondment, co-location, a joint post.").under("F61").about("form")}
	case t.Ledger != "" && (t.Kind != document.ResourceMoney || t.Mode != document.ModeAligned):
		return []Problem{problem(Malformed, "Only aligned money stays in its owner's own ledger.").under("F63").about("ledger")}
	}
	switch t.Kind {
	case document.ResourceMoney:
		if t.Pence <= 0 || t.FTEHundredths != 0 {
			return bad("amount_pence", "Money is committed as an amount, and as nothing else.")
		}
	case document.ResourceStaffTime:
		if t.FTEHundredths <= 0 || t.Pence != 0 {
			return bad("fte_hundredths", "Staff time is committed in full-time equivalents, and as nothing else.")
		}
	default:
		if t.Description == "" || t.Pence != 0 || t.FTEHundredths != 0 {
			return bad("description", "Say what %s it is; it has no amount.", t.Kind)
		}
	}
	return nil
}

// changeCommitment is CommitmentChange's rule.
func (d *decision) changeCommitment(cmd *CommitmentChange) *Refusal {
	k := d.c.Commitment(cmd.Commitment)
	if k == nil && d.mayEdit() != nil {
		return Refuse(notPermitted("Only the case's unit or the organisation itself may say what it puts in.").about(cmd.Commitment))
	}
	if k == nil {
		return Refuse(problem(NotFound, "Case %s has no commitment %s.", d.c.ID, cmd.Commitment).about(cmd.Commitment))
	}
	if p := d.mayCommitFor(k.Organisation); p != nil {
		return Refuse(*p)
	}
	if k.Withdrawal != nil {
		return Refuse(problem(WrongStage, "Commitment %s was withdrawn; offer another.", k.Commitment).under("DOMAIN §0.11").about(k.Commitment))
	}
	if p := d.at("changing a commitment", Draft, Working, AtGate, Deferred); p != nil {
		return Refuse(*p)
	}
	if p := d.notAwarded("changing what is committed"); p != nil {
		return Refuse(*p)
	}
	if cmd.Form != nil && k.Post != "" {
		return Refuse(problem(Malformed, "%s is a share of a joint post.", k.Commitment).under("F61").about("form"))
	}
	terms := cmd.on(k.CommitmentTerms)
	if terms == k.CommitmentTerms {
		return Refuse(problem(Malformed, "Nothing would change.").about(cmd.Commitment))
	}
	problems := append(commitmentShape(terms), k.paidProblems(terms)...)
	problems = append(problems, d.beneficiaryProblems(terms)...)
	if terms.Mode != k.Mode || terms.Pool != k.Pool {
		problems = append(problems, d.poolProblems(terms, true)...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.CommitmentChanged{CommitmentTerms: terms})
	d.voidGate("evidence_amended")
	return nil
}

// on is what the command makes of the terms that a commitment has.
func (cmd *CommitmentChange) on(terms events.CommitmentTerms) events.CommitmentTerms {
	set(&terms.Mode, cmd.Mode)
	set(&terms.Pool, cmd.Pool)
	switch {
	case cmd.Mode == nil && cmd.Pool != nil:
		terms.Mode = modeFor(*cmd.Pool)
	case cmd.Pool == nil && terms.Mode == document.ModeAligned:
		terms.Pool = ""
	}
	set(&terms.Pence, cmd.AmountPence)
	set(&terms.FTEHundredths, cmd.FTEHundredths)
	set(&terms.Description, cmd.Description)
	set(&terms.Service, cmd.Service)
	set(&terms.Essential, cmd.Essential)
	set(&terms.NoticePeriod, cmd.NoticePeriod)
	set(&terms.Beneficiary, cmd.Beneficiary)
	set(&terms.Funding, cmd.Funding)
	set(&terms.FundingConditions, cmd.FundingConditions)
	if cmd.Funding != nil && *cmd.Funding == "" {
		terms.FundingConditions, terms.FundingEndsOn = "", ""
	}
	if cmd.FundingEndsOn != nil {
		terms.FundingEndsOn = text(*cmd.FundingEndsOn)
	}
	if terms.Beneficiary == terms.Organisation {
		terms.Beneficiary = ""
	}
	set(&terms.Ledger, cmd.Ledger)
	set(&terms.Form, cmd.Form)
	if terms.Mode == document.ModePooled && cmd.Ledger == nil {
		terms.Ledger = "" // what is pooled leaves it
	}
	return terms
}

// set takes over what a command gives; nil leaves what there is.
func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// planProblems says where the commitments on offer do not cover the plan, unit by unit.
func (d *decision) planProblems(g *document.Gate) []Problem {
	if !asksConsents(g) {
		return nil
	}
	if d.awarded() && !d.varying() {
		return nil // what is missing by now the review has before it (rows 20, 21)
	}
	money, staff := d.c.Plan()
	offered, offeredStaff, _, _ := d.c.Totals()
	missing, missingStaff := d.c.missing()
	if g.Consents.From == document.ConsentsCommitting {
		money, staff = d.planToCome() // the plan is made anew, without what was withdrawn
	} else {
		offered, offeredStaff = offered+missing, offeredStaff+missingStaff // within the tolerance: it was told when it was withdrawn
	}
	var out []Problem
	if offered < money {
		out = append(out, problem(EvidenceMissing, "The plan needs %s and %s is on offer.", money, offered).under("DOMAIN §2.1 row 3").about("commitments").
			with(map[string]any{"needed_pence": int64(money), "offered_pence": int64(offered)}))
	}
	if offeredStaff < staff {
		out = append(out, problem(EvidenceMissing, "The plan needs %s and %s is on offer.", staff, offeredStaff).under("DOMAIN §2.1 row 3").about("commitments").
			with(map[string]any{"needed_fte_hundredths": int64(staff), "offered_fte_hundredths": int64(offeredStaff)}))
	}
	return out
}
