package web

import (
	"net/http"
	"slices"
	"strings"

	"comity/services/directory"
)

var signInRoutes = []route{
	{pattern: "GET /sign-in", page: (*visit).signIn, open: true},
	{pattern: "POST /sign-in/development", page: (*visit).signInDevelopment, open: true},
	{pattern: "GET /sign-in/with/{provider}", page: (*visit).signInWithProvider, open: true},
	{pattern: "GET /sign-in/callback", page: (*visit).signInCallback, open: true},
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
		slices.SortFunc(all, func(a, b directory.Person) int { return strings.Compare(a.Name, b.Name) })
		for _, x := range all {
			if x.Active() {
				p.People = append(p.People, choice{Value: x.ID, Text: x.Name})
			}
		}
	}
	return v.showAs(status, "sign_in", page{Title: "Sign in", Form: f, Data: p})
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
	next := v.web.sessions.PopString(v.ctx(), sessionNext)
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		next = "/work"
	}
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
