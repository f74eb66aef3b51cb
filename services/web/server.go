package web

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/nats-io/nuid"

	"comity/services/web/assets"
)

// formBytes bounds the body of a request; the page that takes files has a bound of its own.
const formBytes = 1 << 20

// handler is everything that the pages answer.
func (w *Web) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes() {
		mux.Handle(r.pattern, w.page(r))
	}
	mux.Handle("/", w.page(route{page: (*visit).lost, open: true}))
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(512))
	if err != nil {
		panic(err) // the options are ours
	}
	pages := w.sessions.LoadAndSave(http.NewCrossOriginProtection().Handler(mux))
	static := assets.Handler()
	return w.rescue(headers(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case w.cfg.Development && !isHere(r.Host):
			// Another site can have its own name lead to this machine, and would be ours then.
			http.Error(rw, "This is for the people at this machine alone.", http.StatusMisdirectedRequest)
		case strings.HasPrefix(r.URL.Path, "/assets/"):
			static.ServeHTTP(rw, r)
		case r.URL.Path == "/live":
			pages.ServeHTTP(rw, r) // a stream, which no buffer may hold back
		default:
			compress(pages).ServeHTTP(rw, r)
		}
	})))
}

// policy lets a page load what is ours and nothing else, and nobody frame it.
const policy = "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"

// headers are the same on every answer.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h := rw.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		h.Set("Cache-Control", "no-store")
		if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(rw, r)
	})
}

// rescue answers for a page that panics, and notes it under a reference that the person can quote.
func (w *Web) rescue(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			ref := nuid.Next()
			w.cfg.Log.Error().Str("reference", ref).Str("page", r.URL.Path).Msgf("panic: %v\n%s", p, debug.Stack())
			http.Error(rw, fmt.Sprintf("Something went wrong on our side. It is in our log as %s.", ref), http.StatusInternalServerError)
		}()
		next.ServeHTTP(rw, r)
	})
}
