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

// Who somebody is.

func (o *oracle) unit(person string) bool {
	for _, u := range o.g.Units {
		if u.ID == o.c.Terms.Unit && slices.Contains(u.Members, person) {
			return true
		}
	}
	return false
}

func (o *oracle) organisation(id string) document.Organisation {
	for _, x := range o.g.Organisations {
		if x.ID == id {
			return x
		}
	}
	return document.Organisation{}
}

func (o *oracle) lead() document.Organisation {
	for _, x := range o.g.Organisations {
		if x.Duty == "lead_authority" {
			return x
		}
	}
	return document.Organisation{}
}

// officer: of the three who act for an organisation by the document in force, which names those of one that was replaced until a version
// does without it.
func (o *oracle) officer(organisation, person string) bool {
	x := o.organisation(organisation)
	return person != "" && (x.AuthorisingOfficer == person || x.ProperOfficer == person || x.MonitoringOfficer == person)
}

// heirs are an organisation and who has taken its place: what it promised is theirs to keep (DOMAIN §0.12).
func (o *oracle) heirs(organisation string) []string {
	out := []string{organisation}
	for i := 0; i < len(out); i++ {
		for _, s := range o.r.Successions {
			for _, x := range s.Successors {
				if s.Organisation == out[i] && !s.EffectiveAt.After(o.at) && !slices.Contains(out, x.Organisation) {
					out = append(out, x.Organisation)
				}
			}
		}
	}
	return out
}

// gone: another organisation has taken its place.
func (o *oracle) gone(organisation string) bool {
	return slices.ContainsFunc(o.r.Successions, func(s Succession) bool {
		return s.Organisation == organisation && !s.Continues && !s.EffectiveAt.After(o.at)
	})
}

func (o *oracle) accountable(person string) bool {
	return o.officer(o.c.Terms.Sponsor, person) || o.officer(o.lead().ID, person)
}

func (o *oracle) secretary(person string, boards ...string) bool {
	for _, b := range o.g.Boards {
		if (len(boards) == 0 || slices.Contains(boards, b.ID)) && slices.Contains(b.Secretary, person) {
			return true
		}
	}
	return false
}

// Seats.

func boardIn(g *document.Governance, id string) *document.Board {
	for i := range g.Boards {
		if g.Boards[i].ID == id {
			return &g.Boards[i]
		}
	}
	return nil
}

func (o *oracle) seat(id string) *document.Seat {
	for i := range o.g.Boards {
		for j := range o.g.Boards[i].Seats {
			if s := &o.g.Boards[i].Seats[j]; s.ID == id {
				return s
			}
		}
	}
	return nil
}

// turn is whose turn it is in a seat that passes on each year; "" for one that does not pass on.
func (o *oracle) turn(s *document.Seat, on string) string {
	if s == nil || s.Rotation == nil {
		return ""
	}
	from := s.Rotation.From.String()
	n := 0
	for next := from; ; n++ {
		y := 0
		fmt.Sscanf(next, "%d", &y)
		next = fmt.Sprintf("%04d%s", y+1, from[4:])
		if on < next {
			break
		}
	}
	return s.Rotation.Among[n%len(s.Rotation.Among)]
}

// of is the organisation to which a seat belongs today.
func (o *oracle) of(s *document.Seat) string {
	if t := o.turn(s, o.on); t != "" {
		return t
	}
	return s.Organisation
}

// sits: the seat is in the document, and one of the terms gives it to the person today.
func (o *oracle) sits(terms []Term, seat, person string) bool {
	s := o.seat(seat)
	return s != nil && slices.ContainsFunc(terms, func(t Term) bool {
		runs := t.Seat == seat && (person == "" || t.Person == person) && t.From.String() <= o.on && (t.Until.IsZero() || o.on <= t.Until.String())
		return runs && (s.Rotation == nil || t.TurnOf == o.turn(s, o.on))
	})
}

