package people

import (
	"slices"
	"testing"

	"comity/services/bus"
	"comity/workflow"
)

// The people of the table, by what they are.
var who = func() map[string]standing {
	in := func(m workflow.Membership) []workflow.Membership {
		m.Partnership = "westmere"
		if m.Clearance == "" {
			m.Clearance = workflow.ClearBoard
		}
		return []workflow.Membership{m}
	}
	seat := func(board, organisation string) workflow.Membership {
		return workflow.Membership{Seats: []workflow.SeatOf{{Seat: "S", Board: board, Organisation: organisation}}}
	}
	post := func(organisation, post string) workflow.Membership {
		return workflow.Membership{Posts: []workflow.PostOf{{Organisation: organisation, Post: post}}}
	}
	both := in(seat("wcb", "wcc"))
	both = append(both, workflow.Membership{Partnership: "eastmere", Clearance: workflow.ClearBoard, Seats: []workflow.SeatOf{{Seat: "E", Board: "eb", Organisation: "ecc"}}})
	all := map[string]standing{
		"the operator":          {Operator: true},
		"installation":          {Administrator: true, In: in(workflow.Membership{Clearance: workflow.ClearPublic})},
		"governance":            {In: in(workflow.Membership{Administrator: true, Clearance: workflow.ClearPartners})},
		"secretary":             {In: in(workflow.Membership{SecretaryOf: []workflow.Named{{ID: "wcb"}}})},
		"another's secretary":   {In: in(workflow.Membership{SecretaryOf: []workflow.Named{{ID: "jce"}}})},
		"officer":               {In: in(post("wcc", authorisingOfficer))},
		"another's officer":     {In: in(post("icb", authorisingOfficer))},
		"finance officer":       {In: in(post("wcc", "chief_finance_officer"))},
		"member":                {In: in(seat("wcb", "wcc"))},
		"member of two":         {In: both},
		"nobody":                {},
		"eastmere's governance": {In: []workflow.Membership{{Partnership: "eastmere", Administrator: true, Clearance: workflow.ClearPartners}}},
	}
	for name, s := range all {
		s.Person = name
		all[name] = s
	}
	return all
}()

func TestMay(t *testing.T) {
	t.Parallel()
	self := "self"
	for _, test := range []struct {
		name string
		do   act
		of   string
		by   []string // everybody else may not
	}{
		{"read a member", read, "member", []string{self, "the operator", "installation", "governance", "secretary", "officer"}},
		{"read one of two", read, "member of two", []string{self, "the operator", "installation", "governance", "secretary", "officer", "eastmere's governance"}},
		{"read nobody", read, "nobody", []string{self, "the operator", "installation"}},
		{"read the installation's administrator", read, "installation", []string{self, "the operator", "governance"}},
		{"name a member", recordSelf, "member", []string{self, "the operator", "installation", "governance", "secretary", "officer"}},
		{"name one of two", recordSelf, "member of two", []string{self, "the operator", "installation"}},
		{"give a member an address", recordEmail, "member", []string{"the operator", "installation", "governance", "secretary", "officer"}},
		{"give one of two an address", recordEmail, "member of two", []string{"the operator", "installation"}},
		{"give somebody new an address", recordEmail, "nobody", []string{"the operator", "installation", "governance", "officer", "another's officer", "eastmere's governance"}},
		{"give the installation's administrator an address", recordEmail, "installation", []string{"the operator", self}},
		{"replace a member's address", replaceEmail, "member", []string{"the operator", "installation", "officer"}},
		{"replace the governance administrator's address", replaceEmail, "governance", []string{"the operator", "installation"}},
		{"replace a secretary's address", replaceEmail, "secretary", []string{"the operator", "installation"}},
		{"replace an officer's address", replaceEmail, "officer", []string{"the operator", "installation"}},
		{"replace the finance officer's address", replaceEmail, "finance officer", []string{"the operator", "installation", "officer"}},
		{"replace the installation's administrator's address", replaceEmail, "installation", []string{"the operator", self}},
		{"let a member go", leave, "member", []string{"the operator", "installation", "officer"}},
		{"invite a member", invite, "member", []string{"the operator", "installation", "governance", "secretary", "officer"}},
		{"invite somebody new", invite, "nobody", []string{"the operator", "installation", "governance", "officer", "another's officer", "eastmere's governance"}},
		{"erase a member", erase, "member", []string{"installation"}},
		{"sign a member out", signOut, "member", []string{self, "the operator", "installation"}},
		{"see a member's keys", seeKeys, "member", []string{self, "the operator", "installation"}},
		{"make a member's keys", ownKeys, "member", []string{self}},
		{"make the operator's keys", ownKeys, "the operator", nil},
		{"do what there is not", act(99), "member", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, by := range who {
				want := slices.Contains(test.by, name) || name == test.of && slices.Contains(test.by, self)
				if name == test.of && !slices.Contains(test.by, self) {
					want = false
				}
				if got := may(test.do, by, who[test.of]); got != want {
					t.Errorf("%s: got %v, want %v", name, got, want)
				}
			}
		})
	}
}

