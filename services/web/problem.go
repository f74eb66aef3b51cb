package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/nats-io/nuid"

	"comity/services/client"
	"comity/workflow"
)

// trouble is what the page problem shows.
type trouble struct {
	Heading   string
	Sentences []string
	Reference string // by which our log has it
	Case      string // address of the case on which something was to be done; "" where it was not, or there is none
}

// lost answers an address that is no page.
func (v *visit) lost() error {
	if v.r.URL.Path == "/" {
		return v.goTo("/work", 0)
	}
	return v.trouble(http.StatusNotFound, trouble{Heading: "Page not found", Sentences: []string{
		"If you typed the address, check that it is right. If you pasted it, check that you copied all of it."}})
}

// fail answers for a page that could not do what it was asked.
func (v *visit) fail(err error) {
	var tooLarge *http.MaxBytesError
	no := refusal(err)
	t := trouble{Heading: "Sorry, there is a problem", Sentences: []string{"Try again in a moment. What you had sent was not lost without your seeing this page."}}
	status := http.StatusInternalServerError
	switch {
	case no != nil:
		status, t = no.Status, refused(no)
		if id := v.path("case"); id != "" && no.Code != workflow.NotFound && v.path("command") != "" {
			t.Case = "/" + v.partnership + "/cases/" + url.PathEscape(id)
		}
	case errors.As(err, &tooLarge):
		status, t.Heading = http.StatusRequestEntityTooLarge, "That was too large"
		t.Sentences = []string{"What you sent is larger than is taken here."}
	case errors.Is(err, client.ErrNobody), errors.Is(err, client.ErrNoReply), errors.Is(err, context.DeadlineExceeded):
		status, t.Heading = http.StatusServiceUnavailable, "The service does not answer just now"
		t.Sentences = []string{"Nothing you decided is lost. Try again in a moment; if you had just pressed a button, pressing it again is safe."}
	case errors.Is(err, context.Canceled):
		return // the browser went away
	default:
		t.Reference = nuid.Next()
		v.web.cfg.Log.Error().Err(err).Str("reference", t.Reference).Str("page", v.r.URL.Path).Msg("page failed")
	}
	if err := v.trouble(status, t); err != nil {
		v.web.cfg.Log.Error().Err(err).Str("page", v.r.URL.Path).Msg("page failed, and the page that says so")
		http.Error(v.w, t.Heading, status)
	}
}

// refused words the engine's no for somebody who wanted to see something.
func refused(no *workflow.Refusal) trouble {
	t := trouble{Heading: "You cannot do this"}
	switch no.Code {
	case workflow.NotFound:
		t.Heading = "Page not found"
	case workflow.NotPermitted, workflow.NotAuthenticated:
		t.Heading = "You do not have access to this"
	case workflow.Unavailable, workflow.OutcomeUnknown, workflow.TooManyRequests:
		t.Heading = "The service does not answer just now"
	}
	for _, p := range no.Details {
		t.Sentences = append(t.Sentences, p.Message)
	}
	return t
}

func (v *visit) trouble(status int, t trouble) error {
	return v.showAs(status, "problem", page{Title: t.Heading, Data: t})
}
