package web

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"comity/services/views/answer"
)

// How My work asks the partnerships: so many at once, and so long each. One that has not answered by then is named on the page.
const (
	workAtOnce = 8
	workWithin = 8 * time.Second
)

// soon is how far ahead the group "This week" looks.
const soon = 7 * 24 * time.Hour

// workPage is what the page work shows.
type workPage struct {
	Groups      []workGroup
	Information []workItem // recorded for the person in the room: nothing to do
	Silent      []string   // names of partnerships that did not answer
	Acting      []acting
	Filter      []choice // of partnerships; none where there is only one
	Chosen      string   // the partnership shown; "" for all
	Several     bool     // there are several votes to give, which can be given in one go
}

// workGroup is what waits for the person with deadlines of one kind.
type workGroup struct {
	Title, ID, Edge string // Edge is how its cards look
	Items           []workItem
}

// work shows what waits for the person in all partnerships, the nearest deadline first.
func (v *visit) work() error { return v.workWith(&form{}) }

func (v *visit) workWith(f *form) error {
	me, err := v.who()
	if err != nil {
		return err
	}
	p := workPage{Acting: actingIn(v, me), Chosen: v.query("partnership")}
	if !slices.ContainsFunc(me.Partnerships, func(m answer.Membership) bool { return m.Partnership == p.Chosen }) {
		p.Chosen = ""
	}
	if len(me.Partnerships) > 1 {
		p.Filter = append(p.Filter, choice{Text: "All partnerships"})
		for _, m := range me.Partnerships {
			p.Filter = append(p.Filter, choice{Value: m.Partnership, Text: nameOfPartnership(&m)})
		}
	}
	items, silent := v.inboxes(me, p.Chosen)
	p.Silent = silent
	p.sort(items, v.web.cfg.Now())
	if f.values == nil {
		f = filled(map[string]string{"partnership": p.Chosen})
	}
	shown := page{Title: "My work", Form: f, Data: p}
	if !f.ok() {
		return v.again("work", shown)
	}
	return v.show("work", shown)
}

// sort puts the items, which come with the nearest deadline first, in their groups.
func (p *workPage) sort(items []workItem, now time.Time) {
	groups := []workGroup{
		{Title: "Overdue", ID: "overdue", Edge: "app-card--late"}, {Title: "This week", ID: "week", Edge: "app-card--soon"},
		{Title: "Later", ID: "later"}, {Title: "No deadline", ID: "none"},
	}
	votes := 0
	for _, i := range items {
		if i.recorded() {
			p.Information = append(p.Information, i)
			continue
		}
		if i.Key != "" {
			votes++
		}
		g := &groups[groupOf(i.InboxItem, now)]
		g.Items = append(g.Items, i)
	}
	p.Groups, p.Several = slices.DeleteFunc(groups, func(g workGroup) bool { return len(g.Items) == 0 }), votes > 1
}

// groupOf is the group of an item: overdue, this week, later, without a deadline.
func groupOf(i answer.InboxItem, now time.Time) int {
	switch {
	case i.Until.IsZero():
		return 3
	case i.Overdue || i.Until.Before(now):
		return 0
	case i.Until.Before(now.Add(soon)):
		return 1
	}
	return 2
}

// inboxes asks every partnership for what waits there, several at once, and names those that did not answer. The items come with
// the nearest deadline first, those without one last.
func (v *visit) inboxes(me *answer.Me, only string) (items []workItem, silent []string) {
	var mu sync.Mutex
	v.each(me.Partnerships, func(sub *visit, m *answer.Membership) {
		if only != "" && m.Partnership != only {
			return
		}
		var in answer.Inbox
		err := sub.ask("inbox", answer.InboxArgs{}, &in)
		var found []workItem
		for _, i := range in.Items {
			found = append(found, newWorkItem(sub, m, i))
		}
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			v.web.cfg.Log.Warn().Err(err).Str("partnership", m.Partnership).Msg("an inbox is missing from My work")
			silent = append(silent, nameOfPartnership(m))
			return
		}
		items = append(items, found...)
		v.older(sub.asAt)
	})
	slices.Sort(silent)
	slices.SortStableFunc(items, func(a, b workItem) int {
		if a.Until.IsZero() != b.Until.IsZero() {
			if a.Until.IsZero() {
				return 1
			}
			return -1
		}
		if n := a.Until.Compare(b.Until); n != 0 {
			return n
		}
		return strings.Compare(a.Partnership+a.Case+a.For, b.Partnership+b.Case+b.For)
	})
	return items, silent
}

// each does something in every partnership, several at once; each call has a visit of its own to that partnership, which ends
// with its time.
func (v *visit) each(list []answer.Membership, do func(*visit, *answer.Membership)) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, workAtOnce)
	for i := range list {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			ctx, cancel := context.WithTimeout(v.ctx(), workWithin)
			defer cancel()
			do(v.to(ctx, list[i].Partnership), &list[i])
		})
	}
	wait.Wait()
}

// to is a visit by the same person to another partnership, for a page over several.
func (v *visit) to(ctx context.Context, partnership string) *visit {
	return &visit{web: v.web, w: v.w, r: v.r.WithContext(ctx), person: v.person, me: v.me, partnership: partnership}
}

// older notes how fresh an answer on the page is.
func (v *visit) older(at time.Time) {
	if v.asAt.IsZero() || (!at.IsZero() && at.Before(v.asAt)) {
		v.asAt = at
	}
}

func nameOfPartnership(m *answer.Membership) string {
	if m.Name != "" {
		return m.Name
	}
	return human(m.Partnership)
}
