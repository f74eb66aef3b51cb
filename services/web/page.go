package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/services/web/assets"
)

//go:embed templates
var files embed.FS

// templates are the pages, parsed once: each with the layout and the components.
type templates struct{ pages map[string]*template.Template }

func parseTemplates(funcs template.FuncMap) (*templates, error) {
	shared, err := template.New("").Funcs(funcs).ParseFS(files, "templates/shared/*.gohtml")
	if err != nil {
		return nil, err
	}
	t := &templates{pages: map[string]*template.Template{}}
	return t, fs.WalkDir(files, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Dir(name) != "templates" {
			return err
		}
		one, err := shared.Clone()
		if err != nil {
			return err
		}
		if one, err = one.ParseFS(files, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		t.pages[strings.TrimSuffix(path.Base(name), ".gohtml")] = one
		return nil
	})
}

// page is what every template is given.
type page struct {
	Title       string // of the page, which is also its h1 unless the template writes another
	Base        string // /westmere on the pages of a partnership
	Partnership string // its name
	Person      string // the name of who is signed in; "" for nobody
	Nav         []link
	Back        string // address of the page before; "" for none
	Notice      string // what was done on the page before
	Form        *form  // nil on a page without one
	AsAt        time.Time
	Seq         uint64
	Live        string // topic of the live stream; "" for a page that stands still
	Names       *names
	Development bool
	Data        any // the page's own

	v *visit
}

// link is an address and what it is called.
type link struct {
	Text, Address string
	Current       bool
	Count         int // shown behind the text when not 0
}

// show answers with a page, status 200.
func (v *visit) show(name string, p page) error { return v.showAs(http.StatusOK, name, p) }

// showAs answers with a page and another status: 422 for a form that was not right.
func (v *visit) showAs(status int, name string, p page) error {
	t, ok := v.web.pages.pages[name]
	if !ok {
		return fmt.Errorf("there is no template %s", name)
	}
	if err := v.complete(&p); err != nil {
		return err
	}
	var body bytes.Buffer
	if err := t.ExecuteTemplate(&body, "layout", &p); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, err := body.WriteTo(v.w)
	if err != nil {
		v.web.cfg.Log.Debug().Err(err).Str("page", name).Msg("the browser went away")
	}
	return nil
}

// fragment writes one template of a page alone, as the live stream sends it.
func (v *visit) fragment(name, block string, p page) (string, error) {
	if err := v.complete(&p); err != nil {
		return "", err
	}
	var body bytes.Buffer
	if err := v.web.pages.pages[name].ExecuteTemplate(&body, block, &p); err != nil {
		return "", fmt.Errorf("page %s: %w", name, err)
	}
	return body.String(), nil
}

// complete fills in what is the same on every page.
func (v *visit) complete(p *page) error {
	p.v, p.AsAt, p.Seq, p.Development = v, v.asAt, v.seq, v.web.cfg.Development
	p.Names = v.naming()
	if v.person == "" {
		return nil
	}
	p.Person = v.web.people.Name(v.ctx(), v.person)
	p.Notice = v.web.sessions.PopString(v.ctx(), sessionNotice)
	me, err := v.who()
	if err != nil {
		return nil // the page stands without its navigation; what it could not do without, it has asked for itself
	}
	p.Nav = append(p.Nav, link{Text: "My work", Address: "/work", Current: v.within("/work")})
	if v.partnership == "" {
		p.Nav = append(p.Nav, v.ways(me.Partnerships)...)
		return nil
	}
	p.Base, p.Partnership = "/"+v.partnership, v.partnership
	for i := range me.Partnerships {
		if m := &me.Partnerships[i]; m.Partnership == v.partnership {
			p.Partnership = m.Name
			p.Nav = append(p.Nav, v.navigation(m)...)
		}
	}
	return nil
}

// ways lead from a page of no partnership to those that somebody belongs to: to all the pages of the only one, or to each one's cases.
func (v *visit) ways(of []answer.Membership) (out []link) {
	if len(of) == 1 {
		return v.navigation(&of[0])
	}
	for _, m := range of {
		out = append(out, link{Text: m.Name, Address: "/" + m.Partnership + "/cases"})
	}
	return out
}

// partnerships are what the pages beside all partnerships lead to: the pages of the only one, or each of several.
func (v *visit) partnerships(me *answer.Me) (out []link) {
	if len(me.Partnerships) == 1 {
		return v.navigation(&me.Partnerships[0])
	}
	for _, m := range me.Partnerships {
		out = append(out, link{Text: m.Name, Address: "/" + m.Partnership + "/cases"})
	}
	return out
}

// navigation is the pages of a partnership that somebody has business with.
func (v *visit) navigation(m *answer.Membership) []link {
	base := "/" + m.Partnership
	out := []link{
		{Text: "Cases", Address: base + "/cases", Current: v.within(base + "/cases")},
		{Text: "Dashboard", Address: base + "/dashboard", Current: v.within(base + "/dashboard")},
		{Text: "Boards", Address: base + "/boards", Current: v.within(base + "/boards")},
		{Text: "Registers", Address: base + "/registers", Current: v.within(base+"/registers") || v.inRegister(base)},
	}
	if len(m.SecretaryOf) > 0 || m.Administrator || len(m.Posts) > 0 {
		out = append(out, link{Text: "Secretary’s desk", Address: base + "/desk", Current: v.within(base + "/desk")})
	}
	return out
}

// within reports whether the page's address is another or below it.
func (v *visit) within(address string) bool {
	p := v.r.URL.Path
	return p == address || strings.HasPrefix(p, address+"/")
}

// Asset is the address of a built file; "" where the pages were built without npm, and are plain then.
func (p *page) Asset(name string) string { return assets.Path(name) }

// CommandID is a fresh id for a command, for a form's hidden field.
func (p *page) CommandID() string { return p.v.web.cfg.NewID() }
