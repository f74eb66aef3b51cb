package scenario

import (
	"context"
	"errors"

	"comity/workflow"
	"comity/workflow/document"
)

// who asks the server who is who, where that may have changed.
func (p *player) who(ctx context.Context) error {
	if p.holders != nil {
		return nil
	}
	var r struct {
		Organisations []struct{ ID, Name string }
		Boards        []struct {
			ID, Name string
			Seats    []struct{ ID, Organisation, Holder string }
		}
	}
	_, err := p.c.Ask(ctx, p.story.Partnership, p.story.Administrator, "register", nil, &r)
	var no *workflow.Refusal
	if err != nil && !errors.As(err, &no) { // a refusal: nothing is published yet
		return err
	}
	p.holders = map[string]string{}
	n := names{organisations: map[string]string{}, boards: map[string]string{}, seats: map[string]string{}}
	for _, o := range r.Organisations {
		n.organisations[o.ID] = o.Name
	}
	for _, b := range r.Boards {
		n.boards[b.ID] = b.Name
		for _, s := range b.Seats {
			n.seats[s.ID], p.holders[s.ID] = s.Organisation, s.Holder
		}
	}
	p.teller.names = n
	return nil
}

func (p *player) holder(seat string) string        { return p.holders[seat] }
func (p *player) governance() *document.Governance { return p.latest }
func (p *player) caseID(name string) string {
	if id, ok := p.names[name]; ok {
		return id
	}
	return name
}
