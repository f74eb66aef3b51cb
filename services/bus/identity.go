package bus

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"comity/events"
	"comity/workflow"
)

// Operator is the user of the local command line. Where the installation allows it, it may speak for anybody.
const Operator = "operator"

const (
	// headerRequestInfo is what the server adds where a request crosses from another account (share: true).
	headerRequestInfo = "Nats-Request-Info"

	// crossed is in the reply subject of every request that has crossed an account boundary; the server makes it. Between
	// clusters something else may stand before it.
	crossed = "_R_."

	// maxHeaders is the number of header lines up to which parsedWhole can tell.
	maxHeaders = 16
)

// caller is who sent a message.
type caller struct {
	inside    bool      // from the engine's own account
	user      string    // as the server has authenticated it; "" inside
	dashboard Dashboard // what it may see, of a dashboard
}

// identify says who sent a message, or that it cannot be told.
//
// The server writes Nats-Request-Info over what a client put there, but client and server read a header block differently:
// with a bare line feed, or a line without a colon, a client of another account can hide the server's header from us and
// show its own, or none at all, which would look like the engine itself. So the boundary is told from the reply subject,
// which the server makes and the client cannot, and a header is believed only when it is there once and the block was
// read to its end.
//
// The user is the one of the server's own list, or the name that the auth callout gives in its answer; a callout that gives
// none leaves the name that the client wrote, so ours always does.
func identify(req micro.Request) (caller, bool) {
	info := nats.Header(req.Headers())[headerRequestInfo]
	fromOutside := strings.Contains(req.Reply(), crossed)
	if !fromOutside && len(info) == 0 {
		return caller{inside: true}, req.Reply() != ""
	}
	if !fromOutside || len(info) != 1 || !parsedWhole(req) {
		return caller{}, false
	}
	var who struct {
		User string `json:"user"`
	}
	if err := json.Unmarshal([]byte(info[0]), &who); err != nil {
		return caller{}, false
	}
	c := caller{user: who.User}
	if strings.Contains(who.User, "/") {
		if c.user, c.dashboard = readDashboard(who.User); c.user == "" {
			return caller{}, false
		}
	}
	return c, who.User != ""
}

// parsedWhole reports whether the headers that we were given are all that the message carried, and not what came before an
// early end. Each line is written as "name: value" by the server and by every client we know; a sender may save the space
// and the carriage return, two bytes a line. So up to maxHeaders lines cannot make up for the server's own line, which is
// longer than 60 bytes, had it been cut off.
func parsedWhole(req micro.Request) bool {
	raw, ok := headerBytes(req)
	written, lines := len("NATS/1.0\r\n")+len("\r\n"), 0
	for name, values := range req.Headers() {
		for _, v := range values {
			written += len(name) + len(": ") + len(v) + len("\r\n")
			lines++
		}
	}
	return ok && lines <= maxHeaders && raw <= written
}

// headerBytes is the length of the message's header block on the wire. nats.go knows the size of the message and micro
// does not hand it on, so it is read from inside; if either changes, ok is false, nobody outside is known, and our tests
// fail.
func headerBytes(req micro.Request) (n int, ok bool) {
	v := reflect.ValueOf(req)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return 0, false
	}
	msg := v.Elem().FieldByName("msg")
	if !msg.IsValid() || msg.Kind() != reflect.Pointer || msg.IsNil() {
		return 0, false
	}
	size := msg.Elem().FieldByName("wsz")
	if !size.IsValid() || !size.CanInt() || size.Int() == 0 {
		return 0, false
	}
	return int(size.Int()) - len(req.Subject()) - len(req.Reply()) - len(req.Data()), true
}

// speak says whether a caller may speak as the actor that the subject names, and through whom. What the clock brings about
// is never taken from outside.
func speak(who caller, known bool, actor string, operatorActs bool) (via string, problems []workflow.Problem) {
	switch {
	case known && who.inside:
		return "", nil
	case !known || actor == events.System:
	case who.user == actor:
		return "", nil
	case who.user == Operator && operatorActs:
		return Operator, nil
	case who.user == Operator:
		return "", []workflow.Problem{{Code: workflow.NotPermitted, About: actor, Message: "The operator does not speak for others in this installation."}}
	}
	return "", []workflow.Problem{{Code: workflow.NotAuthenticated, About: actor, Message: "Who asks is not known to be " + actor + "."}}
}
