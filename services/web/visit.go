package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"comity/events"
	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
)

// visit is one request, by one person or by nobody. It belongs to the goroutine of its request.
type visit struct {
	web *Web
	w   http.ResponseWriter
	r   *http.Request

	person      string // who is signed in; "" for nobody
	partnership string // of the page; "" for none
	me          *answer.Me
	asAt        time.Time // how fresh the page is: of the oldest answer on it
	seq         uint64    // the position that the page shows, of the partnership
	atLeast     uint64    // the position that answers about the partnership must have reached
	names       *names
}

// page makes a handler of a page: it finds out who asks, and turns what the page returns into an answer.
func (w *Web) page(r route) http.Handler {
	if r.maxBytes == 0 {
		r.maxBytes = formBytes
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		req.Body = http.MaxBytesReader(rw, req.Body, r.maxBytes)
		v := &visit{web: w, w: rw, r: req, partnership: req.PathValue("partnership")}
		v.atLeast, _ = strconv.ParseUint(v.query("seen"), 10, 64)
		v.person = w.signedIn(v.ctx())
		if v.person == "" && !r.open {
			v.toSignIn()
			return
		}
		if v.person != "" && !r.byItself {
			w.sessions.Put(v.ctx(), sessionSeen, w.cfg.Now().UTC())
		}
		if err := r.page(v); err != nil {
			v.fail(err)
		}
	})
}

// toSignIn sends who is not signed in to do so, and back to the page they wanted. What they had sent is not kept: a form is
// never carried out by whoever signs in next.
func (v *visit) toSignIn() {
	if next := v.r.URL.RequestURI(); v.r.Method == http.MethodGet && isOurs(next) {
		http.SetCookie(v.w, v.web.nextCookie(next))
	}
	http.Redirect(v.w, v.r, "/sign-in", http.StatusSeeOther)
}

func (v *visit) ctx() context.Context { return v.r.Context() }

// query is a value of the address.
func (v *visit) query(name string) string { return strings.TrimSpace(v.r.URL.Query().Get(name)) }

// path is a part of the address.
func (v *visit) path(name string) string { return v.r.PathValue(name) }

// ask puts a question to a view of the page's partnership, as the person.
// Errors: *workflow.Refusal and the client's.
func (v *visit) ask(view string, args, into any) error {
	return v.askOf(v.partnership, view, args, into)
}

// askOf asks about another partnership. The page is as fresh as the oldest answer on it.
func (v *visit) askOf(partnership, view string, args, into any) error {
	var opts []client.Option
	if partnership == v.partnership && v.atLeast > 0 {
		opts = append(opts, client.AtLeast(v.atLeast))
	}
	at, err := v.web.client.Ask(v.ctx(), partnership, v.person, view, args, into, opts...)
	if err != nil {
		return err
	}
	if v.asAt.IsZero() || at.AsAt.Before(v.asAt) {
		v.asAt = at.AsAt
	}
	if partnership == v.partnership {
		v.seq = max(v.seq, at.Seq)
	}
	return nil
}

// who is everything that the person is, in every partnership, after what the page has to have seen of its own, and after what we have seen of it:
// the client waits for that in what it asks of a partnership, and this is asked of the installation.
func (v *visit) who() (*answer.Me, error) {
	if v.me == nil {
		me := &answer.Me{}
		if err := v.askOf(events.Installation, "me", answer.MeArgs{Partnership: v.partnership, Position: max(v.atLeast, v.web.client.Seen(v.partnership))}, me); err != nil {
			return nil, err
		}
		v.me = me
	}
	return v.me, nil
}

// membership is what the person is in the page's partnership. Errors: not_found where they are nothing in it, or it does not
// exist: who has no business in a partnership does not learn which there are.
func (v *visit) membership() (*answer.Membership, error) {
	me, err := v.who()
	if err != nil {
		return nil, err
	}
	for i := range me.Partnerships {
		if me.Partnerships[i].Partnership == v.partnership {
			return &me.Partnerships[i], nil
		}
	}
	return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "There is no such partnership, or you have no part in it."})
}

// do sends a command as the person. The form that it comes from carries the command's id, so that a button pressed twice is
// one command, and the revision that the person saw, so that a case that has changed since says so.
// Errors: *workflow.Refusal for a no; the client's.
func (v *visit) do(cmd workflow.Command) (client.Done, error) {
	return v.doOf(v.partnership, v.r.PostFormValue("command_id"), v.r.PostFormValue("revision"), cmd)
}

// doOf is do in any partnership, with the id and the revision given; both may be empty.
func (v *visit) doOf(partnership, id, revision string, cmd workflow.Command) (client.Done, error) {
	var opts []client.Option
	if id != "" {
		opts = append(opts, client.CommandID(id))
	}
	if n, err := strconv.Atoi(revision); err == nil && n > 0 {
		opts = append(opts, client.ExpectedRevision(n))
	}
	return v.web.client.Do(v.ctx(), partnership, v.person, cmd, opts...)
}

// goTo sends the browser on after something was done, to a page that shows at least that position.
func (v *visit) goTo(address string, seen uint64) error {
	if seen > 0 {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		q := u.Query()
		q.Set("seen", strconv.FormatUint(seen, 10))
		u.RawQuery = q.Encode()
		address = u.String()
	}
	http.Redirect(v.w, v.r, address, http.StatusSeeOther)
	return nil
}

// refusal is the engine's no, where that is what an error is.
func refusal(err error) *workflow.Refusal {
	var no *workflow.Refusal
	if errors.As(err, &no) {
		return no
	}
	return nil
}

// rulesNo is a refusal that the page says, beside what it is about: a no of the rules, or of what was written. Nil for everything that the error
// page says: what is no refusal, and that there was no answer.
func rulesNo(err error) *workflow.Refusal {
	if no := refusal(err); no != nil && no.Status < http.StatusInternalServerError {
		return no
	}
	return nil
}
