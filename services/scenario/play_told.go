package scenario

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"comity/services/client"
	"comity/services/views/answer"
)

// playedKeys are the fields of a notice that its reader is shown. When played, the others do not count.
var playedKeys = []string{"reason", "for", "board", "deputy"}

// tells reports whether a step says who is told what because of a command: of what only time brings about nothing is played.
func (s *Step) tells(acts []act) bool {
	return (len(acts) > 0 || len(s.Together) > 0) && (s.Told != nil || len(s.NotTold) > 0)
}

// toldSoFar asks what those were told of whom a step speaks, by person. The server answers what the journal held at a position.
func (p *player) toldSoFar(ctx context.Context, step *Step, position uint64) (map[string][]answer.Notice, error) {
	out := map[string][]answer.Notice{}
	for _, want := range step.wanted() {
		for _, person := range want.to {
			if _, asked := out[person]; asked {
				continue
			}
			var is answer.Notices
			if _, err := p.c.Ask(ctx, p.story.Partnership, person, noticesView, answer.NoticesArgs{}, &is, client.AtLeast(position)); err != nil {
				return nil, fmt.Errorf("what %s was told: %w", person, err)
			}
			out[person] = is.Items
		}
	}
	return out, nil
}

// wanted lists all that a step says of notices.
func (s *Step) wanted() (out []wanted) {
	if s.Told != nil {
		out = append(out, s.Told.each...)
	}
	return append(out, s.NotTold...)
}

// checkTold holds what was told since before against what the step expects, as far as those can see it who were told.
func (p *player) checkTold(ctx context.Context, step *Step, before map[string][]answer.Notice) error {
	now, err := p.toldSoFar(ctx, step, p.position)
	if err != nil {
		return err
	}
	var got []heard
	for person, items := range now {
		had := map[string]bool{}
		for _, n := range before[person] {
			had[n.ID] = true
		}
		for _, n := range items {
			if had[n.ID] {
				continue
			}
			fields, _ := loose(n).(map[string]any)
			got = append(got, heard{to: person, inCase: n.Case, fields: fields, words: fmt.Sprintf("%s of %s in case %s", n.Reason, n.For, n.Case)})
		}
	}
	var all wantedAll
	if step.Told != nil {
		all.each = shown(step.Told.each)
	}
	if out := append(all.differences(got, p.caseID, "told"), unwanted(shown(step.NotTold), got, p.caseID)...); len(out) > 0 {
		return errors.New(strings.Join(out, "; "))
	}
	return nil
}

// shown leaves out what is expected of fields that those do not see who are told.
func shown(list []wanted) (out []wanted) {
	for _, want := range list {
		rest := &node{kind: mapping, place: want.rest.place}
		for _, key := range playedKeys {
			if v := want.rest.get(key); v != nil {
				rest.pairs = append(rest.pairs, pair{place: v.place, key: key, value: v})
			}
		}
		want.rest = rest
		if len(want.to) > 0 { // of anybody it cannot be asked
			out = append(out, want)
		}
	}
	return out
}
