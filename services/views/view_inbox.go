package views

import (
	"context"
	"maps"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// viewInbox finds the cases that wait for a seat, an organisation or a post for which the person may act now, and then asks
// the rules, so that it is right on the day on which a term begins or ends.
func viewInbox(ctx context.Context, q *query, args answer.InboxArgs) (*answer.Inbox, error) {
	person := args.Person
	if person == "" {
		person = q.Actor
	}
	if !workflow.MayReadInbox(q.register(), q.Actor, person, q.now) {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, About: person,
			Message: "Only the secretariat sees what waits for others."})
	}
	out := &answer.Inbox{Person: person, Items: []answer.InboxItem{}}
	capacities := q.capacities(person)
	var marked []any
	for range 3 {
		marked = append(marked, q.Partnership)
		for _, c := range capacities {
			marked = append(marked, c)
		}
	}
	ids, err := all(ctx, q.tx, scanOne[string], sqlConcerning(len(capacities)), marked...)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := q.awaiting(ctx, id, person, capacities, out); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out.Items, func(a, b answer.InboxItem) int {
		if a.Until.IsZero() != b.Until.IsZero() {
			if a.Until.IsZero() {
				return 1
			}
			return -1
		}
		return a.Until.Compare(b.Until)
	})
	return out, nil
}

// awaiting adds what one case awaits from the person.
func (q *query) awaiting(ctx context.Context, id, person string, capacities []string, out *answer.Inbox) error {
	c, tier, err := q.seen(ctx, id)
	if err != nil || c == nil {
		return err
	}
	for _, w := range slices.Concat(workflow.Explain(c, q.register(), q.now), workflow.Duties(c, q.register(), q.now), workflow.Recorded(c, person)) {
		if !slices.Contains(w.People, person) {
			continue
		}
		w = shownWaiting([]workflow.Waiting{w}, tier)[0]
		item := answer.InboxItem{Partnership: q.Partnership, Case: c.ID, Label: c.Label(), For: w.For, On: []string{}, Until: w.Until, Then: w.Then, Message: w.Message, Acts: w.Acts,
			Overdue: !w.Until.IsZero() && w.Until.Before(q.now)}
		for _, on := range w.On {
			if slices.Contains(capacities, on) {
				item.On = append(item.On, on)
			}
		}
		if sees(tier, c.Terms.Classification) {
			item.Title = c.Terms.Title
		} else {
			item.Limited = true
		}
		out.Items = append(out.Items, item)
	}
	return nil
}

// capacities lists everything as which a person may be waited for now: themselves, seats and their boards, posts,
// organisations, units. What is too many costs a look at a case; the rules then say whom it waits for.
func (q *query) capacities(person string) []string {
	seats := q.register().SeatsOf(person, q.now)
	out := append([]string{person}, seats...)
	g := q.register().GovernanceAt(q.now)
	if g == nil {
		return out
	}
	for i := range g.Boards {
		b := &g.Boards[i]
		if slices.Contains(b.Secretary, person) {
			out = append(out, b.ID)
		}
		for _, s := range b.Seats {
			if slices.Contains(seats, s.ID) {
				out = append(out, b.ID, q.register().SeatOrganisation(&s, q.now))
			}
		}
	}
	for i := range g.Organisations {
		o := &g.Organisations[i]
		out = append(out, postsOf(o, person)...)
		if o.ProperOfficer == person { // who has the word of the body that takes over in writing, where that has no officer
			out = append(out, o.ExternalConsentFrom)
		}
	}
	for _, b := range g.ExternalBodies {
		if b.ProperOfficer == person {
			out = append(out, b.ID)
		}
	}
	for i := range g.Units {
		if slices.Contains(g.Units[i].Members, person) {
			out = append(out, g.Units[i].ID)
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// postsOf lists an organisation and the posts in it that a person has; nothing for none.
func postsOf(o *document.Organisation, person string) (out []string) {
	for _, post := range append(slices.Clone(workflow.Posts), slices.Sorted(maps.Keys(o.Officers))...) {
		if workflow.Officer(o, post) == person {
			out = append(out, o.ID, post, o.ID+" "+post)
		}
	}
	return out
}
