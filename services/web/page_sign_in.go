package web

import (
	"net/http"
	"slices"
	"strings"

	"comity/services/directory"
	"comity/services/views/answer"
)

var signInRoutes = []route{
	{pattern: "GET /sign-in", page: (*visit).signIn, open: true},
	{pattern: "POST /sign-in/development", page: (*visit).signInDevelopment, open: true},
	{pattern: "GET /sign-in/with/{provider}", page: (*visit).signInWithProvider, open: true},
	{pattern: "GET /sign-in/callback/{provider}", page: (*visit).signInCallback, open: true},
	{pattern: "POST /sign-in/code", page: (*visit).signInCodeAsk, open: true},
	{pattern: "POST /sign-in/invitation", page: (*visit).signInInvitation, open: true},
	{pattern: "GET /sign-in/code", page: (*visit).signInCode, open: true},
	{pattern: "POST /sign-in/code/enter", page: (*visit).signInCodeEnter, open: true},
	{pattern: "POST /sign-out", page: (*visit).signOut, open: true},
}

// signInPage is what the page sign_in shows.
type signInPage struct {
	People    []choice // whom anybody may sign in as, in development
	Providers []*provider
}

// signIn offers the ways to sign in.
func (v *visit) signIn() error {
	if v.person != "" {
		return v.goTo("/work", 0)
	}
	return v.signInWith(http.StatusOK, &form{})
}

func (v *visit) signInWith(status int, f *form) error {
	p := signInPage{Providers: v.web.providers}
	if v.web.cfg.Development {
		all, err := v.web.people.All(v.ctx())
		if err != nil {
			return err
		}
		p.People = v.everybody(all)
	}
	return v.showAs(status, "sign_in", page{Title: "Sign in", Form: f, Data: p})
}

// everybody lists the people of the directory by name, with what each of them is, so that whoever tries it out finds somebody to
// be: first those for whom something waits, then the unit, the secretary, the boards, and the officers last.
func (v *visit) everybody(all []directory.Person) []choice {
	slices.SortFunc(all, func(a, b directory.Person) int { return strings.Compare(a.Name, b.Name) })
	type one struct {
		choice
		place int
	}
	var list []one
	for _, x := range all {
		if !x.Active() {
			continue
		}
		as := &visit{web: v.web, r: v.r, person: x.ID}
		me, err := as.who()
		if err != nil {
			me = &answer.Me{}
		}
		waiting := 0
		for _, m := range me.Partnerships {
			var inbox answer.Inbox
			if err := as.askOf(m.Partnership, "inbox", answer.InboxArgs{}, &inbox); err == nil {
				waiting += len(inbox.Items)
			}
		}
		role, place := roleOf(me)
		if waiting > 0 {
			role, place = strings.TrimPrefix(role+"; "+plural(waiting, "thing waits", "things wait"), "; "), place-10
		}
		list = append(list, one{choice{Value: x.ID, Text: x.Name, Hint: role}, place})
	}
	slices.SortStableFunc(list, func(a, b one) int { return a.place - b.place })
	out := make([]choice, len(list))
	for i := range list {
		out[i] = list[i].choice
	}
	return out
}

// roleOf says in a line what somebody is in the first partnership, and how far up the list they stand for it.
func roleOf(me *answer.Me) (role string, place int) {
	for _, m := range me.Partnerships {
		switch {
		case len(m.Units) > 0:
			return m.Units[0].Name, 1
		case len(m.SecretaryOf) > 0:
			return "Secretary of " + m.SecretaryOf[0].Name, 2
		case len(m.Seats) > 0:
			return m.Seats[0].OrganisationName + ", on " + m.Seats[0].BoardName, 4
		case len(m.Posts) > 0:
			return words("post", m.Posts[0].Post) + " of " + m.Posts[0].OrganisationName, 5
		case m.Administrator:
			return "Administrator of " + m.Name, 3
		}
	}
	if me.Administrator {
		return "Administrator of the installation", 3
	}
	return "", 6
}

// signInDevelopment signs in as anybody, without proof. It is there in development only, which New allows on loopback alone.
func (v *visit) signInDevelopment() error {
	if !v.web.cfg.Development {
		return v.lost()
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	id := f.need("person", "Select who you want to be")
	if p, err := v.web.people.Person(v.ctx(), id); id != "" && (err != nil || !p.Active()) {
		f.wrong("person", "Select somebody from the list")
	}
	if !f.ok() {
		return v.signInWith(http.StatusUnprocessableEntity, f)
	}
	return v.enter(id)
}

// enter signs a person in who has proved who they are, and takes them where they wanted to go.
func (v *visit) enter(person string) error {
	next := v.wanted()
	if err := v.begin(person); err != nil {
		return err
	}
	return v.goTo(next, 0)
}

// signOut ends this session.
func (v *visit) signOut() error {
	if err := v.end(); err != nil {
		return err
	}
	return v.goTo("/sign-in", 0)
}
