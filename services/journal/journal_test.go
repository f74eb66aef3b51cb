package journal_test

import (
	"testing"

	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
)

func TestJournal(t *testing.T) {
	journaltest.Exercise(t, func(t testing.TB) journaltest.Site {
		if t, ok := t.(*testing.T); ok {
			t.Parallel()
		}
		s := natstest.Start(t)
		journaltest.Provision(t, s, 1)
		return journaltest.Site{
			Conn:    s.Engine(t),
			Open:    func(t testing.TB) *journal.Journal { return journaltest.On(t, s, 1) },
			Restart: s.Restart,
		}
	})
}
