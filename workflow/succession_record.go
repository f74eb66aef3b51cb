package workflow

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"comity/events"
	"comity/workflow/calendar"
)

// Who records a succession, and what is wrong with one (docs/decisions/0017).

// succeed is PartnershipSucceed's rule. It is an entry of fact by the administrators, citing the instrument: it gives nobody authority. Seats and
// mandates of a successor are its own officer's to fill, and what passes to it binds it only once it has reaffirmed it.
func (d *registering) succeed(cmd *PartnershipSucceed) *Refusal {
	if p := d.mayPublish(); p != nil {
		return Refuse(*p)
	}
	list, problems := d.successions(cmd)
	if len(problems) == 0 && d.recorded(list) {
		return nil // just that is recorded
	}
	problems = append(problems, d.successionProblems(cmd, list)...)
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	for _, e := range list {
		d.emit(e)
	}
	return nil
}

// successions makes the events of a command, one for each organisation, in the order stated.
func (d *registering) successions(cmd *PartnershipSucceed) (out []events.OrganisationSucceeded, problems []Problem) {
	name := cmd.Succession
	if name == "" {
		for n := 1; name == "" || d.r.named(name); n++ {
			name = "succession-" + strconv.Itoa(n)
		}
	} else if !events.ValidToken(name) {
		problems = append(problems, problem(Malformed, "A succession's name is letters, digits, hyphens and underscores.").about("succession"))
	}
	if len(cmd.Replaced) == 0 {
		problems = append(problems, problem(Malformed, "Say who is replaced by whom.").about("replaced"))
	}
	cal := d.r.CalendarAt(d.m.At)
	for i, line := range cmd.Replaced {
		about := fmt.Sprintf("replaced[%d]", i)
		shares, principal, wrong := sharesOf(about, line)
		problems = append(problems, wrong...)
		if len(line.Organisations) == 0 {
			problems = append(problems, problem(Malformed, "Say who is replaced.").about(about+".organisations"))
		}
		for _, organisation := range line.Organisations {
			continues := slices.ContainsFunc(shares, func(s events.SuccessionShare) bool { return s.Organisation == organisation })
			out = append(out, events.OrganisationSucceeded{Succession: name, Organisation: organisation, Successors: shares,
				Principal: principalOf(organisation, principal, continues, line), Continues: continues, EffectiveOn: text(cmd.From),
				EffectiveAt: cal.StartOf(cmd.From).UTC(), Instrument: cmd.Instrument, PrincipalStated: line.Principal != "" && len(shares) > 1})
		}
	}
	for i, line := range cmd.Commitments {
		problems = append(problems, stated(fmt.Sprintf("commitments[%d]", i), line, out)...)
	}
	for i, line := range cmd.Pools {
		problems = append(problems, d.statedHost(fmt.Sprintf("pools[%d]", i), cmd, line, out)...)
	}
	return out, problems
}

// principalOf: an organisation that remains keeps what cannot be shared, unless somebody else is named.
func principalOf(organisation, principal string, continues bool, line ReplacementLine) string {
	if continues && line.Principal == "" {
		return organisation
	}
	return principal
}

// sharesOf reads the successors of a line, and finds the one that takes over what cannot be shared.
func sharesOf(about string, line ReplacementLine) (out []events.SuccessionShare, principal string, problems []Problem) {
	bad := func(field, format string, args ...any) {
		problems = append(problems, problem(Malformed, format, args...).under("DOMAIN §2.1 (succession)").about(about+field))
	}
	if len(line.Successors) == 0 {
		bad(".successors", "Say who takes over.")
		return nil, "", problems
	}
	var sum, most int64
	readable := true
	for i, s := range line.Successors {
		points, ok := basisPoints(s.SharePct)
		if s.SharePct == "" && len(line.Successors) == 1 {
			points, ok = wholePoints, true
		}
		if !ok {
			readable = false
			bad(fmt.Sprintf(".successors[%d].share_pct", i), "%s takes over a share in percent, above 0, with at most two decimals.", s.Organisation)
		}
		if slices.ContainsFunc(out, func(o events.SuccessionShare) bool { return o.Organisation == s.Organisation }) {
			bad(fmt.Sprintf(".successors[%d].organisation", i), "%s is named twice.", s.Organisation)
		}
		out = append(out, events.SuccessionShare{Organisation: s.Organisation, BasisPoints: points})
		if sum += points; points > most {
			most, principal = points, s.Organisation
		}
	}
	if readable && sum != wholePoints {
		bad(".successors", "The shares make %s percent, not 100.", Percent(sum))
	}
	if line.Principal != "" {
		principal = line.Principal
		if !slices.ContainsFunc(out, func(o events.SuccessionShare) bool { return o.Organisation == principal }) {
			bad(".principal", "%s is not one of the successors.", principal)
		}
	}
	return out, principal, problems
}

