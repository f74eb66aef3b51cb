package workflow

import (
	"fmt"
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// FormJointPost is staff time that is a share of a post which several organisations bear.
const FormJointPost = "joint_post"

// postShares divides a joint post among those who bear it: each offers its share as a commitment of its own, under the name of the post, so
// that it shows at each of them, is consented to by each, and is added up once (F61). What the shares leave is the share of who offers.
func (d *decision) postShares(first *events.CommitmentTerms, with []PostShareLine) (others []events.CommitmentTerms, problems []Problem) {
	bad := func(about, format string, args ...any) {
		problems = append(problems, problem(Malformed, format, args...).under("F61").about(about))
	}
	joint := first.Form == FormJointPost
	switch {
	case joint && len(with) == 0:
		bad("shared_with", "A joint post has somebody to share it with.")
	case !joint && len(with) > 0:
		bad("shared_with", "Only a joint post is shared.")
	}
	if !joint || len(problems) > 0 || first.Kind != document.ResourceStaffTime {
		return nil, problems
	}
	whole, left := first.FTEHundredths, first.FTEHundredths
	pct, names := 0, []string{first.Commitment}
	seen := []string{first.Organisation}
	for i, x := range with {
		where := "shared_with[" + itoa(i) + "]"
		if d.g.Organisation(x.Organisation) == nil {
			problems = append(problems, problem(NotFound, "There is no organisation %s.", x.Organisation).about(x.Organisation))
			continue
		}
		if p := d.mayCommitFor(x.Organisation); p != nil {
			problems = append(problems, *p)
		}
		if slices.Contains(seen, x.Organisation) {
			bad(where+".organisation", "%s bears one share of the post.", x.Organisation)
		}
		seen, pct = append(seen, x.Organisation), pct+x.Pct
		t := *first
		t.Organisation, t.Post, t.FTEHundredths = x.Organisation, first.Commitment, whole*int64(x.Pct)/100
		for n := 1; ; n++ {
			if t.Commitment = fmt.Sprintf("%s-%d", x.Organisation, n); d.c.Commitment(t.Commitment) == nil && !slices.Contains(names, t.Commitment) {
				break
			}
		}
		if t.FTEHundredths <= 0 {
			bad(where+".pct", "A share is at least a hundredth of a post.")
		}
		names, left, others = append(names, t.Commitment), left-t.FTEHundredths, append(others, t)
	}
	if pct > 99 || left <= 0 {
		bad("shared_with", "The shares of the others come to %d per cent: something is left for who offers.", pct)
	}
	first.Post, first.FTEHundredths = first.Commitment, left
	return others, problems
}
