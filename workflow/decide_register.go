package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// registering is one command being decided on a partnership's register.
type registering struct {
	r      *Register
	g      *document.Governance // in force now, nil before the first
	cal    *calendar.Calendar
	m      Meta
	events []events.Event
}

// DecideRegister decides a command on a partnership's register: the events that it brings about, or a refusal with all its
// reasons. It does not change the register. No events and no refusal means that there was nothing to do.
//
// Authority changes only by the organisation whose it is (DESIGN §4): documents propose, its authorising officer confirms.
func DecideRegister(r *Register, cmd Command, m Meta) ([]events.Event, *Refusal) {
	d := &registering{r: r, g: r.GovernanceAt(m.At), m: m}
	d.cal = r.CalendarAt(m.At)
	if _, first := cmd.(*PartnershipPublish); !first && d.g == nil {
		return nil, Refuse(problem(NotFound, "No governance of %s is in force.", r.Partnership).about(r.Partnership))
	}
	if m.ExpectedRevision > 0 && m.ExpectedRevision != r.Revision {
		return nil, Refuse(problem(StaleRevision, "The register is at revision %d, not %d: read it again.", r.Revision, m.ExpectedRevision).
			with(map[string]any{"revision": r.Revision, "expected": m.ExpectedRevision}))
	}
	if no := d.dispatch(cmd); no != nil {
		return nil, no
	}
	return d.events, nil
}

func (d *registering) dispatch(cmd Command) *Refusal {
	switch cmd := cmd.(type) {
	case *PartnershipPublish:
		return d.publishGovernance(cmd)
	case *WorkflowPublish:
		return d.publishWorkflow(cmd)
	case *MemberAppoint:
		return d.appoint(cmd)
	case *MemberConfirm:
		return d.confirmMembers(cmd)
	case *MemberRemove:
		return d.remove(cmd.Seat, d.r.Terms, "", cmd.LastDay, func(t Term, last string) events.Event {
			return events.MemberRemoved{Seat: t.Seat, Person: t.Person, LastDay: last, Instrument: cmd.Instrument}
		})
	case *DeputyName:
		return d.nameDeputy(cmd)
	case *DeputyEnd:
		return d.remove(cmd.Seat, d.r.Deputies, cmd.Person, cmd.LastDay, func(t Term, last string) events.Event {
			return events.DeputyEnded{Seat: t.Seat, Person: t.Person, LastDay: last, Instrument: cmd.Instrument}
		})
	case *MandateGrant:
		return d.grant(cmd)
	case *MandateConfirm:
		return d.confirmMandates(cmd)
	case *MandateRevoke:
		return d.revoke(cmd)
	case *MeetingSchedule:
		return d.schedule(cmd)
	case *MeetingOpen:
		return d.meetingAct(cmd.Meeting, "scheduled", func(m *Meeting) (events.Event, *Problem) { return events.MeetingOpened{Meeting: m.ID}, nil })
	case *MeetingRecordAttendance:
		return d.meetingAct(cmd.Meeting, "open", func(m *Meeting) (events.Event, *Problem) { return d.attendance(m, cmd.Attendance) })
	case *MeetingClose:
		return d.meetingAct(cmd.Meeting, "open", func(m *Meeting) (events.Event, *Problem) { return events.MeetingClosed{Meeting: m.ID}, nil })
	case *MeetingCancel:
		return d.meetingAct(cmd.Meeting, "scheduled", func(m *Meeting) (events.Event, *Problem) {
			return events.MeetingCancelled{Meeting: m.ID, Reason: cmd.Reason}, nil
		})
	}
	return Refuse(problem(NotFound, "%s is not a command on a register.", cmd.CommandName()))
}

func (d *registering) emit(e events.Event) { d.events = append(d.events, e) }

// mayPublish refuses who is neither an administrator of the installation nor one that the governance in force names.
func (d *registering) mayPublish() *Problem {
	if d.m.Administrator || (d.g != nil && slices.Contains(d.g.Administrators, d.m.Actor)) {
		return nil
	}
	p := notPermitted("%s may not publish documents of %s.", d.m.Actor, d.r.Partnership).under("DESIGN §4 (who may change authority)").about(d.m.Actor)
	return &p
}

