package workflow

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Who may read, decided here and nowhere else, beside who may act (DESIGN §4): for views, feeds, search and exports alike.

// The clearances, from open to closed.
const (
	ClearPublic   = "public"
	ClearPartners = "partners"
	ClearBoard    = "board"
	ClearExempt   = "exempt"
)

// Clearances lists the tiers from open to closed.
var Clearances = []string{ClearPublic, ClearPartners, ClearBoard, ClearExempt}

// tierOf is a tier's place; an unknown word counts as the most closed.
func tierOf(clearance string) int {
	if i := slices.Index(Clearances, clearance); i >= 0 {
		return i
	}
	return len(Clearances) - 1
}

// Clears reports whether a clearance reaches a classification. A word that is no clearance reaches nothing.
func Clears(clearance, classification string) bool {
	return slices.Contains(Clearances, clearance) && tierOf(first(classification, ClearPublic)) <= tierOf(clearance)
}

// Clearance is the highest tier of a case that a person may see at a time.
//
// The case's own unit, the officers of its sponsor and of the lead authority, and the secretariats see everything; so do those who
// act for a seat of a board that the case asks, and the officer whom it asks for a certificate. Who acts for any other seat, and
// the officers of the organisations, see what is confidential to the boards, and so does scrutiny of a decision that it may call in,
// and who speaks for a body whose consent the law asks for; the members of other units, of scrutiny, champions and the administrators what
// partners see; everybody else what is public. A person who stands aside on the case, for whatever seat, does not open its
// exempt papers, whatever else the person is (F110).
func Clearance(c *Case, r *Register, person string, at time.Time) string {
	if person == events.System {
		return ClearExempt
	}
	d := view(c, r, Meta{At: at, Actor: person})
	if d.g == nil {
		return ClearPublic
	}
	best, recused := d.clearance(person)
	if recused && tierOf(best) > tierOf(ClearBoard) {
		return ClearBoard
	}
	return best
}

// clearance finds the highest tier that anything the person is gives, and whether the person stands aside on the case.
func (d *decision) clearance(person string) (best string, recused bool) {
	best = ClearPublic
	raise := func(to string, when bool) {
		if when && tierOf(to) > tierOf(best) {
			best = to
		}
	}
	for _, seat := range d.r.SeatsOf(person, d.m.At) {
		raise(ClearBoard, true)
		for _, s := range d.c.SignOffs {
			if b := d.g.Board(s.Board); b != nil && !s.Superseded && hasSeat(b.Seats, seat) {
				recused = recused || s.Recused(seat)
				raise(ClearExempt, true)
			}
		}
	}
	for _, s := range d.c.SignOffs {
		raise(ClearExempt, s.Board == "" && !s.Superseded && d.isNamed(s, person))
	}
	raise(ClearExempt, d.inUnit(d.c.Terms.Unit, person) || d.isAccountable() || d.isSecretary())
	raise(ClearPartners, slices.Contains(d.g.Administrators, person))
	for i := range d.g.Organisations {
		o := &d.g.Organisations[i]
		raise(ClearBoard, slices.Contains([]string{o.AuthorisingOfficer, o.ProperOfficer, o.MonitoringOfficer, o.ChiefFinanceOfficer}, person))
		for _, p := range o.Officers {
			raise(ClearBoard, p == person)
		}
		raise(ClearPartners, slices.Contains(o.Champions, person))
	}
	for _, u := range d.g.Units {
		raise(ClearPartners, slices.Contains(u.Members, person))
	}
	for i := range d.g.ScrutinyBodies {
		if b := &d.g.ScrutinyBodies[i]; b.Serves(person) {
			raise(ClearPartners, true)
			raise(ClearBoard, slices.ContainsFunc(d.c.Holds, func(h *Hold) bool { return h.Kind == document.HoldCallIn && h.Organisation == b.Organisation }))
		}
	}
	for _, k := range d.c.Consents {
		raise(ClearBoard, k.External && !k.Superseded && slices.Contains(d.recorders(k), person))
	}
	return best, recused
}

