package web

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// waits is one thing that a case waits for, in words.
type waits struct {
	What, Then string
	On         []string // on whom, where What does not say it
	Until      time.Time
	Details    []string
}

// waits says in words what a case waits for. The organisations that are to consent are one thing.
func (v *visit) waits(list []workflow.Waiting) []waits {
	n := v.naming()
	var out []waits
	consents := -1
	for _, w := range list {
		what, which, _ := strings.Cut(w.For, ":")
		if what == "consent" && len(w.Acts) > 0 && !strings.Contains(w.Message, "declined") {
			if consents < 0 {
				consents = len(out)
				out = append(out, waits{What: "Organisations are to say whether they put in what they have offered:"})
			}
			out[consents].On = append(out[consents].On, n.Organisation(which)+amounts(w.Details))
			continue
		}
		x := waits{What: withoutDate(plainly(w.Message), w.Until), Then: w.Then, Until: w.Until}
		if what == "gate" && slices.Contains(w.Acts, "case.request_gate") && len(w.On) == 1 {
			x.What = n.Unit(w.On[0]) + " prepares the case, and asks for the decision “" + n.Gate(which) + "” when it is ready."
		}
		for _, on := range w.On {
			if name := n.onWhom(on); !strings.Contains(strings.ToLower(x.What), strings.ToLower(name)) {
				x.On = append(x.On, name)
			}
		}
		for _, d := range w.Details {
			if d = upper(plainly(d)); !strings.Contains(strings.ToLower(x.What), strings.ToLower(d)) {
				x.Details = append(x.Details, d)
			}
		}
		out = append(out, x)
	}
	return out
}

// amounts are what an organisation is to confirm, without the names of its commitments: ": £150,000 and 0.5 FTE".
func amounts(details []string) string {
	var all []string
	for _, d := range details {
		_, amount, _ := strings.Cut(d, ": ")
		all = append(all, amount)
	}
	if len(all) == 0 {
		return ""
	}
	return ": " + strings.Join(all, " and ")
}

// dated is how the engine says a deadline within a sentence.
var dated = regexp.MustCompile(` by the end of \d{1,2} [A-Z][a-z]+ \d{4}`)

// withoutDate leaves the deadline out of a sentence beside which it stands.
func withoutDate(sentence string, until time.Time) string {
	if until.IsZero() {
		return sentence
	}
	return dated.ReplaceAllString(sentence, "")
}

// onWhom names whoever is waited for: a seat, an organisation, a unit, or an organisation and its post.
func (n *names) onWhom(on string) string {
	if organisation, post, found := strings.Cut(on, " "); found {
		return words("post", post) + " of " + n.Organisation(organisation)
	}
	return n.Any(on)
}

// code is a word of the engine's: quorum_lost.
var code = regexp.MustCompile(`\b[a-z]+(_[a-z0-9]+)+\b`)

// commitment is a commitment's name before what it is of, as in "esk-1: £20,000".
var commitment = regexp.MustCompile(`\b[A-Za-z0-9_-]+-\d+: ([£\d])`)

// plainly writes the codes in a sentence as words.
func plainly(s string) string {
	return code.ReplaceAllStringFunc(s, func(c string) string {
		if w, ok := wordings["quorum"][c]; ok {
			return w
		}
		return strings.ReplaceAll(c, "_", " ")
	})
}

// quorumReason says why there is no quorum: too few seats, or none of a sort that must be there.
func (n *names) quorumReason(reason string) string {
	what, of, found := strings.Cut(reason, ": ")
	if !found {
		return plainly(what)
	}
	if slices.ContainsFunc(n.Rules().Organisations, func(o answer.Organisation) bool { return o.ID == of }) {
		return plainly(what) + ": " + n.Organisation(of)
	}
	for _, table := range []string{"organisation_type", "role"} {
		if w, ok := wordings[table][of]; ok {
			return plainly(what) + ": " + lower(w)
		}
	}
	return plainly(what) + ": " + plainly(of)
}
