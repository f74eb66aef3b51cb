// Package notices tells people what concerns them, by e-mail. Who is told what because of a record is for the rules to say
// (workflow.Tell); this package sees to it that each is told once, when they want to be, and that nothing is lost on the way.
//
// It is a pipeline: route → dedupe → hold → compose → send → record, a stage a file, with two places in between that
// remember, so that it may be stopped anywhere:
//
//	NOTICES  told.<person>.<telling>    a notice: waiting, in_hand, taken, mailed or dropped, and why
//	         thread.<person>.<item>     the mail that began the conversation about an item
//	         position.<partition>       how far the journal has been read
//	OUTBOX   mail.<id>                  a mail: queued, sending, sent, undeliverable, kept or dropped
//
// route follows the journal from the position and asks the rules. dedupe claims a telling by creating its key: of several
// instances, and after a crash, one creates it. The position is kept after the page, so a crash re-reads and finds the keys there.
//
// hold decides when a person is written to: what comes within a minute goes as one mail, quiet hours are kept, and who wants
// one mail a day gets it at 08:00 on a working day. What was settled meanwhile is dropped there. The batch is then claimed:
// the oldest of its notices is the anchor, taken in hand by a compare-and-swap that names the others, each of which is then
// taken by one of its own. The mail's id follows from the anchor, so whoever finishes a batch, and however often, queues one
// mail; the anchor is marked last.
//
// send takes a queued mail in hand by compare-and-swap, hands it to the mail server and records what became of it. After a
// crash in between the mail goes again, under the same Message-ID: at least once, shown once. A temporary failure is tried
// again, more and more rarely, for three days; what cannot be delivered stays visible to the secretariats until it is sent.
//
// On the very first start of an installation with a past nobody is told of it, but what is still open is.
package notices