// isNamed reports whether a person is the officer of a named officer's sign-off, or the deputy in the post.
func (d *decision) isNamed(s *SignOff, person string) bool {
	o := d.g.Organisation(s.OfficerOf)
	return person != "" && (Officer(o, s.Post) == person || Officer(o, "deputy_"+s.Post) == person)
}

func hasSeat(seats []document.Seat, id string) bool {
	return slices.ContainsFunc(seats, func(s document.Seat) bool { return s.ID == id })
}

// MayReadInbox reports whether a person may see what waits for another: the secretariats, who chase, may; others see their own.
func MayReadInbox(r *Register, reader, person string, at time.Time) bool {
	if reader == person || reader == events.System {
		return true
	}
	g := r.GovernanceAt(at)
	return g != nil && slices.ContainsFunc(g.Boards, func(b document.Board) bool { return slices.Contains(b.Secretary, reader) })
}

// MayChase reports whether a person may remind those who have not answered a board's sign-offs: its secretariat may.
func MayChase(r *Register, person, board string, at time.Time) bool {
	b := r.GovernanceAt(at).Board(board)
	return b != nil && slices.Contains(b.Secretary, person)
}

// MayOpen reports whether a person may open the documents of a case's evidence: those who see its items, what is exempt only
// for those who see what is exempt. A person who stands aside on the case opens none of them, whatever else the person is (F110).
func MayOpen(c *Case, r *Register, person string, at time.Time) bool {
	if person == events.System {
		return true
	}
	d := view(c, r, Meta{At: at, Actor: person})
	if d.g == nil || !c.Exists() {
		return false
	}
	best, recused := d.clearance(person)
	return !recused && Clears(best, ClearBoard) && Clears(best, c.Terms.Classification)
}

// Recorded lists the votes of the present gate that the secretariat recorded for a person, who is to know.
func Recorded(c *Case, person string) []Waiting {
	var out []Waiting
	for _, s := range c.Current() {
		for _, v := range s.Votes {
			if v.RecordedBy != "" && v.Person == person && !v.Struck {
				out = append(out, Waiting{For: "recorded:" + s.ID, On: []string{v.Seat}, People: []string{person},
					Message: fmt.Sprintf("%s recorded that you voted to %s for seat %s at meeting %s (%s).", v.RecordedBy, v.Choice, v.Seat, v.Meeting, v.Minute)})
			}
		}
	}
	return out
}

// Reference is all that is said of a case to who may not read it.
type Reference struct {
	Case           string `json:"case"`
	Stage          string `json:"stage"`
	Status         string `json:"status"`
	Classification string `json:"classification"`
}

// RefersTo returns what may be said of a case to anybody (F119).
func RefersTo(c *Case) Reference {
	return Reference{Case: c.ID, Stage: c.Stage, Status: string(c.Status), Classification: c.Terms.Classification}
}

