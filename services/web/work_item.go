package web

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
)

// workItem is one thing that waits for the person, as My work shows it.
type workItem struct {
	answer.InboxItem
	Heading string   // the case's title, or its reference where the person may not see it
	Where   string   // the partnership
	Board   string   // that asks, or the organisation; "" for neither
	Asked   string   // in plain words
	As      []string // "for Westmere Police, as deputy for Tom Barker"
	Cover   bool     // all that it can be done as is somebody else's
	Address string
	Action  string // what the link says
	Key     string // partnership/case/sign-off, of a vote that can be given together with others; "" for what cannot
}

// kind is what waits: signoff, consent, gate …; which is of what.
func (i workItem) kind() (kind, which string) {
	kind, which, _ = strings.Cut(i.For, ":")
	return kind, which
}

func (i workItem) recorded() bool {
	kind, _ := i.kind()
	return kind == "recorded"
}

// newWorkItem says in words what an inbox says in codes.
func newWorkItem(v *visit, m *answer.Membership, in answer.InboxItem) workItem {
	i := workItem{InboxItem: in, Heading: in.Title, Where: nameOfPartnership(m)}
	if i.Heading == "" {
		i.Heading = "Case " + in.Case
	}
	i.Cover = len(in.On) > 0
	for _, on := range in.On {
		as, cover := v.actingAs(m, on)
		if i.Cover = i.Cover && cover; as != "" && !slices.Contains(i.As, as) {
			i.As = append(i.As, as)
		}
	}
	base := "/" + in.Partnership + "/cases/" + in.Case
	kind, which := i.kind()
	i.Board, i.Asked, i.Action, i.Address = boardOf(m, in.On), withoutDate(in.Message, in.Until), "See what is needed", base
	switch kind {
	case "signoff", "recorded":
		i.Address = base + "/decide/" + which
		i.signOff(kind == "recorded", which)
	case "consent":
		i.Board = v.naming().Organisation(which)
		i.Asked, i.Action, i.Address = "Say whether "+i.Board+" puts in what it has offered.", "Decide", base+"/consent/"+which
	case "gate":
		i.Asked, i.Action, i.Address = "Prepare the case, and ask for the decision when it is ready.", "Prepare", base+"/gate"
	case "ratification":
		i.ratification(base, which)
	case "risk":
		i.Action, i.Address = "Look at it again", withQuery(base+"/act/risk.record", url.Values{"risk": {which}})
	case "undertaking":
		i.Action, i.Address = "Say that it is done", base+"/act/undertaking.keep"
	case "report_back":
		i.Action, i.Address = "Report back", base+"/act/report_back.record"
	case "expiry":
		i.Action, i.Address = "See what ends", "/"+in.Partnership+"/expiring"
	case "contribution":
		pool, _, _ := strings.Cut(which, ":")
		i.Action, i.Address = "Record the payment", "/"+in.Partnership+"/pools/"+pool+"#paid"
	case "plan":
		i.Action = "See the resources"
		i.Address = base + "/resources"
	}
	return i
}

// ratification says what is asked of the person on an urgent decision: a vote on whether it stands, or the casting vote.
func (i *workItem) ratification(base, which string) {
	command, action := "signoff.ratify", "Vote on whether it stands"
	if slices.Contains(i.Acts, "signoff.cast") {
		command, action = "signoff.cast", "Give the casting vote"
	}
	gate, signOff, _ := strings.Cut(which, ":")
	if len(i.On) == 1 {
		i.Action, i.Address = action, withQuery(base+"/act/"+command, url.Values{"signoff": {signOff}, "gate": {gate}, "seat": {i.On[0]}})
	}
}

// saidAbove is the deadline in a sentence about a sign-off, which stands above it on the page.
var saidAbove = regexp.MustCompile(` by the end of \d+ \w+ \d{4}`)

// signOff says what is asked of the person on a sign-off.
func (i *workItem) signOff(recorded bool, which string) {
	if recorded {
		i.Asked, i.Action = "The secretariat recorded your vote in the room. If it is not what you said, tell them.", "See the vote"
		return
	}
	i.Asked = saidAbove.ReplaceAllString(i.Asked, "")
	switch {
	case slices.Contains(i.Acts, "signoff.vote"), slices.Contains(i.Acts, "signoff.certify"):
		i.Action, i.Key = "Decide", i.Partnership+"/"+i.Case+"/"+which
	case slices.Contains(i.Acts, "signoff.cast"):
		i.Action = "Give the casting vote"
	}
}

// boardOf is the board of the first seat among what the person acts as; "" for none.
func boardOf(m *answer.Membership, on []string) string {
	for _, s := range m.Seats {
		if slices.Contains(on, s.Seat) {
			return s.BoardName
		}
	}
	return ""
}

// actingAs says as whom the person acts who acts as a seat, a post, a unit, a secretariat or for an organisation; and whether
// that is to cover for somebody else. "" for themselves, and for what another entry says better.
func (v *visit) actingAs(m *answer.Membership, on string) (as string, cover bool) {
	for i := range m.Seats {
		if s := &m.Seats[i]; s.Seat == on {
			return v.inSeat(s), s.Deputy
		}
	}
	for _, p := range m.Posts {
		if on == p.Organisation+" "+p.Post {
			return "as " + lower(words("post", p.Post)) + " of " + p.OrganisationName, false
		}
	}
	for _, named := range slices.Concat(m.Units, m.SecretaryOf) {
		if named.ID == on {
			return "for " + named.Name, false
		}
	}
	if name := v.naming().Organisation(on); name != human(on) {
		return "for " + name, false
	}
	return "", false
}

// inSeat is "for Westmere Police, as deputy for Superintendent Tom Barker".
func (v *visit) inSeat(s *workflow.SeatOf) string {
	as := "for " + s.OrganisationName
	if s.OrganisationName == "" {
		as = "for seat " + s.Seat
	}
	switch {
	case s.Deputy && s.AsDeputyFor != "":
		return as + ", as deputy for " + v.web.people.Name(v.ctx(), s.AsDeputyFor)
	case s.Deputy:
		return as + ", as deputy in a vacant seat"
	}
	return as
}