func (o *oracle) holds(seat, person string) bool { return o.sits(o.r.Terms, seat, person) }
func (o *oracle) acts(seat, person string) bool {
	return o.holds(seat, person) || o.sits(o.r.Deputies, seat, person)
}

func (o *oracle) sitsFor(organisation, person string) bool {
	for _, b := range o.g.Boards {
		for i := range b.Seats {
			if o.of(&b.Seats[i]) == organisation && o.acts(b.Seats[i].ID, person) {
				return true
			}
		}
	}
	return false
}

// Sign-offs.

func (o *oracle) signOff(id, gate string) *SignOff {
	for _, s := range slices.Backward(o.c.SignOffs) {
		if s.ID == id && (gate == "" || s.Gate == gate) {
			return s
		}
	}
	return nil
}

// pinned is the board by which a sign-off is decided.
func (o *oracle) pinned(s *SignOff) *document.Board {
	for _, v := range o.r.Governance {
		if v.Version == s.GovernanceVersion {
			return boardIn(v.governance, s.Board)
		}
	}
	return boardIn(o.g, s.Board)
}

func asideOn(s *SignOff, seat string) bool {
	for _, i := range s.Interests {
		if i.Seat == seat && i.Recuses && !i.Withdrawn && !i.Dispensed {
			return true
		}
	}
	return false
}

// presiding: the chair, then the vice-chairs, who are there and do not stand aside; one elected where they are not in the room.
func (o *oracle) presiding(s *SignOff) string {
	b := o.pinned(s)
	if b == nil {
		return ""
	}
	able := func(seat string) bool { return seat != "" && o.acts(seat, "") && !asideOn(s, seat) }
	elected := ""
	if s.Elected != nil && able(s.Elected.Seat) {
		elected = s.Elected.Seat
		for _, m := range o.r.Meetings {
			if m.ID == s.Elected.Meeting && m.State == "open" {
				return elected
			}
		}
	}
	for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
		if able(seat) {
			return seat
		}
	}
	return elected
}

// resolves: the person presiding, or the secretariat with the minute; on an officer's sign-off the officer.
func (o *oracle) resolves(signOff, gate, person, minute string) string {
	s := o.signOff(signOff, gate)
	switch {
	case s == nil:
		return "there is no such sign-off"
	case s.Board == "" && o.post(s.OfficerOf, s.Post) == person,
		s.Board != "" && o.acts(o.presiding(s), person),
		s.Board != "" && o.secretary(person, s.Board) && minute != "":
		return ""
	}
	return "neither presides nor keeps the minutes"
}

func (o *oracle) post(organisation, post string) string {
	x := o.organisation(organisation)
	if post == "chief_finance_officer" {
		return x.ChiefFinanceOfficer
	}
	return x.Officers[post]
}

// seatVotes: of that board, a voting seat, whose person has a vote left, and which does not stand aside.
func (o *oracle) seatVotes(s *SignOff, seat, person string, votes []Vote) string {
	b := o.pinned(s)
	i := -1
	if b != nil {
		i = slices.IndexFunc(b.Seats, func(x document.Seat) bool { return x.ID == seat })
	}
	switch {
	case i < 0:
		return "no seat of the board"
	case b.Seats[i].Voting != nil && !*b.Seats[i].Voting || b.Seats[i].Kind == "associate":
		return "no voting seat"
	case !o.acts(seat, person):
		return "neither holder nor deputy"
	case asideOn(s, seat):
		return "the seat stands aside"
	}
	for _, v := range votes {
		if !v.Struck && (v.Seat == seat || v.Person == person) {
			return "a second vote"
		}
	}
	return ""
}

func (o *oracle) monitors(s *SignOff, seat string) string {
	if x := o.seat(seat); x != nil {
		if mo := o.organisation(o.of(x)).MonitoringOfficer; mo != "" {
			return mo
		}
	}
	return o.lead().MonitoringOfficer
}

// Mandates.

