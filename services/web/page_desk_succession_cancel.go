package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"comity/workflow"
)

// successionCancelPage is what the page desk_succession_cancel shows.
type successionCancelPage struct {
	*desk
	Succession string
	Action     string
	Said       []string // who would not be replaced, in words
	Day        string
}

// cancelling finds a succession that has not come yet.
func (v *visit) cancelling() (*successionCancelPage, error) {
	p, _, err := v.successions(nil)
	if err != nil {
		return nil, err
	}
	if err := only(p.Publishes(), "Only an administrator of the partnership takes back that organisations are replaced."); err != nil {
		return nil, err
	}
	out := &successionCancelPage{desk: p.desk, Succession: v.path("succession")}
	for _, s := range p.Recorded {
		if s.Succession != out.Succession || s.InForce {
			continue
		}
		out.Day = s.EffectiveOn
		takers := slices.DeleteFunc(slices.Clone(s.Takers), func(t string) bool { return strings.HasPrefix(t, s.Organisation.Name) })
		out.Said = append(out.Said, s.Organisation.Name+", by "+strings.Join(takers, ", "))
	}
	if len(out.Said) == 0 {
		return nil, missing("There is no such succession that is still to come.")
	}
	out.Action = out.Address + "/successions/" + url.PathEscape(out.Succession) + "/cancel"
	return out, nil
}

// deskSuccessionCancel says what is taken back, and asks by what.
func (v *visit) deskSuccessionCancel() error {
	p, err := v.cancelling()
	if err != nil {
		return err
	}
	return v.showCancel(http.StatusOK, p, &form{values: url.Values{}})
}

func (v *visit) showCancel(status int, p *successionCancelPage, f *form) error {
	return v.showAs(status, "desk_succession_cancel", page{Title: "Take back that organisations are replaced", Form: f, Data: p, Back: p.Address + "/successions"})
}

// successionCancelSent takes it back.
func (v *visit) successionCancelSent() error {
	p, err := v.cancelling()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	instrument := f.need("instrument", "Enter the decision or notice by which it does not happen")
	if !f.ok() {
		return v.showCancel(http.StatusUnprocessableEntity, p, f)
	}
	done, err := v.do(&workflow.SuccessionCancel{Succession: p.Succession, Instrument: instrument})
	if no := rulesNo(err); no != nil {
		for _, d := range no.Details {
			f.wrong("", "%s", plainly(d.Message))
		}
		return v.showCancel(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell("It is taken back. Terms and mandates that were to end with it go on as they were.")
	return v.goTo(p.Address+"/successions", done.Seq)
}