// perTier names, for an event type, the fields that each tier above public adds to the reference. An event type that is not
// Named is published by reference alone; "*" is every field.
var perTier = map[string]map[string][]string{
	"case.created":                   {ClearPartners: {"terms"}, ClearBoard: {"*"}},
	"case.amended":                   {ClearPartners: {"terms", "changed"}, ClearBoard: {"*"}},
	"case.adopted":                   {ClearPartners: {"workflow", "version", "stage", "since_at", "cycle"}, ClearBoard: {"*"}},
	"case.submitted":                 {ClearPartners: {"*"}},
	"case.stage_entered":             {ClearPartners: {"*"}},
	"case.resumed":                   {ClearPartners: {"*"}},
	"case.migrated":                  {ClearPartners: {"workflow", "from_version", "version", "from_stage", "stage"}, ClearBoard: {"*"}},
	"case.suspended":                 {ClearBoard: {"*"}},
	"case.lifted":                    {ClearPartners: {"status"}, ClearBoard: {"*"}},
	"case.review_due":                {ClearPartners: {"*"}},
	"case.closed":                    {ClearPartners: {"outcome", "effective_at"}, ClearBoard: {"*"}},
	"evidence.added":                 {ClearPartners: {"type"}, ClearBoard: {"item", "type", "title", "dated_on", "digest", "file_name", "media_type", "bytes"}, ClearExempt: {"*"}},
	"evidence.removed":               {ClearBoard: {"*"}},
	"commitment.offered":             {ClearPartners: {"organisation", "kind", "mode"}, ClearBoard: {"*"}},
	"commitment.changed":             {ClearPartners: {"organisation", "kind", "mode"}, ClearBoard: {"*"}},
	"commitment.released":            {ClearBoard: {"*"}},
	"case.pool_added":                {ClearPartners: {"pool", "basis", "host"}, ClearBoard: {"*"}},
	"case.pool_agreed":               {ClearPartners: {"pool", "basis", "host"}, ClearBoard: {"*"}},
	"case.pool_activated":            {ClearPartners: {"*"}},
	"case.pool_deactivated":          {ClearPartners: {"*"}},
	"case.pool_contributed":          {ClearPartners: {"pool", "organisation", "towards"}, ClearBoard: {"*"}},
	"case.pool_leaving":              {ClearPartners: {"pool", "organisation", "notice_period", "effective_at"}, ClearBoard: {"*"}},
	"case.pool_left":                 {ClearPartners: {"*"}},
	"case.pool_closed":               {ClearPartners: {"pool", "because"}, ClearBoard: {"*"}},
	"commitment.withdrawn":           {ClearPartners: {"commitment", "part", "organisation", "kind", "consequence", "because", "effective_at"}, ClearBoard: {"*"}},
	"commitment.ended":               {ClearPartners: {"commitment", "part", "organisation", "consequence", "effective_at"}, ClearBoard: {"*"}},
	"gap.opened":                     {ClearPartners: {"gap", "organisation", "because", "board", "due_at"}, ClearBoard: {"*"}},
	"gap.acknowledged":               {ClearPartners: {"gap", "board"}, ClearBoard: {"*"}},
	"gap.overdue":                    {ClearPartners: {"*"}},
	"consent.requested":              {ClearPartners: {"organisation", "gate"}, ClearBoard: {"*"}},
	"consent.carried":                {ClearPartners: {"organisation", "gate"}, ClearBoard: {"*"}},
	"consent.confirmed":              {ClearPartners: {"organisation", "complete"}, ClearBoard: {"seat", "person", "as_deputy_for", "mandate", "lines"}, ClearExempt: {"*"}},
	"consent.recorded":               {ClearPartners: {"organisation", "complete", "published_on", "threshold", "exception", "external"}, ClearBoard: {"*"}},
	"consent.declined":               {ClearPartners: {"organisation"}, ClearBoard: {"*"}},
	"consent.withdrawn":              {ClearPartners: {"organisation"}, ClearBoard: {"*"}},
	"decision.call_in_waived":        {ClearPartners: {"organisation", "gate", "gate_round", "body"}, ClearBoard: {"*"}},
	"decision.called_in":             {ClearPartners: {"organisation", "gate", "gate_round", "round", "body"}, ClearBoard: {"*"}},
	"gate.requested":                 {ClearPartners: {"gate", "round", "outcome"}, ClearBoard: {"gate", "round", "outcome", "snapshot", "evidence"}, ClearExempt: {"*"}},
	"gate.passed":                    {ClearPartners: {"*"}},
	"gate.decided":                   {ClearPartners: {"*"}},
	"gate.returned":                  {ClearPartners: {"gate", "round", "signoff", "stage"}, ClearBoard: {"*"}},
	"gate.deferred":                  {ClearPartners: {"gate", "round", "signoff", "until", "meeting"}, ClearBoard: {"*"}},
	"gate.refused":                   {ClearPartners: {"*"}},
	"gate.voided":                    {ClearPartners: {"*"}},
	"gate.invalidated":               {ClearPartners: {"gate", "because", "organisation"}, ClearBoard: {"*"}},
	"signoff.requested":              {ClearPartners: {"signoff", "gate", "board", "act", "order", "afterwards"}, ClearBoard: {"*"}},
	"signoff.opened":                 {ClearPartners: {"signoff", "due_at"}, ClearBoard: {"*"}},
	"signoff.vote_cast":              {ClearPartners: {"signoff"}, ClearBoard: {"*"}},
	"signoff.casting_vote_cast":      {ClearPartners: {"signoff"}, ClearBoard: {"*"}},
	"signoff.concurrence_sought":     {ClearPartners: {"signoff"}, ClearBoard: {"*"}},
	"signoff.concurred":              {ClearPartners: {"signoff"}, ClearBoard: {"*"}},
	"signoff.decided_urgently":       {ClearPartners: {"signoff", "gate", "gate_round", "round", "ratify_by"}, ClearBoard: {"*"}},
	"signoff.ratification_vote_cast": {ClearPartners: {"signoff", "gate", "gate_round"}, ClearBoard: {"*"}},
	"signoff.ratification_tied":      {ClearPartners: {"signoff", "gate", "gate_round"}, ClearBoard: {"*"}},
	"signoff.ratification_passed_on": {ClearPartners: {"*"}},
	"signoff.ratified":               {ClearPartners: {"signoff", "gate", "gate_round", "result", "by", "because", "decided_at"}, ClearBoard: {"*"}},
	"signoff.not_ratified":           {ClearPartners: {"signoff", "gate", "gate_round", "because", "ratify_by", "detected_at", "effective_at", "round", "due_at"}, ClearBoard: {"*"}},
	"signoff.presider_elected":       {ClearPartners: {"signoff", "gate", "gate_round"}, ClearBoard: {"*"}},
	"gate.reopened":                  {ClearPartners: {"gate", "round", "signoff", "stage", "from", "because", "undone", "effective_at"}, ClearBoard: {"*"}},
	"signoff.certified":              {ClearPartners: {"signoff"}, ClearBoard: {"*"}},
	"signoff.interest_declared":      {ClearBoard: {"signoff", "seat", "interest", "recuses", "struck"}, ClearExempt: {"*"}},
	"signoff.interest_withdrawn":     {ClearBoard: {"signoff", "seat", "by"}, ClearExempt: {"*"}},
	"signoff.dispensed":              {ClearBoard: {"*"}},
	"signoff.quorum_lost":            {ClearPartners: {"*"}},
	"signoff.quorum_reasons_changed": {ClearPartners: {"*"}},
	"signoff.quorum_restored":        {ClearPartners: {"*"}},
	"signoff.seat_passed":            {ClearPartners: {"signoff", "seat", "passed_at", "from_organisation", "to_organisation"}, ClearBoard: {"*"}},
	"signoff.recounted":              {ClearPartners: {"signoff"}, ClearBoard: {"*"}},
	"signoff.tied":                   {ClearPartners: {"signoff"}, ClearBoard: {"*"}},
	"signoff.decided":                {ClearPartners: {"signoff", "result", "by", "because", "dissent", "effective_at", "held_by", "held_until"}, ClearBoard: {"*"}},
	"signoff.reminded":               {ClearBoard: {"*"}},
	"signoff.overdue":                {ClearPartners: {"signoff", "gate", "gate_round", "due_at", "detected_at"}, ClearBoard: {"*"}},
	"signoff.escalated":              {ClearPartners: {"signoff", "because", "to", "due_at", "detected_at"}, ClearBoard: {"*"}},
	"signoff.reopened":               {ClearPartners: {"*"}},
	"signoff.voided":                 {ClearPartners: {"*"}},
	"signoff.reissued":               {ClearPartners: {"*"}},
	"hold.placed":                    {ClearPartners: {"*"}},
	"hold.changed":                   {ClearPartners: {"*"}},
	"hold.released":                  {ClearPartners: {"*"}},
	"notice.published":               {ClearPartners: {"*"}},
	"representation.received":        {ClearBoard: {"representation", "received_at"}, ClearExempt: {"*"}},
	"representation.answered":        {ClearBoard: {"representation", "answered_at"}, ClearExempt: {"*"}},
	"contract.recorded":              {ClearPartners: {"contract", "supplier", "signed_on", "accountable"}, ClearBoard: {"*"}},
	"delivery.recorded":              {ClearPartners: {"commitment", "organisation", "kind", "until_on"}, ClearBoard: {"*"}},
	"variance.raised":                {ClearPartners: {"variance", "because", "organisation", "commitment", "target", "measure", "until_on", "due_on", "effective_at"}, ClearBoard: {"*"}},
	"spending.mapped":                {ClearPartners: {"line", "organisation", "tier", "phase", "basis"}, ClearBoard: {"*"}},
	"target.set":                     {ClearPartners: {"*"}},
	"measurement.recorded":           {ClearPartners: {"*"}},
	"dispute.raised":                 {ClearPartners: {"dispute", "because", "step", "step_no", "kind", "due_at"}, ClearBoard: {"*"}},
	"dispute.step_lapsed":            {ClearPartners: {"*"}},
	"dispute.agreed":                 {ClearPartners: {"dispute", "organisation", "awaited"}, ClearBoard: {"*"}},
	"dispute.resolved":               {ClearPartners: {"dispute", "agreed_by", "status"}, ClearBoard: {"*"}},
	"dispute.unresolved":             {ClearPartners: {"dispute", "departing", "status", "stage"}, ClearBoard: {"*"}},
	"risk.recorded":                  {ClearPartners: {"risk", "kind", "owner", "level", "review_on", "again", "new_owner"}, ClearBoard: {"*"}},
	"risk.overdue":                   {ClearPartners: {"*"}},
	"risk.closed":                    {ClearPartners: {"risk", "owner", "level"}, ClearBoard: {"*"}},
	"undertaking.given":              {ClearPartners: {"undertaking", "owner", "board", "signoff", "gate", "target", "due_at"}, ClearBoard: {"*"}},
	"undertaking.overdue":            {ClearPartners: {"*"}},
	"undertaking.escalated":          {ClearPartners: {"*"}},
	"undertaking.kept":               {ClearPartners: {"undertaking", "kept_on", "late"}, ClearBoard: {"*"}},
	"engagement.recorded":            {ClearPartners: {"engagement", "kind", "title", "held_on", "audience"}, ClearBoard: {"*"}},
	"feedback.given":                 {ClearPartners: {"feedback", "board", "associate", "to", "given_on"}, ClearBoard: {"*"}},
	"level_report.recorded":          {ClearPartners: {"board", "to", "from_on", "until_on", "reported_on", "late"}, ClearBoard: {"*"}},
	"level_report.overdue":           {ClearPartners: {"*"}},
	"level_report.reminded":          {ClearPartners: {"*"}},
	"overarching.reported":           {ClearPartners: {"*"}}, // figures of no one case
	"briefing.issued":                {ClearPartners: {"*"}}, // references alone
	"briefing.month_closed":          {ClearPartners: {"*"}},
	"report_back.asked":              {ClearPartners: {"*"}},
	"report_back.overdue":            {ClearPartners: {"*"}},
	"report_back.escalated":          {ClearPartners: {"*"}},
	"report_back.recorded":           {ClearPartners: {"report_back", "seat", "reported_on", "late"}, ClearBoard: {"*"}},
	"meeting.scheduled":              {ClearPartners: {"*"}},
	"meeting.opened":                 {ClearPartners: {"*"}},
	"meeting.closed":                 {ClearPartners: {"*"}},
	"meeting.cancelled":              {ClearPartners: {"*"}},
	"meeting.attendance_recorded":    {ClearBoard: {"*"}},
	"partnership.published":          {ClearPartners: {"version", "effective_from", "digest"}, ClearBoard: {"*"}},
	"workflow.published":             {ClearPartners: {"workflow", "version", "effective_from", "digest"}, ClearBoard: {"*"}},
	"member.appointed":               {ClearPartners: {"seat", "board", "organisation", "from", "until"}, ClearBoard: {"*"}},
	"member.code_acknowledged":       {ClearPartners: {"seat", "version"}, ClearBoard: {"*"}},
	"member.removed":                 {ClearPartners: {"seat", "last_day"}, ClearBoard: {"*"}},
	"deputy.named":                   {ClearPartners: {"seat", "organisation", "from", "until"}, ClearBoard: {"*"}},
	"deputy.ended":                   {ClearPartners: {"seat", "last_day"}, ClearBoard: {"*"}},
	"expiry.warned":                  {ClearPartners: {"what", "of", "organisations", "ends_on", "lead", "due_at"}, ClearBoard: {"*"}},
	"expiry.passed":                  {ClearPartners: {"what", "of", "organisations", "ends_on", "effective_at"}, ClearBoard: {"*"}},
	"case.renewal_opened":            {ClearPartners: {"what", "of", "ends_on", "renewal"}, ClearBoard: {"*"}},
	"authority.expiry_warned":        {ClearBoard: {"*"}},
	"authority.expired":              {ClearBoard: {"*"}},
	"mandate.granted":                {ClearBoard: {"*"}},
	"mandate.revoked":                {ClearBoard: {"*"}},
	"mandate.drawn":                  {ClearBoard: {"mandate", "year"}, ClearExempt: {"*"}},
	"mandate.returned":               {ClearBoard: {"mandate"}, ClearExempt: {"*"}},
	"pool.created":                   {ClearBoard: {"pool"}, ClearExempt: {"*"}}, // a case's classification would not protect more
	"pool.agreed":                    {ClearBoard: {"pool"}, ClearExempt: {"*"}},
	"pool.activated":                 {ClearBoard: {"pool"}, ClearExempt: {"*"}},
	"pool.deactivated":               {ClearBoard: {"pool"}, ClearExempt: {"*"}},
	"pool.contributions_due":         {ClearBoard: {"pool"}, ClearExempt: {"*"}},
	"pool.contributed":               {ClearBoard: {"pool"}, ClearExempt: {"*"}},
	"pool.spent":                     {ClearBoard: {"pool"}, ClearExempt: {"*"}},
	"pool.party_left":                {ClearBoard: {"pool"}, ClearExempt: {"*"}},
	"pool.closed":                    {ClearBoard: {"pool"}, ClearExempt: {"*"}},
}