// mandated: some mandate of the organisation for the seat, in force today, is for the act, and for a deputy's use where one acts.
func (o *oracle) mandated(seat, organisation, person, act string, also func(MandateHeld) bool) string {
	if !o.acts(seat, person) {
		return "neither holder nor deputy"
	}
	deputy := !o.holds(seat, person)
	for _, m := range o.r.Mandates {
		last := o.until[m.Mandate]
		switch {
		case m.Seat != seat || m.Organisation != organisation:
		case o.on < m.From.String() || last != "" && last < o.on:
		case len(m.Acts) > 0 && !slices.Contains(m.Acts, act):
		case deputy && !m.DeputyMayCommit:
		case o.turn(o.seat(seat), m.From.String()) != o.turn(o.seat(seat), o.on):
		case also != nil && !also(m):
		default:
			return ""
		}
	}
	return "no mandate for that"
}

// confirms says the same of a confirmation that was accepted, line by line.
func (o *oracle) confirms(e events.ConsentConfirmed) string {
	plan := o.c.Terms.PlanPence
	var sum int64
	for _, k := range o.c.Commitments {
		if !k.Released && k.Withdrawal == nil {
			sum += k.Pence
		}
	}
	for _, t := range o.g.Thresholds {
		if t.Organisation == e.Organisation && t.WholeLifeGBP.GTE != nil && max(plan, sum) >= int64(t.WholeLifeGBP.GTE.Pence) && plan != 0 {
			return "a key decision is the organisation's own"
		}
	}
	return o.mandated(e.Seat, e.Organisation, e.Person, "confirm", func(m MandateHeld) bool {
		if m.Mandate != e.Mandate {
			return false
		}
		for _, line := range e.Lines {
			service := ""
			for _, k := range o.c.Commitments {
				if k.Commitment == line.Commitment {
					service = k.Service
				}
				if k.Commitment == line.Commitment && k.Organisation != e.Organisation {
					return false
				}
			}
			if !slices.ContainsFunc(m.Commit, func(l events.MandateLimit) bool {
				return l.Kind == line.Kind && slices.Contains(l.Modes, line.Mode) && (len(l.Services) == 0 || slices.Contains(l.Services, service)) &&
					(l.PerCasePence == nil || line.Pence <= *l.PerCasePence) && (l.PerYearPence == nil || line.Pence <= *l.PerYearPence) &&
					(l.PerCaseFTEHundredths == nil || line.FTEHundredths <= *l.PerCaseFTEHundredths)
			}) {
				return false
			}
		}
		return true
	})
}

func (o *oracle) spokenFor(seat string) string {
	s := o.seat(seat)
	switch {
	case s == nil:
		return ""
	case len(s.Represents.Organisations) == 1:
		return s.Represents.Organisations[0]
	}
	return o.of(s)
}

// speaks: from a seat with its mandate, or as its proper officer.
func (o *oracle) speaks(seat, organisation, person, act string) string {
	if seat != "" {
		return o.mandated(seat, first(organisation, o.spokenFor(seat)), person, act, nil)
	}
	if o.organisation(organisation).ProperOfficer == person && person != "" {
		return ""
	}
	return "not the proper officer"
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
	case *CaseAmend, *CaseSubmit, *CaseAddEvidence, *CaseRemoveEvidence, *CaseRequestGate, *RepresentationReceive, *RepresentationAnswer, *CaseCompleteExit,
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
	case *PoolCreate, *PoolAgree, *PoolContribute, *PoolSpend, *PoolClose:
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

func (o *oracle) whose(commitment string) string {
	for _, k := range o.c.Commitments {
		if k.Commitment == commitment {
			return k.Organisation
		}
	}
	return ""
}

func (o *oracle) withdrawsCase(person string) string {
	for _, u := range o.g.Units {
		if u.ID == o.c.Terms.Unit && u.Organisation == o.c.Terms.Sponsor && slices.Contains(u.Members, person) {
			return ""
		}
	}
	return o.either(o.officer(o.c.Terms.Sponsor, person), "not of the sponsor")
}

// acknowledges: who presides at the board that was asked, or its secretary with the minute.
func (o *oracle) acknowledges(person, minute string, list []events.Event) string {
	for _, e := range list {
		e, is := e.(events.GapAcknowledged)
		if !is {
			continue
		}
		b := boardIn(o.g, e.Board)
		if b == nil {
			return "there is no such board"
		}
		chair := ""
		for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
			if chair == "" && seat != "" && o.acts(seat, "") {
				chair = seat
			}
		}
		if !o.acts(chair, person) && !(o.secretary(person, b.ID) && minute != "") {
			return "neither presides nor keeps the minutes"
		}
	}
	return ""
}

