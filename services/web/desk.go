package web

import (
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// desk is what somebody may do at the secretary's desk of a partnership. The engine says so again for every command; the pages
// offer nothing that it would refuse for who asks.
type desk struct {
	*answer.Membership
	Installation bool // administers the installation
	Address      string
}

// desk finds what the person may do at the desk.
// Errors: not_found for who has no part in the partnership; not_permitted for members and units, who have no business there.
func (v *visit) desk() (*desk, error) {
	m, err := v.membership()
	if err != nil {
		return nil, err
	}
	d := &desk{Membership: m, Installation: v.me.Administrator, Address: "/" + v.partnership + "/desk"}
	if len(m.SecretaryOf)+len(m.Posts) == 0 && !m.Administrator && !d.Installation {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted,
			Message: "The secretary’s desk is for secretaries, the officers of the organisations and administrators."})
	}
	return d, nil
}

// Keeps reports whether the person keeps a board's papers.
func (d *desk) Keeps(board string) bool {
	return slices.ContainsFunc(d.SecretaryOf, func(b workflow.Named) bool { return b.ID == board })
}

// Authorises reports whether the person says for an organisation who sits for it and what they may commit.
func (d *desk) Authorises(organisation string) bool {
	return slices.ContainsFunc(d.Posts, func(p workflow.PostOf) bool { return p.Organisation == organisation && p.Post == "authorising_officer" })
}

// Secretary reports whether the person keeps any board's papers.
func (d *desk) Secretary() bool { return len(d.SecretaryOf) > 0 }

// Publishes reports whether the person publishes documents.
func (d *desk) Publishes() bool { return d.Administrator || d.Installation }

// Records reports whether the person records new people.
func (d *desk) Records() bool {
	return d.Publishes() || slices.ContainsFunc(d.Posts, func(p workflow.PostOf) bool { return p.Post == "authorising_officer" })
}

// governance is the governance document in force, with what it proposes.
func (v *visit) governance() (*document.Governance, error) {
	var d answer.Document
	if err := v.ask("document", answer.DocumentArgs{}, &d); err != nil {
		return nil, err
	}
	return document.LoadGovernance(d.Source)
}

// only refuses who may not do something at the desk, in a sentence.
func only(may bool, sentence string) error {
	if may {
		return nil
	}
	return workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, Message: sentence})
}

// missing says that what an address names is not there.
func missing(sentence string) error {
	return workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: sentence})
}

// At reports whether the page is the one at an address of its partnership.
func (p *page) At(address string) bool { return p.v.r.URL.Path == p.Base+address }
