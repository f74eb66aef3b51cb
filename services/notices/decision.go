package notices

// Decision is what was done about a telling or a mail, and why; it goes to the log and to the result of a round.
type Decision string

// The decisions about a telling.
const (
	Claimed     Decision = "claimed"      // claimed here
	AlreadyTold Decision = "already_told" // claimed before, or by another instance
	StillOpen   Decision = "still_open"   // of before the first start, and still open
)

// The decisions about what waits for a person.
const (
	WaitsForMore    Decision = "waits_for_more"    // what else comes within a minute goes with it
	WaitsForMorning Decision = "waits_for_morning" // one mail a day
	WaitsForQuiet   Decision = "waits_for_quiet"   // quiet hours
	CannotWait      Decision = "cannot_wait"       // its deadline comes before the next morning's mail
	Due             Decision = "due"
	Settled         Decision = "settled"    // nothing is left to be done
	Superseded      Decision = "superseded" // a newer word on the same item goes instead
	Erased          Decision = "erased"     // the person is
	Left            Decision = "left"       // the person has lost access, and is only informed
	Mailed          Decision = "mailed"
)

// The decisions about a mail.
const (
	Delivered     Decision = "delivered"
	TryAgain      Decision = "try_again"
	GaveUp        Decision = "gave_up" // tried for too long
	Refused       Decision = "refused" // by the mail server, for good
	NoAddress     Decision = "no_address"
	NoServer      Decision = "no_server" // none is configured: kept
	AnotherHasIt  Decision = "another_has_it"
	NothingLeftTo Decision = "nothing_left" // settled between two attempts
)
