package web

import (
	"strconv"
	"strings"

	"comity/services/views/answer"
	"comity/workflow/quantity"
)

// contributionsPage is what the page contributions shows.
type contributionsPage struct {
	answer.Contributions
	CSV string
}

// contributions shows who gives what, against which duty, and what is spent on which tier of need.
func (v *visit) contributions() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	p := contributionsPage{CSV: "/" + v.partnership + "/contributions.csv"}
	if err := v.ask("contributions", answer.ContributionsArgs{}, &p.Contributions); err != nil {
		return err
	}
	return v.show("contributions", page{Title: "Who gives what", Data: p, Back: v.toRegisters()})
}

// Partner finds what an organisation gives.
func (p contributionsPage) Partner(id string) answer.PartnerContribution {
	for _, x := range p.Organisations {
		if x.Organisation == id {
			return x
		}
	}
	return answer.PartnerContribution{Organisation: id}
}

// PostWords says with whom a joint post is borne.
func (n *names) PostWords(l answer.ContributionLine) string {
	var with []string
	for _, o := range l.With {
		with = append(with, n.Organisation(o))
	}
	switch {
	case l.Form == "":
		return ""
	case len(with) > 0:
		return words("staff_form", l.Form) + " with " + strings.Join(with, " and ")
	}
	return words("staff_form", l.Form)
}

// contributionsCSV is every commitment that stands as a table: one line each.
func (v *visit) contributionsCSV() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var a answer.Contributions
	if err := v.ask("contributions", answer.ContributionsArgs{}, &a); err != nil {
		return err
	}
	n := v.naming()
	rows := [][]string{{"Reference", "Commitment", "Organisation", "Kind", "Form", "Aligned or pooled", "Ledger", "Basis", "Offered", "Confirmed", "Posts offered", "Posts confirmed", "Recorded until", "Delivered", "To be delivered", "Posts delivered", "Posts to be delivered"}}
	number := func(hundredths int64) string { return strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64) }
	pounds := func(pence int64) string {
		if pence == 0 {
			return ""
		}
		return quantity.Pence(pence).String()
	}
	for _, l := range a.Lines {
		posts, confirmed := "", ""
		if l.OfferedFTEHundredths > 0 {
			posts, confirmed = number(l.OfferedFTEHundredths), number(l.ConfirmedFTEHundredths)
		}
		due, got, postsDue, postsGot := pounds(l.ExpectedPence), "", "", ""
		switch {
		case l.ExpectedPence > 0:
			got = quantity.Pence(l.DeliveredPence).String()
		case l.ExpectedFTEHundredths > 0:
			postsDue, postsGot = number(l.ExpectedFTEHundredths), number(l.DeliveredFTEHundredths)
		}
		rows = append(rows, []string{l.Case, l.Commitment, n.Organisation(l.Organisation), words("kind", l.Kind), n.PostWords(l), words("mode", l.Mode), l.Ledger, l.Basis,
			pounds(l.OfferedPence), pounds(l.ConfirmedPence), posts, confirmed, l.DeliveredUntil, got, due, postsGot, postsDue})
	}
	return v.table(v.partnership+"-contributions", rows)
}