// Sees lists the fields of an event type that a tier may see besides the reference, those of the tiers below it included: "*"
// alone for every field, none for a type that the tier knows by reference only.
func Sees(eventType, tier string) []string {
	var fields []string
	for _, t := range Clearances[1:] {
		if tierOf(t) > tierOf(tier) {
			break
		}
		for _, f := range perTier[eventType][t] {
			if f == "*" {
				return []string{"*"}
			}
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// Publish returns what a tier may see of an event: for an event of a case always the reference, and above it the fields that
// the tier may see, where it reaches the case's classification. c is the case after the event's record, nil for an event of a
// register, of which the public sees nothing but its kind.
func Publish(c *Case, e events.Event, tier string) (map[string]any, error) {
	out := map[string]any{}
	if c != nil {
		ref := RefersTo(c)
		out["case"], out["stage"], out["status"], out["classification"] = ref.Case, ref.Stage, ref.Status, ref.Classification
		if tier == ClearPublic || !Clears(tier, ref.Classification) {
			return out, nil
		}
	}
	fields := Sees(e.EventType(), tier)
	if len(fields) == 0 {
		return out, nil
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	for name, v := range all {
		if slices.Contains(fields, "*") || slices.Contains(fields, name) {
			if v == nil {
				v = []any{} // a list that has nothing in it
			}
			if _, taken := out[name]; !taken {
				out[name] = v
			}
		}
	}
	return out, nil
}
