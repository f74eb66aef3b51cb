package workflow

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// oracle says who may do what, from DOMAIN §0 and §2, the reference pages and the documents alone. It looks everything up itself, slowly, and
// calls nothing that the rules call: what it and the rules agree on, two readings of the same page agree on.
type oracle struct {
	r  *Register
	c  *Case // as time has left it, before the act
	g  *document.Governance
	at time.Time
	on string // the day in Westmere

	until map[string]string // of the mandates: the last day that the acts on them leave, "" for none
	pools Pools
}

func newOracle(p *partnership, c *Case, until map[string]string) *oracle {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	o := &oracle{r: p.r, c: c, at: p.now, on: p.now.In(london).Format(time.DateOnly), until: until, pools: p.pools}
	for _, v := range p.r.Governance {
		if v.From.String() <= o.on {
			o.g = v.governance
		}
	}
	return o
}

func (o *oracle) either(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

// keepsRisk: the unit any risk, an organisation its own and none that it hands to another, a secretariat with the minute.
func (o *oracle) keepsRisk(person, risk, to, minute string) string {
	owner := to
	if r := o.c.Risk(risk); r != nil && to == "" {
		owner = r.Owner
	} else if r != nil && r.Owner != to {
		return o.either(o.unit(person) || o.secretary(person) && minute != "" ||
			slices.ContainsFunc(o.heirs(r.Owner), func(x string) bool { return x == to && (o.officer(x, person) || o.sitsFor(x, person)) }), "it hands the risk to another")
	}
	return o.either(o.unit(person) || o.secretary(person) && minute != "" ||
		owner != "" && slices.ContainsFunc(o.heirs(owner), func(x string) bool { return o.officer(x, person) || o.sitsFor(x, person) }), "not the owner")
}

// forbids says why the documents in force do not let a person do what a command asks; "" where they do. list is what it brought about.
func (o *oracle) forbids(person string, cmd Command, list []events.Event) string {
	const unit = "not of the unit"
	switch cmd := cmd.(type) {
	case *CaseTick:
		return o.either(person == events.System, "a person is no clock")
	case *CaseCreate:
		return o.begins(person, cmd.CaseFields)
	case *CaseAdopt:
		gone := slices.ContainsFunc(cmd.Commitments, func(k AdoptedCommitment) bool { return o.gone(k.Organisation) })
		return first(o.begins(person, cmd.CaseFields), o.either(!gone, "of an organisation that is gone"))
	case *CaseRenew:
		return o.renews(person)
	case *DeliveryRecord:
		organisation := o.whose(cmd.Commitment)
		return o.either(!o.gone(organisation) && (o.unit(person) || o.officer(organisation, person) || o.sitsFor(organisation, person)), unit)
	case *DecisionWaiveCallIn:
		return o.waivesCallIn(person, cmd)
	case *CaseAmend:
		return o.either(o.unit(person) && (cmd.Sponsor == nil || !o.gone(*cmd.Sponsor)), unit)
	case *CaseSubmit, *CaseAddEvidence, *CaseRemoveEvidence, *CaseRequestGate, *RepresentationReceive, *RepresentationAnswer, *CaseCompleteExit,
		*TargetSet, *MeasurementRecord:
		return o.either(o.unit(person), unit)
	case *SpendingMap:
		return o.either(o.unit(person) || o.officer(cmd.Organisation, person) || o.sitsFor(cmd.Organisation, person), unit)
	case *NoticePublish:
		key := slices.Contains([]string{"key_decision", "general_exception", "special_urgency", "decision"}, cmd.Kind)
		anyOf := slices.ContainsFunc(o.g.Organisations, func(x document.Organisation) bool {
			return (cmd.Organisation == "" || x.ID == cmd.Organisation) && o.officer(x.ID, person)
		})
		return o.either(o.unit(person) || key && anyOf, unit)
	case *ContractRecord:
		return o.either(o.unit(person) || o.officer(o.c.Terms.Sponsor, person), unit)
	case *CaseReturn:
		return o.resolves(cmd.SignOff, "", person, cmd.Minute)
	case *CaseDefer:
		return o.resolves(cmd.SignOff, "", person, cmd.Minute)
	case *SignOffClose:
		return o.resolves(cmd.SignOff, cmd.Gate, person, cmd.Minute)
	case *CaseResume:
		return o.either(o.secretary(person), "not of a secretariat")
	case *CaseWithdraw:
		return o.withdrawsCase(person)
	case *CaseSuspend, *CaseLift:
		return o.either(o.accountable(person), "no officer of the accountable body")
	case *CaseBeginReview:
		return o.either(o.unit(person) || o.secretary(person) || o.accountable(person), unit)
	case *CaseMigrate:
		return o.either(o.unit(person) || o.secretary(person) || slices.Contains(o.g.Administrators, person), unit)
	case *CaseAcknowledgeGap:
		return o.acknowledges(person, cmd.Minute, list)
	case *CommitmentOffer:
		return o.either(!o.gone(cmd.Organisation) && (o.unit(person) || o.officer(cmd.Organisation, person) || o.sitsFor(cmd.Organisation, person)), unit)
	case *CommitmentChange:
		organisation := o.whose(cmd.Commitment)
		return o.either(!o.gone(organisation) && (o.unit(person) || o.officer(organisation, person) || o.sitsFor(organisation, person)), unit)
	case *CommitmentWithdraw:
		return o.speaks(cmd.Seat, o.whose(cmd.Commitment), person, "withdraw")
	case *ConsentConfirm:
		for _, e := range list {
			if e, is := e.(events.ConsentConfirmed); is {
				return o.confirms(e)
			}
		}
		return "nothing was confirmed"
	case *ConsentRecord:
		return o.speaks("", cmd.Organisation, person, "")
	case *ConsentDecline:
		return o.speaks(cmd.Seat, cmd.Organisation, person, "decline")
	case *ConsentWithdraw:
		return o.speaks(cmd.Seat, cmd.Organisation, person, "withdraw")
	case *DecisionCallIn:
		return o.callsIn(person, cmd)
	case *RiskRecord:
		return o.keepsRisk(person, cmd.Risk, cmd.Owner, cmd.Minute)
	case *RiskClose:
		return o.keepsRisk(person, cmd.Risk, "", cmd.Minute)
	case *UndertakingGive:
		if o.gone(cmd.Owner) {
			return "of an organisation that is gone"
		}
		if cmd.Seat != "" {
			s := o.seat(cmd.Seat)
			return o.either(s != nil && o.of(s) == cmd.Owner && o.acts(cmd.Seat, person), "not from a seat of the owner")
		}
		return o.either(o.officer(cmd.Owner, person) || o.sitsFor(cmd.Owner, person) || o.secretary(person) && cmd.Minute != "", "not the owner")
	case *UndertakingKeep:
		u := o.c.Undertaking(cmd.Undertaking)
		owners := o.heirs(u.Owner)
		mine := u.Person == person || slices.ContainsFunc(owners, func(x string) bool { return o.officer(x, person) || o.sitsFor(x, person) }) || o.secretary(person) && cmd.Minute != ""
		if b := boardIn(o.g, u.Board); u.Owner == "" && b != nil {
			mine = mine || o.secretary(person, b.ID) || slices.ContainsFunc(b.Seats, func(s document.Seat) bool { return o.acts(s.ID, person) })
		}
		return o.either(mine, "not the owner")
	case *ReportBackRecord:
		return o.either(o.acts(o.c.ReportBack(cmd.ReportBack).Seat, person), "neither holder nor deputy")
	case *CaseRaiseDispute, *CaseAgreeDispute, *CaseResolveDispute, *CaseFailDispute:
		return o.forbidsInDispute(person, cmd)
	case *PoolCreate, *PoolAgree, *PoolContribute, *PoolSpend, *PoolLeave, *PoolClose:
		return o.forbidsOfPool(person, cmd)
	}
	if why, known := o.forbidsOnSignOff(person, cmd); known {
		return why
	}
	if why, known := o.forbidsInRegister(person, cmd, list); known {
		return why
	}
	raw, _ := json.Marshal(cmd)
	panic(fmt.Sprintf("the oracle does not know %s %s", cmd.CommandName(), raw))
}
