package web

import (
	"net/http"
	"net/url"

	"comity/services/views/answer"
	"comity/workflow"
)

// codePage is what the page code shows: for which of one's seats the code of conduct is still to be acknowledged.
type codePage struct {
	*answer.Membership
	Due  []workflow.SeatOf
	Name string // of the code, "" for none to acknowledge
}

// code asks whoever sits on a board to acknowledge the code of conduct.
func (v *visit) code() error {
	p, err := v.codeDue()
	if err != nil {
		return err
	}
	return v.showCode(http.StatusOK, p, &form{values: url.Values{}})
}

func (v *visit) codeDue() (*codePage, error) {
	m, err := v.membership()
	if err != nil {
		return nil, err
	}
	p := &codePage{Membership: m}
	for _, s := range m.Seats {
		if s.CodeToAcknowledge != "" {
			p.Due, p.Name = append(p.Due, s), s.CodeToAcknowledge
		}
	}
	return p, nil
}

func (v *visit) showCode(status int, p *codePage, f *form) error {
	return v.showAs(status, "code", page{Title: "Code of conduct", Form: f, Data: p, Back: "/" + v.partnership + "/structure"})
}

// codeSent acknowledges it for one seat.
func (v *visit) codeSent() error {
	p, err := v.codeDue()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	if f.Value("keep") != "yes" {
		f.wrong("keep", "Confirm that you will keep it")
	}
	if !f.ok() {
		return v.showCode(http.StatusUnprocessableEntity, p, f)
	}
	done, err := v.do(&workflow.MemberAcknowledgeCode{Seat: f.Value("seat")})
	if no := rulesNo(err); no != nil {
		for _, s := range v.noes(no) {
			f.wrong("", "%s", plainly(s))
		}
		return v.showCode(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell("You have acknowledged the code of conduct.")
	return v.goTo("/"+v.partnership+"/code", done.Seq)
}
