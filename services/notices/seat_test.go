package notices

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"comity/workflow"
)

// Who is new to a seat reads what waits for it, the nearest day first and no more than a handful; of what the person may not read, or what is exempt, the
// reference alone.
func TestF40_the_mail_to_a_new_holder_lists_what_waits_for_the_seat(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	for i, class := range []string{"partners", "exempt", "partners", "partners", "partners", "partners", "partners"} {
		id := fmt.Sprintf("C%d", i+1)
		b.Draft(t, id, class)
		b.ToG1(t, id)
	}
	b.Do(t, "ao-ald", &workflow.MemberRemove{Seat: "N1", LastDay: b.day().AddDays(-1), Instrument: "letter"})
	b.Do(t, "ao-ald", &workflow.MemberAppoint{Seat: "N1", Person: "p-stand-in", From: b.day(), Instrument: "letter"})
	b.round(n)
	b.pass(time.Minute)
	b.once(n)
	var said string
	for _, m := range b.smtp.letters(t, "p-stand-in") {
		said += m.text
	}
	for _, want := range []string{"Short breaks C1 (C1) waits for your seat: endorse by the end of 15 December 2026.", "Case C2 waits for your seat.", "And 2 more.", "those that wait for you on your work page"} {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
			t.Errorf("the mail does not say %q:\n%s", want, said)
		}
	}
	if strings.Contains(said, "Short breaks C2") || strings.Contains(said, "(C6)") {
		t.Errorf("it says too much:\n%s", said)
	}
}