// definitionProblems turns a document's mistakes into problems, and its warnings into sentences.
func definitionProblems(list []document.Problem) (problems []Problem, warnings []string) {
	for _, m := range list {
		if m.Severity == document.Warning {
			warnings = append(warnings, m.String())
			continue
		}
		problems = append(problems, problem(DefinitionInvalid, "%s", m.String()).about(m.Path).
			with(map[string]any{"line": m.Line, "column": m.Column, "mistake": m.Code}))
	}
	return problems, warnings
}

// publishGovernance is PartnershipPublish's rule. A published version never changes.
func (d *registering) publishGovernance(cmd *PartnershipPublish) *Refusal {
	if p := d.mayPublish(); p != nil {
		return Refuse(*p)
	}
	doc, err := document.Parse(d.r.Partnership, []byte(cmd.Source))
	list := mistakesOf(err)
	if doc != nil && doc.Governance == nil && len(list) == 0 {
		return Refuse(problem(DefinitionInvalid, "This is not a governance document.").about("kind"))
	}
	if doc != nil && doc.Governance != nil {
		list = append(list, document.Check(append(d.workflowDocs(), doc)...)...)
	}
	problems, warnings := definitionProblems(list)
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	g := doc.Governance
	if g.Metadata.Partnership != d.r.Partnership {
		return Refuse(problem(DefinitionInvalid, "The document is of %s, not of %s.", g.Metadata.Partnership, d.r.Partnership).about("metadata.partnership"))
	}
	digest := events.Digest([]byte(cmd.Source))
	for _, p := range d.r.Governance {
		if p.Version == g.Metadata.Version {
			return sameVersion(p, digest)
		}
		if p.Version > g.Metadata.Version || p.From.After(g.Metadata.EffectiveFrom) {
			return Refuse(problem(DefinitionInvalid, "Version %d, in force from %s, is published: a new version counts on and does not take effect before it.",
				p.Version, p.From).about("metadata.version"))
		}
	}
	d.emit(events.PartnershipPublished{Version: g.Metadata.Version, EffectiveFrom: text(g.Metadata.EffectiveFrom), Digest: digest, Source: cmd.Source,
		Warnings: warnings})
	return nil
}

// sameVersion accepts a version published again with the same content, doing nothing, and refuses it with other content.
func sameVersion(p Published, digest string) *Refusal {
	if p.Digest == digest {
		return nil
	}
	return Refuse(problem(VersionExists, "Version %d is published with other content.", p.Version).under("DOMAIN §2.1 (publishing)").
		about(fmt.Sprint(p.Version)).with(map[string]any{"digest": p.Digest}))
}

// workflowDocs are the newest published workflows, against which a new governance is checked.
func (d *registering) workflowDocs() []*document.Document {
	newest := map[string]Published{}
	var order []string
	for _, p := range d.r.Workflows {
		if _, seen := newest[p.ID]; !seen {
			order = append(order, p.ID)
		}
		newest[p.ID] = p
	}
	var out []*document.Document
	for _, id := range order {
		if doc, err := document.Parse(id, []byte(newest[id].Source)); err == nil {
			out = append(out, doc)
		}
	}
	return out
}

func mistakesOf(err error) []document.Problem {
	if err == nil {
		return nil
	}
	if p, ok := err.(*document.Problems); ok {
		return p.List
	}
	return []document.Problem{{Code: "unreadable", Sentence: err.Error(), Severity: document.Error}}
}