// basisPoints reads a share in percent: 55, 33.33, 12.5 %.
func basisPoints(s string) (int64, bool) {
	whole, fraction, _ := strings.Cut(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")), ".")
	if len(fraction) > 2 {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+(fraction + "00")[:2], 10, 32)
	return int64(n), err == nil && whole != "" && n > 0 && n <= wholePoints
}

// Percent writes basis points as a percentage.
func Percent(points int64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", points/100, points%100), "0"), ".")
}

// stated puts an exact sharing of one commitment beside the organisations whose it may be, and says what is wrong with it. Whose commitment it
// is, and how much, stands in the case.
func stated(about string, line CommitmentShareLine, list []events.OrganisationSucceeded) (problems []Problem) {
	e := events.CommitmentShares{Case: line.Case, Commitment: line.Commitment}
	if len(line.Shares) == 0 {
		problems = append(problems, problem(Malformed, "Say who takes over %s.", line.Commitment).about(about+".shares"))
	}
	var money, staff bool
	for _, s := range line.Shares {
		e.Shares = append(e.Shares, events.StatedShare{Organisation: s.Organisation, Pence: s.AmountPence, FTEHundredths: s.FTEHundredths})
		money, staff = money || s.AmountPence != 0, staff || s.FTEHundredths != 0
	}
	if money && staff {
		problems = append(problems, problem(Malformed, "A commitment is money or staff time, not both.").under("F60").about(about+".shares"))
	}
	if !money && !staff && len(line.Shares) > 1 {
		problems = append(problems, problem(Malformed, "What cannot be divided goes to one successor.").about(about+".shares"))
	}
	placed := false
	for i := range list {
		among := !slices.ContainsFunc(e.Shares, func(s events.StatedShare) bool {
			return !slices.ContainsFunc(list[i].Successors, func(o events.SuccessionShare) bool { return o.Organisation == s.Organisation })
		})
		if among {
			list[i].Commitments = append(list[i].Commitments, e)
			placed = true
		}
	}
	if !placed && len(list) > 0 {
		problems = append(problems, problem(Malformed, "%s is shared among those who do not succeed one organisation.", line.Commitment).about(about+".shares"))
	}
	return problems
}

// named reports whether a succession is recorded under a name, or was and has been cancelled.
func (r *Register) named(succession string) bool {
	return slices.Contains(r.Cancelled, succession) || slices.ContainsFunc(r.Successions, func(s Succession) bool { return s.Succession == succession })
}

// recorded reports whether just these successions are in the register, whatever they were called.
func (d *registering) recorded(list []events.OrganisationSucceeded) bool {
	for _, e := range list {
		if !slices.ContainsFunc(d.r.Successions, func(s Succession) bool {
			same := s.OrganisationSucceeded
			same.Succession = e.Succession
			return reflect.DeepEqual(same, e)
		}) {
			return false
		}
	}
	return len(list) > 0
}

// successionProblems says what is wrong with successions as they stand beside the governance and what is recorded.
func (d *registering) successionProblems(cmd *PartnershipSucceed, list []events.OrganisationSucceeded) (out []Problem) {
	bad := func(about, format string, args ...any) {
		out = append(out, problem(Malformed, format, args...).under("DOMAIN §2.1 (succession)").about(about))
	}
	if cmd.From.IsZero() {
		bad("from", "Say from which day.")
		return out
	}
	if d.r.named(cmd.Succession) {
		bad("succession", "There is a succession %s already, or was one.", cmd.Succession)
	}
	start := d.r.CalendarAt(d.m.At).StartOf(cmd.From)
	then := d.r.GovernanceAt(start)
	if cmd.From.Before(d.g.Metadata.EffectiveFrom) {
		bad("from", "The governance in force began on %s: a succession before that day cannot be recorded any more.", d.g.Metadata.EffectiveFrom)
	}
	unknown := map[string]bool{}
	missing := func(id, format string) {
		if !unknown[id] {
			unknown[id] = true
			out = append(out, problem(NotFound, format, id).under("DOMAIN §0.12").about(id))
		}
	}
	for i, e := range list {
		if d.r.NameOf(e.Organisation) == "" {
			missing(e.Organisation, "There is no organisation %s.")
		}
		for _, s := range e.Successors {
			o := then.Organisation(s.Organisation)
			if o == nil {
				missing(s.Organisation, "No governance in force by then has an organisation %s: publish one first.")
			}
			if isOfficer(o, d.m.Actor) {
				out = append(out, notPermitted("Nobody widens their own authority: an officer of %s does not record that it takes over.", o.ID).under("DESIGN §4").about(d.m.Actor))
			}
		}
		if slices.ContainsFunc(list[:i], func(o events.OrganisationSucceeded) bool { return o.Organisation == e.Organisation }) {
			bad(e.Organisation, "%s is replaced twice.", e.Organisation)
		}
		out = append(out, d.against(e, list, start)...)
	}
	return out
}

// against says where a succession contradicts another: of the same command, or recorded.
func (d *registering) against(e events.OrganisationSucceeded, list []events.OrganisationSucceeded, start time.Time) (out []Problem) {
	bad := func(about, format string, args ...any) {
		out = append(out, problem(Malformed, format, args...).under("DOMAIN §2.1 (succession)").about(about))
	}
	for _, s := range d.r.Successions {
		switch {
		case s.Organisation == e.Organisation && (s.Replaces() || !start.After(s.EffectiveAt)):
			bad(e.Organisation, "%s is replaced from %s already.", e.Organisation, s.EffectiveOn)
		case s.Replaces() && !start.Before(s.EffectiveAt) && slices.ContainsFunc(e.Successors, func(x events.SuccessionShare) bool { return x.Organisation == s.Organisation }):
			bad(s.Organisation, "%s is replaced itself, from %s.", s.Organisation, s.EffectiveOn)
		case s.EffectiveAt.Equal(start) && !e.Continues && slices.Contains(s.taken(), e.Organisation):
			bad(e.Organisation, "%s would take over and be replaced on one day.", e.Organisation)
		case s.EffectiveAt.After(start) && !e.Continues && slices.Contains(s.taken(), e.Organisation):
			bad(e.Organisation, "%s is to take over from %s on %s, when it would be gone.", e.Organisation, s.Organisation, s.EffectiveOn)
		}
	}
	for _, o := range list {
		if o.Organisation != e.Organisation && !e.Continues && slices.ContainsFunc(o.Successors, func(x events.SuccessionShare) bool { return x.Organisation == e.Organisation }) {
			bad(e.Organisation, "%s takes over from %s and is replaced on one day: say who takes over in the end.", e.Organisation, o.Organisation)
		}
	}
	return out
}

// outlives says that an organisation is replaced before an authority that it gives begins, nil where it is not; and clips the last day of one
// that would outlive it.
func (d *registering) outlives(organisation string, from string, until *string) *Problem {
	s := d.r.replacement(organisation)
	if s == nil {
		return nil
	}
	if !day(from).Before(s.From) {
		p := problem(Malformed, "%s is replaced by %s from %s.", organisation, sentence(s.taken()), s.EffectiveOn).under("DOMAIN §0.12").about("from")
		return &p
	}
	if *until == "" || day(*until).After(s.From.AddDays(-1)) {
		*until = text(s.From.AddDays(-1))
	}
	return nil
}

// clipped is the last day of an authority that an organisation gives: that of the organisation, where it is replaced before.
func (d *registering) clipped(organisation string, until calendar.Date) string {
	last := text(until)
	if s := d.r.replacement(organisation); s != nil && (last == "" || until.After(s.From.AddDays(-1))) {
		last = text(s.From.AddDays(-1))
	}
	return last
}

// onTheDay has what an organisation does for a day to come decided by the governance then in force: a successor fills its seats and gives its
// mandates before it begins.
func (d *registering) onTheDay(from calendar.Date) {
	if from.IsZero() || !from.After(d.cal.DateOf(d.m.At)) {
		return
	}
	if g := d.r.publishedAt(d.cal.StartOf(from)); g != nil { // who is replaced by then acts until then, and outlives says what for
		d.g = g
	}
}
