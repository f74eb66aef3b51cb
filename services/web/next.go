package web

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// Where somebody wanted to go before they signed in is kept in their browser and not in a session: whoever only knocks, as
// monitors and crawlers do all day, has us keep nothing.

const (
	nextName    = "comity-next"
	nextFor     = time.Hour
	longestNext = 2000 // bytes of an address; a browser keeps about twice that
)

// nextCookie keeps an address; an empty one forgets it.
func (w *Web) nextCookie(address string) *http.Cookie {
	c := &http.Cookie{Name: nextName, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: w.secure(), MaxAge: -1}
	if address != "" {
		c.Value, c.MaxAge = base64.RawURLEncoding.EncodeToString([]byte(address)), int(nextFor/time.Second)
	}
	return c
}

// wanted is where the person wanted to go, once; their work where that is not known, or is no page of ours.
func (v *visit) wanted() string {
	c, err := v.r.Cookie(nextName)
	if err != nil {
		return "/work"
	}
	http.SetCookie(v.w, v.web.nextCookie(""))
	address, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || !isOurs(string(address)) {
		return "/work"
	}
	return string(address)
}

// isOurs reports whether an address is a page of ours and not of another host, in whatever way a browser reads it: some take
// a backslash for a stroke, and leave out control characters.
func isOurs(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && len(address) <= longestNext &&
		!strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f })
}
