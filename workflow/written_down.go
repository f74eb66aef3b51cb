package workflow

import (
	"slices"

	"comity/workflow/document"
)

// What a partnership has written down about itself, for the report on its structure (F20, F113, F115, F116).

// TermsTopic is one of the nine topics of terms of reference: whether it is covered here, and how many covered it in the survey of 2008 (A-T5).
type TermsTopic struct {
	Topic       string `json:"topic"`
	Title       string `json:"title"`
	Covered     bool   `json:"covered"`
	Reason      string `json:"reason,omitempty"` // why it is left out
	Minute      string `json:"minute,omitempty"`
	NationalPct int    `json:"national_pct"`
}

// RoutesOf are an organisation's routes; what is empty is missing.
type RoutesOf struct {
	Organisation   string `json:"organisation"`
	Complaints     string `json:"complaints,omitempty"`
	Whistleblowing string `json:"whistleblowing,omitempty"`
	Redress        string `json:"redress,omitempty"`
}

// CodeReport says for how many seats the code of conduct is acknowledged.
type CodeReport struct {
	Name             string `json:"name"`
	Version          int    `json:"version"`
	VotingRequiresIt bool   `json:"voting_requires_it,omitempty"`
	Held             int    `json:"held"`         // seats in which somebody sits
	Acknowledged     int    `json:"acknowledged"` // of these, by who sits there
}

// writtenDown reports on terms of reference, risks, routes and the code.
func (m *makeup) writtenDown() {
	if t := m.g.TermsOfReference; t != nil {
		for _, topic := range document.TermsTopics {
			x := TermsTopic{Topic: topic.ID, Title: topic.Title, NationalPct: topic.NationalPct, Covered: slices.Contains(t.Topics, topic.ID)}
			for _, e := range t.Exceptions {
				if e.Topic == topic.ID {
					x.Reason, x.Minute = e.Reason, e.Minute
				}
			}
			m.out.Terms = append(m.out.Terms, x)
		}
	}
	m.out.Risks = m.g.Risks()
	if slices.ContainsFunc(m.g.Organisations, func(o document.Organisation) bool { return o.Routes != nil }) {
		for i := range m.g.Organisations {
			o := &m.g.Organisations[i]
			x := RoutesOf{Organisation: o.ID}
			if o.Routes != nil {
				x.Complaints, x.Whistleblowing, x.Redress = o.Routes.Complaints, o.Routes.Whistleblowing, o.Routes.Redress
			}
			m.out.Routes = append(m.out.Routes, x)
		}
	}
	if code := m.g.CodeOfConduct; code != nil {
		x := &CodeReport{Name: code.Name, Version: code.Version, VotingRequiresIt: code.VotingRequiresIt}
		for i := range m.g.Boards {
			for _, s := range m.g.Boards[i].Seats {
				if holder := m.r.Holder(s.ID, m.at); holder != "" {
					x.Held++
					if m.r.acknowledged(s.ID, holder, code.Version) {
						x.Acknowledged++
					}
				}
			}
		}
		m.out.Code = x
	}
}