// publishWorkflow is WorkflowPublish's rule.
func (d *registering) publishWorkflow(cmd *WorkflowPublish) *Refusal {
	if p := d.mayPublish(); p != nil {
		return Refuse(*p)
	}
	doc, err := document.Parse("workflow", []byte(cmd.Source))
	list := mistakesOf(err)
	if doc != nil && doc.Workflow == nil && len(list) == 0 {
		return Refuse(problem(DefinitionInvalid, "This is not a workflow document.").about("kind"))
	}
	if doc != nil && doc.Workflow != nil {
		docs := []*document.Document{doc}
		if len(d.r.Governance) > 0 {
			if g, err := document.Parse(d.r.Partnership, []byte(d.r.Governance[len(d.r.Governance)-1].Source)); err == nil {
				docs = append(docs, g)
			}
		}
		list = append(list, document.Check(docs...)...)
	}
	problems, warnings := definitionProblems(list)
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	w := doc.Workflow
	digest := events.Digest([]byte(cmd.Source))
	for _, p := range d.r.Workflows {
		if p.ID == w.Metadata.ID && p.Version == w.Metadata.Version {
			return sameVersion(p, digest)
		}
		if p.ID == w.Metadata.ID && p.Version > w.Metadata.Version {
			return Refuse(problem(DefinitionInvalid, "Version %d of %s is published: a new version counts on.", p.Version, p.ID).about("metadata.version"))
		}
	}
	d.emit(events.WorkflowPublished{Workflow: w.Metadata.ID, Version: w.Metadata.Version, EffectiveFrom: text(w.Metadata.EffectiveFrom), Digest: digest,
		Source: cmd.Source, Warnings: warnings})
	return nil
}

// authority finds a seat and refuses who is not the authorising officer of the organisation that fills it. Nobody widens their
// own authority: an officer does not appoint, depute or mandate himself.
func (d *registering) authority(seat, person string) (*document.Board, *document.Seat, []Problem) {
	b, s := seatOf(d.g, seat)
	if s == nil {
		return nil, nil, []Problem{problem(NotFound, "There is no seat %s.", seat).about(seat)}
	}
	problems := d.authorising(d.filledBy(s))
	if person == d.m.Actor {
		problems = append(problems, notPermitted("Nobody widens their own authority.").under("DESIGN §4").about(person))
	}
	return b, s, problems
}

// filledBy is the organisation that fills a seat: the nominating one where it takes part, else the seat's own.
func (d *registering) filledBy(s *document.Seat) string {
	if organisationOf(d.g, s.NominatedBy) != nil {
		return s.NominatedBy
	}
	return s.Organisation
}

func (d *registering) authorising(organisation string) []Problem {
	o := organisationOf(d.g, organisation)
	if o == nil {
		return []Problem{problem(NotFound, "There is no organisation %s.", organisation).about(organisation)}
	}
	if o.AuthorisingOfficer == "" || o.AuthorisingOfficer != d.m.Actor {
		return []Problem{notPermitted("Only the authorising officer of %s may do this.", o.ID).under("DESIGN §4 (who may change authority)").about(o.ID)}
	}
	return nil
}

// span reads a term's days and says what is wrong with them.
func (d *registering) span(from, until calendar.Date) (calendar.Date, []Problem) {
	if from.IsZero() {
		from = d.cal.DateOf(d.m.At)
	}
	if !until.IsZero() && until.Before(from) {
		return from, []Problem{problem(Malformed, "The last day, %s, is before the first, %s.", until, from).about("until")}
	}
	return from, nil
}

// overlaps says where a new term would run beside another.
func overlaps(terms []Term, seat, person string, from, until calendar.Date) *Problem {
	for _, t := range terms {
		if t.Seat != seat || (person != "" && t.Person != person) || (!t.Until.IsZero() && t.Until.Before(t.From)) {
			continue
		}
		if (until.IsZero() || !t.From.After(until)) && (t.Until.IsZero() || !from.After(t.Until)) {
			p := problem(Malformed, "%s is in seat %s from %s to %s: the terms would overlap.", t.Person, seat, t.From, first(text(t.Until), "further notice")).
				about("from")
			return &p
		}
	}
	return nil
}

// appoint is MemberAppoint's rule.
func (d *registering) appoint(cmd *MemberAppoint) *Refusal {
	b, s, problems := d.authority(cmd.Seat, cmd.Person)
	from, more := d.span(cmd.From, cmd.Until)
	problems = append(problems, more...)
	problems = append(problems, personProblem("person", cmd.Person)...)
	if p := overlaps(d.r.Terms, cmd.Seat, "", from, cmd.Until); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.MemberAppointed{Seat: s.ID, Board: b.ID, Person: cmd.Person, Organisation: d.filledBy(s), From: text(from), Until: text(cmd.Until),
		Instrument: cmd.Instrument})
	return nil
}