func (o *oracle) callsIn(person string, cmd *DecisionCallIn) string {
	for _, h := range o.c.Holds {
		if h.Kind != "call_in" || !h.ReleasedAt.IsZero() || cmd.Organisation != "" && h.Organisation != cmd.Organisation {
			continue
		}
		for _, b := range o.g.ScrutinyBodies {
			in := func(p string) bool { return b.Chair == p || slices.Contains(b.Members, p) }
			members := map[string]bool{}
			for _, p := range cmd.Requisition {
				if in(p) {
					members[p] = true
				}
			}
			for _, t := range o.g.Thresholds {
				if b.Organisation == h.Organisation && t.ID == h.Threshold && t.Requires.CallIn != nil && slices.Contains(t.Requires.CallIn.By, b.ID) &&
					(in(person) || slices.Contains(b.Officers, person)) && len(members) >= t.Requires.CallIn.Requisition && len(members) == len(cmd.Requisition) &&
					!o.at.After(h.Until) {
					return ""
				}
			}
		}
	}
	return "no scrutiny body of whose decision it is, in its time, with its members"
}

func (o *oracle) forbidsInDispute(person string, cmd Command) string {
	represents := func(seat, organisation string) bool {
		s := o.seat(seat)
		return s != nil && o.acts(seat, person) && (organisation == "" || o.of(s) == organisation || slices.Contains(s.Represents.Organisations, organisation))
	}
	commits := func(organisation string) bool {
		return slices.ContainsFunc(o.c.Commitments, func(k *Commitment) bool { return k.Organisation == organisation && !k.Released })
	}
	switch cmd := cmd.(type) {
	case *CaseRaiseDispute:
		if cmd.Seat != "" {
			return o.either(represents(cmd.Seat, cmd.Organisation), "no seat-holder")
		}
		return o.either(o.officer(cmd.Organisation, person) && commits(cmd.Organisation), "no officer of who commits")
	case *CaseAgreeDispute:
		party := cmd.Organisation
		if cmd.Seat != "" {
			party = first(party, o.spokenFor(cmd.Seat))
		}
		x := o.c.Dispute
		if x == nil || party != x.RaisedBy && !slices.Contains(x.Against, party) {
			return "no party"
		}
		if cmd.Seat != "" {
			return o.either(represents(cmd.Seat, party), "the seat does not speak for the party")
		}
		return o.either(o.officer(party, person), "no officer of the party")
	case *CaseResolveDispute:
		if !o.secretary(person) && !o.accountable(person) {
			return "neither secretariat nor accountable body"
		}
		x := o.c.Dispute
		if x != nil && x.Kind != "arbitration" && len(x.Against) > 0 {
			for _, party := range append([]string{x.RaisedBy}, x.Against...) {
				if party != "" && !slices.ContainsFunc(x.Agreed, func(a DisputeAccord) bool { return a.Organisation == party }) {
					return party + " has not agreed"
				}
			}
		}
	case *CaseFailDispute:
		if cmd.Withdraw {
			return o.withdrawsCase(person)
		}
		return o.either(o.accountable(person) || o.secretary(person) || o.officer(cmd.Departing, person), "not for them to say")
	}
	return ""
}

