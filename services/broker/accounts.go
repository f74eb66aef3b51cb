package broker

import (
	"fmt"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

// The accounts and the users that sign in with a password.
const (
	EngineUser   = "engine"   // the services, in ENGINE
	OperatorUser = "operator" // the local command line, in PEOPLE
	adminUser    = "admin"    // creates the streams during `init`, in ENGINE
)

// OperatorInbox is the only inbox the operator may listen on: nats.CustomInboxPrefix(OperatorInbox).
const OperatorInbox = "_INBOX_operator"

// forbidden lists what would change or remove a stream. The journal denies deletion and purge, but an update of its limits
// would empty it all the same (RELIABILITY §1.5), so the engine's own user may do none of it.
//
// Of single messages it may delete those of the people directory alone, whose older values are overwritten on the disk. A
// permission cannot say "all but one", so those that it may not are listed: the journals and buckets deny it themselves, and
// for ever.
var forbidden = []string{
	"$JS.API.STREAM.CREATE.>", "$JS.API.STREAM.UPDATE.>", "$JS.API.STREAM.DELETE.>", "$JS.API.STREAM.PURGE.>",
	"$JS.API.STREAM.MSG.DELETE.FEED", "$JS.API.STREAM.MSG.DELETE.AUDIT", "$JS.API.STREAM.MSG.DELETE.OBJ_EVIDENCE",
	"$JS.API.STREAM.MSG.DELETE.JOURNAL_0",
	"$JS.API.STREAM.RESTORE.>", "$JS.API.STREAM.PEER.>", "$JS.API.STREAM.TEMPLATE.>",
	"$JS.API.ACCOUNT.>", "$JS.API.META.>", "$JS.API.SERVER.>",
}

// accounts writes the account section of the server's configuration.
//
// PEOPLE imports commands and queries with `share: true`, so that the server adds the header Nats-Request-Info with the
// user that it has authenticated itself, whatever the caller wrote there. The system account lends ENGINE one question, so
// that SyncWarning can be answered.
//
// Whoever is none of these users is asked about in AUTH, where a service decides who they are and what they may (auth
// callout). While it does not answer nobody else gets in.
func accounts(engine, admin, operator, auth Credentials, issuer, xkey string) string {
	return fmt.Sprintf(`
authorization {
  timeout: 5
  auth_callout { issuer: %s, xkey: %s, account: AUTH, allowed_accounts: [PEOPLE], auth_users: [%s, %s, %s, %s] }
}
accounts {
  ENGINE {
    jetstream: enabled
    users: [
      { user: %q, password: %q, permissions: { publish: { deny: [%s] } } }
      { user: %q, password: %q }
    ]
    exports: [
      { service: "comity.cmd.>", accounts: [PEOPLE] }
      { service: "comity.ask.>", accounts: [PEOPLE] }
      { service: "comity.people.>", accounts: [PEOPLE] }
      { service: "$SRV.>", response_type: Stream, accounts: [PEOPLE] }
      { stream: "comity.feed.>", accounts: [PEOPLE] }
    ]
    imports: [ { service: { account: SYS, subject: %q } } ]
  }
  PEOPLE {
    users: [
      { user: %q, password: %q, permissions: {
          publish: ["comity.cmd.>", "comity.ask.>", "comity.people.>", "$SRV.>"]
          subscribe: ["comity.feed.>", "%s.>"] } }
    ]
    imports: [
      { service: { account: ENGINE, subject: "comity.cmd.>" }, share: true }
      { service: { account: ENGINE, subject: "comity.ask.>" }, share: true }
      { service: { account: ENGINE, subject: "comity.people.>" }, share: true }
      { service: { account: ENGINE, subject: "$SRV.>" } }
      { stream: { account: ENGINE, subject: "comity.feed.>" } }
    ]
    limits: { max_subscriptions: 256 }
  }
  AUTH {
    users: [ { user: %q, password: %q, permissions: { subscribe: "$SYS.REQ.USER.AUTH", allow_responses: { max: 1, expires: "10s" } } } ]
  }
  SYS { exports: [ { service: %q, response_type: Stream, accounts: [ENGINE] } ] }
}
system_account: SYS
`,
		issuer, xkey, engine.User, admin.User, operator.User, auth.User,
		engine.User, hashed(engine), `"`+strings.Join(forbidden, `", "`)+`"`,
		admin.User, hashed(admin),
		syncQuestion,
		operator.User, hashed(operator), OperatorInbox,
		auth.User, hashed(auth),
		syncQuestion)
}

// hashed is what the configuration holds of a password. The lowest cost is enough for 256 random bits, and keeps connecting
// fast.
func hashed(c Credentials) string {
	h, err := bcrypt.GenerateFromPassword([]byte(c.Password), bcrypt.MinCost)
	if err != nil {
		panic(err) // a password of over 72 bytes, which ours are not
	}
	return string(h)
}
