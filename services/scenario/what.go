package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// what says in a few words what a step is, for reports.
func (s *Step) what() string {
	by := ""
	if len(s.By) > 0 {
		by = strings.Join(s.By, ", ") + ": "
	}
	switch {
	case s.Do != "":
		what := by + s.Do
		for _, key := range []string{"gate", "signoff", "seat", "choice", "type", "organisation", "kind"} {
			if v, ok := s.With[key].(string); ok {
				what += " " + v
			}
		}
		return what
	case s.Votes != nil:
		parts := make([]string, len(s.Votes.cast))
		for i, v := range s.Votes.cast {
			parts[i] = v.seat + " " + v.choice
		}
		return "votes on " + s.Votes.signOff + ": " + strings.Join(parts, ", ")
	case s.Consents != nil:
		return "consents: " + strings.Join(append(slices.Clone(s.Consents.confirm), s.Consents.decline...), ", ")
	case s.Evidence != nil:
		return by + plural(len(s.Evidence.items), "item") + " of evidence"
	case s.Offers != nil:
		return by + plural(len(s.Offers.items), "commitment")
	case s.Confirm != nil:
		return "the organisations confirm"
	case !s.Clock.IsZero():
		return "time passes"
	case !s.OffUntil.IsZero():
		return "the engine is off"
	case s.Restart:
		return "the engine is killed and started again"
	case len(s.Together) > 0:
		return fmt.Sprintf("%d at once", len(s.Together))
	case s.Tell != "":
		return s.Tell
	}
	return "look"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