func (o *oracle) forbidsOfPool(person string, cmd Command) string {
	pool := func(id string) *CasePool {
		i := slices.IndexFunc(o.c.Pools, func(p *CasePool) bool { return p.Pool == id })
		if i < 0 {
			return &CasePool{}
		}
		return o.c.Pools[i]
	}
	switch cmd := cmd.(type) {
	case *PoolCreate:
		return o.either(o.unit(person) || o.officer(cmd.Host, person), "neither the unit nor the host")
	case *PoolAgree:
		return o.either(o.unit(person) || o.officer(pool(cmd.Pool).Host, person), "neither the unit nor the host")
	case *PoolContribute:
		x := o.organisation(cmd.Organisation)
		return o.either(pool(cmd.Pool).Manager == person || o.officer(cmd.Organisation, person) || x.ChiefFinanceOfficer == person, "neither the manager nor who paid")
	case *PoolClose:
		if p := pool(cmd.Pool); p.Status != "active" {
			return o.either(o.unit(person) || o.officer(p.Host, person), "neither the unit nor the host")
		}
		return o.either(pool(cmd.Pool).Manager == person, "not the manager")
	case *PoolSpend:
		p := o.pools[cmd.Pool]
		return o.either(p != nil && p.Manager == person && p.Status == "active", "not the manager of an active pool")
	}
	return ""
}

func (o *oracle) forbidsOnSignOff(person string, cmd Command) (string, bool) {
	on := func(id, gate string, states ...SignOffState) (*SignOff, string) {
		s := o.signOff(id, gate)
		switch {
		case s == nil || s.Board == "":
			return s, "no board's sign-off"
		case len(states) > 0 && !slices.Contains(states, s.State):
			return s, "the sign-off is " + string(s.State)
		}
		return s, ""
	}
	switch cmd := cmd.(type) {
	case *SignOffVote:
		s, why := on(cmd.SignOff, "", SignOffOpen)
		return first(why, o.seatVotesOf(s, cmd.Seat, person)), true
	case *SignOffRecordVote:
		s, why := on(cmd.SignOff, cmd.Gate, SignOffOpen, SignOffProvisional)
		if why != "" {
			return why, true
		}
		b := boardIn(o.g, s.Board)
		open := slices.ContainsFunc(o.r.Meetings, func(m *Meeting) bool { return m.ID == cmd.Meeting && m.Board == s.Board && m.State == "open" })
		if !o.secretary(person, s.Board) || !open || b == nil || b.Meetings == nil || !b.Meetings.RecordedVotes {
			return "no vote in the room that its secretary records", true
		}
		voter := cmd.Person
		for _, t := range o.r.Terms {
			if voter == "" && t.Seat == cmd.Seat && o.holds(cmd.Seat, t.Person) {
				voter = t.Person
			}
		}
		return o.seatVotesOf(s, cmd.Seat, voter), true
	case *SignOffRatify:
		s, why := on(cmd.SignOff, cmd.Gate, SignOffProvisional)
		return first(why, o.seatVotesOf(s, cmd.Seat, person)), true
	case *SignOffCast:
		s, why := on(cmd.SignOff, cmd.Gate, SignOffTie, SignOffProvisional)
		if why == "" && (o.presiding(s) != cmd.Seat || !o.acts(cmd.Seat, person) || o.pinned(s).Rule.OnTie != "casting_vote") {
			why = "does not preside, or casts no vote"
		}
		return why, true
	case *SignOffDeclareInterest:
		s, why := on(cmd.SignOff, cmd.Gate)
		if why == "" {
			why = o.either(o.pinned(s) != nil && slices.ContainsFunc(o.pinned(s).Seats, func(x document.Seat) bool { return x.ID == cmd.Seat }) && o.acts(cmd.Seat, person),
				"neither holder nor deputy")
		}
		return why, true
	case *SignOffDispense:
		s, why := on(cmd.SignOff, cmd.Gate)
		return first(why, o.dispenses(s, cmd.Seat, person)), true
	case *SignOffWithdrawInterest:
		s, why := on(cmd.SignOff, cmd.Gate)
		return first(why, o.dispenses(s, cmd.Seat, person)), true
	case *SignOffElectPresider:
		s, why := on(cmd.SignOff, cmd.Gate)
		return first(why, o.either(s != nil && o.secretary(person, s.Board) && cmd.Minute != "", "not of its secretariat")), true
	case *SignOffCertify:
		s := o.signOff(cmd.SignOff, "")
		return o.either(s != nil && s.Board == "" && s.State == SignOffOpen && o.post(s.OfficerOf, s.Post) == person && person != o.c.Author, "not that officer, or the author"), true
	case *SignOffSeekConcurrence, *SignOffConcur, *SignOffDecideUrgently:
		return o.forbidsUrgency(person, cmd), true
	}
	return "", false
}