func personProblem(field, person string) []Problem {
	if events.ValidToken(person) && person != events.System {
		return nil
	}
	return []Problem{problem(Malformed, "%q is not a person's id: letters, digits, hyphens and underscores.", person).about(field)}
}

// confirmMembers is MemberConfirm's rule: what the document proposes gains force by the organisation's own act.
func (d *registering) confirmMembers(cmd *MemberConfirm) *Refusal {
	problems := d.authorising(cmd.Organisation)
	from := cmd.From
	if from.IsZero() {
		from = d.g.Metadata.EffectiveFrom
	}
	from, more := d.span(from, cmd.Until)
	problems = append(problems, more...)
	version := d.g.Metadata.Version
	for i := range d.g.Boards {
		b := &d.g.Boards[i]
		for j := range b.Seats {
			s := &b.Seats[j]
			if d.filledBy(s) != cmd.Organisation || (len(cmd.Seats) > 0 && !slices.Contains(cmd.Seats, s.ID)) {
				continue
			}
			if s.Holder != "" && s.Holder != d.m.Actor && overlaps(d.r.Terms, s.ID, "", from, cmd.Until) == nil {
				d.emit(events.MemberAppointed{Seat: s.ID, Board: b.ID, Person: s.Holder, Organisation: cmd.Organisation, From: text(from),
					Until: text(cmd.Until), Instrument: cmd.Instrument, Confirms: version})
			}
			for _, deputy := range s.Deputies {
				if deputy != d.m.Actor && overlaps(d.r.Deputies, s.ID, deputy, from, cmd.Until) == nil {
					d.emit(events.DeputyNamed{Seat: s.ID, Person: deputy, Organisation: cmd.Organisation, From: text(from), Until: text(cmd.Until),
						Instrument: cmd.Instrument, Confirms: version})
				}
			}
		}
	}
	if len(d.events) == 0 && len(problems) == 0 {
		problems = append(problems, problem(NotFound, "The governance in force proposes nobody for %s who is not confirmed.", cmd.Organisation).about(cmd.Organisation))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	return nil
}

// remove ends a term, or a deputy's time, with a last day.
func (d *registering) remove(seat string, terms []Term, person string, last calendar.Date, e func(Term, string) events.Event) *Refusal {
	_, _, problems := d.authority(seat, "")
	if last.IsZero() {
		last = d.cal.DateOf(d.m.At).AddDays(-1)
	}
	i := slices.IndexFunc(terms, func(t Term) bool {
		return t.Seat == seat && (person == "" || t.Person == person) && (t.Until.IsZero() || t.Until.After(last))
	})
	if i < 0 {
		problems = append(problems, problem(NotFound, "Nobody is in seat %s after %s.", seat, last).about(seat))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(e(terms[i], text(last)))
	return nil
}

// nameDeputy is DeputyName's rule.
func (d *registering) nameDeputy(cmd *DeputyName) *Refusal {
	_, s, problems := d.authority(cmd.Seat, cmd.Person)
	from, more := d.span(cmd.From, cmd.Until)
	problems = append(problems, more...)
	problems = append(problems, personProblem("person", cmd.Person)...)
	if d.r.Holder(cmd.Seat, d.m.At) == cmd.Person {
		problems = append(problems, problem(Malformed, "%s holds seat %s.", cmd.Person, cmd.Seat).about("person"))
	}
	if p := overlaps(d.r.Deputies, cmd.Seat, cmd.Person, from, cmd.Until); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.DeputyNamed{Seat: s.ID, Person: cmd.Person, Organisation: d.filledBy(s), From: text(from), Until: text(cmd.Until), Instrument: cmd.Instrument})
	return nil
}

// grant is MandateGrant's rule.
func (d *registering) grant(cmd *MandateGrant) *Refusal {
	problems := d.authorising(cmd.Organisation)
	if _, s := seatOf(d.g, cmd.Seat); s == nil {
		problems = append(problems, problem(NotFound, "There is no seat %s.", cmd.Seat).about(cmd.Seat))
	}
	if d.r.Holder(cmd.Seat, d.m.At) == d.m.Actor {
		problems = append(problems, notPermitted("Nobody widens their own authority.").under("DESIGN §4").about(d.m.Actor))
	}
	from, more := d.span(cmd.From, cmd.Until)
	problems = append(problems, more...)
	if slices.ContainsFunc(d.r.Mandates, func(m MandateHeld) bool { return m.Mandate == cmd.Mandate }) {
		problems = append(problems, problem(Malformed, "There is a mandate %s already.", cmd.Mandate).about("mandate"))
	}
	if !events.ValidToken(cmd.Mandate) {
		problems = append(problems, problem(Malformed, "A mandate's name is letters, digits, hyphens and underscores.").about("mandate"))
	}
	if len(cmd.Commit) == 0 {
		problems = append(problems, problem(Malformed, "A mandate says what it may commit.").about("commit"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.MandateGranted{Mandate: cmd.Mandate, Organisation: cmd.Organisation, Seat: cmd.Seat, Instrument: cmd.Instrument, From: text(from),
		Until: text(cmd.Until), DeputyMayCommit: cmd.DeputyMayCommit}
	for _, line := range cmd.Commit {
		e.Commit = append(e.Commit, events.MandateLimit{Kind: line.Kind, Modes: modes(line.Modes), PerCasePence: line.PerCasePence,
			PerYearPence: line.PerYearPence, PerCaseFTEHundredths: line.PerCaseFTEHundredths, Services: line.Services})
	}
	d.emit(e)
	return nil
}

func modes(said []string) []string {
	if len(said) == 0 {
		return []string{document.ModeAligned}
	}
	return said
}

// confirmMandates is MandateConfirm's rule.
func (d *registering) confirmMandates(cmd *MandateConfirm) *Refusal {
	problems := d.authorising(cmd.Organisation)
	for _, p := range d.g.Mandates {
		if p.GrantedBy != cmd.Organisation || (len(cmd.Mandates) > 0 && !slices.Contains(cmd.Mandates, p.ID)) ||
			slices.ContainsFunc(d.r.Mandates, func(m MandateHeld) bool { return m.Mandate == p.ID }) {
			continue
		}
		if d.r.Holder(p.Seat, d.m.At) == d.m.Actor {
			problems = append(problems, notPermitted("Nobody widens their own authority.").under("DESIGN §4").about(p.ID))
			continue
		}
		from := p.Valid.From
		if from.IsZero() {
			from = d.g.Metadata.EffectiveFrom
		}
		e := events.MandateGranted{Mandate: p.ID, Organisation: p.GrantedBy, Seat: p.Seat, Instrument: first(cmd.Instrument, p.Instrument), From: text(from),
			Until: text(p.Valid.Until), DeputyMayCommit: p.DeputyMayCommit, Confirms: d.g.Metadata.Version}
		for _, line := range p.Commit {
			limit := events.MandateLimit{Kind: line.Kind, Modes: modes(line.Modes), Services: line.Services}
			if line.PerCaseGBP != nil {
				n := int64(line.PerCaseGBP.Pence)
				limit.PerCasePence = &n
			}
			if line.PerYearGBP != nil {
				n := int64(line.PerYearGBP.Pence)
				limit.PerYearPence = &n
			}
			if line.PerCaseFTE != nil {
				n := int64(line.PerCaseFTE.FTE)
				limit.PerCaseFTEHundredths = &n
			}
			e.Commit = append(e.Commit, limit)
		}
		d.emit(e)
	}
	if len(d.events) == 0 && len(problems) == 0 {
		problems = append(problems, problem(NotFound, "The governance in force proposes no mandate of %s that is not confirmed.", cmd.Organisation).about(cmd.Organisation))
	}
	return Refuse(problems...)
}

// revoke is MandateRevoke's rule.
func (d *registering) revoke(cmd *MandateRevoke) *Refusal {
	i := slices.IndexFunc(d.r.Mandates, func(m MandateHeld) bool { return m.Mandate == cmd.Mandate })
	if i < 0 {
		return Refuse(problem(NotFound, "There is no mandate %s.", cmd.Mandate).about(cmd.Mandate))
	}
	if problems := d.authorising(d.r.Mandates[i].Organisation); len(problems) > 0 {
		return Refuse(problems...)
	}
	last := cmd.LastDay
	if last.IsZero() {
		last = d.cal.DateOf(d.m.At).AddDays(-1)
	}
	d.emit(events.MandateRevoked{Mandate: cmd.Mandate, LastDay: text(last), Instrument: cmd.Instrument})
	return nil
}

// secretariat refuses who is not of a board's secretariat.
func (d *registering) secretariat(b *document.Board) []Problem {
	if slices.Contains(b.Secretary, d.m.Actor) {
		return nil
	}
	return []Problem{notPermitted("Only the secretariat of %s may do this.", b.ID).about(b.ID)}
}

// schedule is MeetingSchedule's rule.
func (d *registering) schedule(cmd *MeetingSchedule) *Refusal {
	b := boardOf(d.g, cmd.Board)
	if b == nil {
		return Refuse(problem(NotFound, "There is no board %s.", cmd.Board).about(cmd.Board))
	}
	problems := d.secretariat(b)
	if d.r.Meeting(cmd.Meeting) != nil {
		problems = append(problems, problem(Malformed, "There is a meeting %s already.", cmd.Meeting).about("meeting"))
	}
	if !events.ValidToken(cmd.Meeting) {
		problems = append(problems, problem(Malformed, "A meeting's name is letters, digits, hyphens and underscores.").about("meeting"))
	}
	if !cmd.StartsAt.After(d.m.At) {
		problems = append(problems, problem(Malformed, "A meeting is called for a time to come.").about("starts_at"))
	} else if b.Meetings != nil && b.Meetings.NoticeDays > 0 {
		if clear := d.cal.ClearDaysBetween(d.cal.DateOf(d.m.At), d.cal.DateOf(cmd.StartsAt)); clear < b.Meetings.NoticeDays {
			problems = append(problems, problem(NoticeTooShort, "%s gives %d clear days' notice; %d are needed.", cmd.Meeting, clear, b.Meetings.NoticeDays).
				under("boards.%s.meetings.notice_days", b.ID).about(cmd.Meeting).with(map[string]any{"clear_days": clear, "needed": b.Meetings.NoticeDays}))
		}
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.MeetingScheduled{Meeting: cmd.Meeting, Board: b.ID, StartsAt: cmd.StartsAt.UTC().Truncate(time.Millisecond), Venue: cmd.Venue, Remote: cmd.Remote})
	return nil
}

// meetingAct does something to a meeting in a state, as its board's secretariat.
func (d *registering) meetingAct(id, state string, act func(*Meeting) (events.Event, *Problem)) *Refusal {
	m := d.r.Meeting(id)
	if m == nil {
		return Refuse(problem(NotFound, "There is no meeting %s.", id).about(id))
	}
	var problems []Problem
	if b := boardOf(d.g, m.Board); b != nil {
		problems = d.secretariat(b)
	}
	if m.State != state {
		problems = append(problems, problem(WrongStage, "Meeting %s is %s.", id, m.State).about(id))
	}
	e, p := act(m)
	if p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(e)
	return nil
}

// attendance checks who attends for which seat.
func (d *registering) attendance(m *Meeting, lines []AttendanceLine) (events.Event, *Problem) {
	b := boardOf(d.g, m.Board)
	e := events.MeetingAttendanceRecorded{Meeting: m.ID}
	for _, line := range lines {
		if b == nil || !hasSeat(b.Seats, line.Seat) {
			p := problem(NotFound, "%s has no seat %s.", m.Board, line.Seat).about(line.Seat)
			return nil, &p
		}
		person := first(line.Person, d.r.Holder(line.Seat, d.m.At))
		who, p := d.r.actFor(line.Seat, person, d.m.At)
		if p != nil {
			return nil, p
		}
		e.Attendance = append(e.Attendance, events.Attendance{Seat: line.Seat, Person: person, Present: line.Present, Deputy: who.Deputy})
	}
	return e, nil
}