func TestMayShow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		by, partnership, clearance string
		want                       bool
	}{
		{"secretary", "westmere", "public", true},
		{"secretary", "westmere", "board", true},
		{"secretary", "westmere", "exempt", false},
		{"secretary", "eastmere", "public", false},
		{"governance", "westmere", "partners", true},
		{"governance", "westmere", "board", false},
		{"installation", "westmere", "public", true},
		{"installation", "westmere", "partners", false},
		{"member", "westmere", "public", false},
		{"officer", "westmere", "public", false},
		{"nobody", "westmere", "public", false},
		{"the operator", "westmere", "public", false},
		{"secretary", "westmere", "secret", false},
		{"secretary", "westmere", "", false},
	} {
		if got := mayShow(who[test.by], test.partnership, test.clearance); got != test.want {
			t.Errorf("%s, %s of %s: got %v", test.by, test.clearance, test.partnership, got)
		}
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	own := []string{"comity.people.p-lead.*", "comity.ask.comity.p-lead.me", "$SRV.PING"}
	for _, test := range []struct {
		name               string
		grant              grant
		publish, subscribe []string
	}{
		{"somebody who is nothing anywhere", grant{Actor: "p-lead", Clearance: map[string]string{}}, own, []string{"_INBOX_p-lead.>"}},
		{"a member", grant{Actor: "p-lead", Clearance: map[string]string{"westmere": "partners"}},
			append(slices.Clone(own), "comity.cmd.westmere.p-lead.>", "comity.ask.westmere.p-lead.*"),
			[]string{"_INBOX_p-lead.>", "comity.feed.westmere.public.>", "comity.feed.westmere.partners.>"}},
		{"an administrator of the installation", grant{Actor: "p-lead", Administrator: true, Clearance: map[string]string{"westmere": "public"}},
			append(slices.Clone(own), "comity.cmd.*.p-lead.>", "comity.ask.*.p-lead.*"),
			[]string{"_INBOX_p-lead.>", "comity.feed.westmere.public.>"}},
		{"a dashboard", grant{Actor: "dashboard-k1", Dashboard: bus.Dashboard{Partnership: "westmere", Clearance: "public"}},
			[]string{"comity.ask.westmere.dashboard-k1.feed", "comity.ask.westmere.dashboard-k1.snapshot", "comity.ask.westmere.dashboard-k1.dashboard"},
			[]string{"_INBOX_dashboard-k1.>", "comity.feed.westmere.public.>"}},
		{"a dashboard with a clearance that there is not", grant{Actor: "dashboard-k1", Dashboard: bus.Dashboard{Partnership: "westmere", Clearance: "secret"}},
			[]string{"comity.ask.westmere.dashboard-k1.feed", "comity.ask.westmere.dashboard-k1.snapshot", "comity.ask.westmere.dashboard-k1.dashboard"},
			[]string{"_INBOX_dashboard-k1.>"}},
	} {
		publish, subscribe := permissions(test.grant)
		if !slices.Equal(publish, test.publish) || !slices.Equal(subscribe, test.subscribe) {
			t.Errorf("%s: got %v and %v", test.name, publish, subscribe)
		}
	}
}