func (o *oracle) seatVotesOf(s *SignOff, seat, person string) string {
	if s == nil {
		return "there is no such sign-off"
	}
	votes := s.Votes
	if s.State == SignOffProvisional {
		votes = s.Urgent.Votes
	}
	return o.seatVotes(s, seat, person, votes)
}

// dispenses: the monitoring officer, and nobody for the seat from which they act themselves (DESIGN §4: nobody widens their own authority).
func (o *oracle) dispenses(s *SignOff, seat, person string) string {
	if s == nil {
		return "there is no such sign-off"
	}
	return o.either(o.monitors(s, seat) == person && person != "" && !o.acts(seat, person), "not the monitoring officer for the seat")
}

func (o *oracle) forbidsUrgency(person string, cmd Command) string {
	id, seat := "", ""
	switch cmd := cmd.(type) {
	case *SignOffSeekConcurrence:
		id, seat = cmd.SignOff, cmd.Seat
	case *SignOffConcur:
		id, seat = cmd.SignOff, cmd.Seat
	case *SignOffDecideUrgently:
		id, seat = cmd.SignOff, cmd.Seat
	}
	s := o.signOff(id, "")
	if s == nil || s.Board == "" || s.State != SignOffOpen && s.State != SignOffNoQuorum || s.Urgent != nil {
		return "no urgent decision is possible there"
	}
	b := o.pinned(s)
	if b == nil || b.Urgent == nil || !b.Urgent.Allowed {
		return "the board knows no urgent decisions"
	}
	var sum int64
	for _, k := range o.c.Commitments {
		if !k.Released && (k.Withdrawal == nil || !k.Withdrawal.Gone) {
			sum += k.Pence
		}
	}
	if o.c.Terms.PlanPence > 0 {
		sum = o.c.Terms.PlanPence
	}
	if limit := int64(b.Urgent.LimitGBP.Pence); sum > limit || o.c.Gate != nil && o.c.Gate.Award != nil && o.c.Gate.Award.ValuePence > limit {
		return "the case is worth more than may be decided urgently"
	}
	if !o.acts(seat, person) || asideOn(s, seat) {
		return "neither holder nor deputy, or the seat stands aside"
	}
	presiding := o.presiding(s)
	if _, concurs := cmd.(*SignOffConcur); concurs {
		return o.either(seat != presiding && slices.ContainsFunc(b.Seats, func(x document.Seat) bool { return x.ID == seat }), "who presides does not concur")
	}
	if presiding != seat {
		return "does not preside"
	}
	if _, decides := cmd.(*SignOffDecideUrgently); decides {
		used := []string{person}
		for range b.Urgent.Concurrence {
			i := slices.IndexFunc(s.Concurrences, func(k Concurrence) bool {
				return k.Seat != presiding && !asideOn(s, k.Seat) && !slices.Contains(used, k.Person)
			})
			if i < 0 {
				return "nobody else has concurred"
			}
			used = append(used, s.Concurrences[i].Person)
		}
	}
	return ""
}

