package views

import (
	"context"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// viewMe says what the person is in each partnership. It is asked of the installation, and reads the registers of every
// partition as this database has them; its position is that of the installation's own register.
func viewMe(ctx context.Context, q *query, _ answer.MeArgs) (*answer.Me, error) {
	if q.Partnership != events.Installation {
		return nil, refuse(workflow.NotFound, "What somebody is everywhere is asked of the installation, under the name %s.", events.Installation)
	}
	out := &answer.Me{Person: q.Actor, Administrator: workflow.AdministratorOf(q.register(), q.Actor), Partnerships: []answer.Membership{}}
	partnerships, err := all(ctx, q.tx, scanOne[string], sqlPartnerships)
	if err != nil {
		return nil, err
	}
	for _, p := range partnerships {
		r, err := q.registerOf(ctx, p)
		if err != nil {
			return nil, err
		}
		if m, is := workflow.Standing(r, q.Actor, q.now); p != events.Installation && r.Exists() && (is || out.Administrator) {
			out.Partnerships = append(out.Partnerships, m)
		}
	}
	return out, nil
}

// registerOf is the register of any partnership, whichever partition it lies in, as this question sees it.
func (q *query) registerOf(ctx context.Context, partnership string) (*workflow.Register, error) {
	h, err := q.stateIn(ctx, q.v.home(partnership), register(partnership))
	if err != nil {
		return nil, err
	}
	return h.theRegister(), nil
}