func (o *oracle) forbidsInRegister(person string, cmd Command, list []events.Event) (string, bool) {
	authorises := func(organisation string) bool {
		return person != "" && o.organisation(organisation).AuthorisingOfficer == person && !o.gone(organisation)
	}
	fills := func(seat string, on string) string {
		s := o.seat(seat)
		switch {
		case s == nil:
			return ""
		case o.organisation(s.NominatedBy).ID != "":
			return s.NominatedBy
		case s.Rotation != nil:
			return o.turn(s, on)
		}
		return s.Organisation
	}
	switch cmd := cmd.(type) {
	case *MemberAppoint:
		on := o.on
		if !cmd.From.IsZero() {
			on = cmd.From.String()
		}
		return o.either(authorises(fills(cmd.Seat, on)) && cmd.Person != person, "not who fills the seat, or for themselves"), true
	case *MemberRemove:
		return o.either(authorises(fills(cmd.Seat, o.on)), "not who fills the seat"), true
	case *DeputyName:
		return o.either(authorises(fills(cmd.Seat, o.on)) && cmd.Person != person, "not who fills the seat, or for themselves"), true
	case *DeputyEnd:
		return o.either(authorises(fills(cmd.Seat, o.on)), "not who fills the seat"), true
	case *MandateGrant:
		mine := func(terms []Term) bool {
			return slices.ContainsFunc(terms, func(t Term) bool {
				return t.Seat == cmd.Seat && t.Person == person && (t.Until.IsZero() || o.on <= t.Until.String())
			})
		}
		widens := mine(o.r.Terms) || cmd.DeputyMayCommit && mine(o.r.Deputies)
		return o.either(authorises(cmd.Organisation) && !widens, "not for that organisation, or for themselves"), true
	case *MemberConfirm:
		for _, e := range list {
			if e, is := e.(events.MemberAppointed); is && e.Person == person {
				return "for themselves", true
			}
			if e, is := e.(events.DeputyNamed); is && e.Person == person {
				return "for themselves", true
			}
		}
		return o.either(authorises(cmd.Organisation), "not for that organisation"), true
	case *MandateConfirm:
		return o.either(authorises(cmd.Organisation), "not for that organisation"), true
	case *EngagementRecord:
		inUnit := slices.ContainsFunc(o.g.Units, func(u document.Unit) bool { return slices.Contains(u.Members, person) })
		return o.either(o.secretary(person) || inUnit, "neither of a unit nor of a secretariat"), true
	case *MandateRevoke:
		for _, m := range o.r.Mandates {
			if m.Mandate == cmd.Mandate {
				for _, e := range list {
					if e, is := e.(events.MandateRevoked); is && o.until[m.Mandate] != "" && e.LastDay > o.until[m.Mandate] {
						return "an end that comes later is no end", true
					}
				}
				return o.either(authorises(m.Organisation), "not for that organisation"), true
			}
		}
		return "there is no such mandate", true
	case *MeetingSchedule:
		return o.either(o.secretary(person, cmd.Board), "not of its secretariat"), true
	case *MeetingOpen, *MeetingClose, *MeetingCancel, *MeetingRecordAttendance:
		for _, m := range o.r.Meetings {
			if raw, _ := json.Marshal(cmd); slices.Contains([]string{idOf(raw)}, m.ID) {
				return o.either(o.secretary(person, m.Board), "not of its secretariat"), true
			}
		}
		return "there is no such meeting", true
	case *PartnershipPublish, *PartnershipSucceed, *SuccessionCancel, *WorkflowPublish:
		return o.either(person == "p-admin" || slices.Contains(o.g.Administrators, person), "no administrator"), true
	}
	return "", false
}

func idOf(raw []byte) string {
	var x struct {
		Meeting string `json:"meeting"`
	}
	_ = json.Unmarshal(raw, &x)
	return x.Meeting
}
