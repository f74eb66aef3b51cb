package workflow

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
)

// MandateLedger is what stands committed under one mandate, over all cases and by financial year: the aggregate of kind mandate
// (decision 0010), folded from its records. It is plain data. Amounts are pence.
type MandateLedger struct {
	Partnership string        `json:"partnership"`
	ID          string        `json:"id"`
	Revision    int           `json:"revision"`
	Standing    []MandateDraw `json:"standing,omitempty"` // by year, case, commitment and line; nothing that is 0
	Passed      []YearPassed  `json:"passed,omitempty"`   // of which years a set share was used up once, which was told
}

// YearPassed is a year of a line of a mandate of which a set share was used up.
type YearPassed struct {
	Year       string `json:"year"`
	CommitLine int    `json:"commit_line"` // from 1
}

// hasPassed reports whether it was told before that most of a line's year is used up. A nil ledger has nothing.
func (l *MandateLedger) hasPassed(line int, year string) bool {
	return l != nil && slices.Contains(l.Passed, YearPassed{year, line})
}

// MandateDraw is what one commitment of a case takes of a year of one line of a mandate.
type MandateDraw struct {
	Year       string `json:"year"`
	Case       string `json:"case"`
	Commitment string `json:"commitment"`
	CommitLine int    `json:"commit_line"` // from 1
	Pence      int64  `json:"amount_pence"`
}

// NewMandateLedger returns a ledger before its first record: nothing is committed.
func NewMandateLedger(partnership, id string) *MandateLedger {
	return &MandateLedger{Partnership: partnership, ID: id}
}

// Used sums what stands committed in a financial year under a line of the mandate, in pence. A nil ledger has nothing.
func (l *MandateLedger) Used(line int, year string) int64 {
	if l == nil {
		return 0
	}
	var n int64
	for _, s := range l.Standing {
		if s.CommitLine == line && s.Year == year {
			n += s.Pence
		}
	}
	return n
}

// Fold applies one record. Its errors are that the record is not the next one, that it gives back more than stands, or holds an
// event that does not belong here.
func (l *MandateLedger) Fold(r *events.Record) error {
	if r.Revision != l.Revision+1 {
		return fmt.Errorf("mandate %s: record %d follows %d", l.ID, r.Revision, l.Revision)
	}
	list, err := r.Decode()
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := l.apply(e); err != nil {
			return fmt.Errorf("mandate %s, record %d: %w", l.ID, r.Revision, err)
		}
	}
	l.Revision = r.Revision
	return nil
}

func (l *MandateLedger) apply(e events.Event) error {
	switch e := e.(type) {
	case events.MandateDrawn:
		for _, line := range e.Lines {
			l.draw(MandateDraw{Year: e.Year, Case: e.Case, Commitment: line.Commitment, CommitLine: line.CommitLine, Pence: line.Pence})
		}
		for _, line := range e.Passes {
			l.Passed = append(slices.Clip(l.Passed), YearPassed{e.Year, line})
		}
		return nil
	case events.MandateReturned:
		for _, line := range e.Lines {
			back := MandateDraw{Year: line.Year, Case: e.Case, Commitment: line.Commitment, CommitLine: line.CommitLine, Pence: line.Pence}
			if err := l.giveBack(back); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("%s does not belong to a mandate", e.EventType())
}

func (l *MandateLedger) draw(d MandateDraw) {
	i, found := slices.BinarySearchFunc(l.Standing, d, byPlace)
	if found {
		l.Standing[i].Pence += d.Pence
		return
	}
	l.Standing = slices.Insert(l.Standing, i, d)
}

func (l *MandateLedger) giveBack(d MandateDraw) error {
	i, found := slices.BinarySearchFunc(l.Standing, d, byPlace)
	if !found || l.Standing[i].Pence < d.Pence || d.Pence <= 0 {
		return fmt.Errorf("%s of case %s gives back more of %s than it has", d.Commitment, d.Case, d.Year)
	}
	if l.Standing[i].Pence -= d.Pence; l.Standing[i].Pence == 0 {
		l.Standing = slices.Delete(l.Standing, i, i+1)
	}
	return nil
}

func byPlace(a, b MandateDraw) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Case, b.Case), cmp.Compare(a.Commitment, b.Commitment), a.CommitLine-b.CommitLine)
}

// Ledgers are the ledgers of mandates, by the mandate's id. One that is not there has nothing committed.
type Ledgers map[string]*MandateLedger

// WithLedgers returns the register with what stands committed under its mandates beside it, for the rules to read. The two
// share everything else.
func (r *Register) WithLedgers(all Ledgers) *Register {
	out := *r
	out.ledgers = all
	return &out
}

// FinancialYear names the year from 1 April in which a day falls, as 2026-27 (DOMAIN §2.6, clocks).
func FinancialYear(day calendar.Date) string {
	year := day.Year
	if day.Month < time.April {
		year--
	}
	return fmt.Sprintf("%04d-%02d", year, (year+1)%100)
}

// YearAt names the financial year of a moment, by the partnership's civil date.
func (r *Register) YearAt(at time.Time) string { return FinancialYear(r.CalendarAt(at).DateOf(at)) }

// UsedInYear sums what stands committed under a line of a mandate, counted from 1, in the financial year of a moment. Pence.
func (r *Register) UsedInYear(mandate string, line int, at time.Time) int64 {
	return r.ledgers[mandate].Used(line, r.YearAt(at))
}

// YearUse is what is committed of a financial year under a line of a mandate. Amounts are pence.
type YearUse struct {
	CommitLine     int    `json:"commit_line"` // from 1
	Year           string `json:"year"`        // the financial year from 1 April, as 2026-27
	LimitPence     int64  `json:"limit_pence"`
	CommittedPence int64  `json:"committed_pence"`
	LeftPence      int64  `json:"left_pence"`
}

// YearsOf lists what is committed in the present financial year under each line of a mandate that has a yearly limit, for those
// who act for its seat, the officers of its organisation, and the engine; nil for anybody else, since the sums speak of cases
// that not everybody may read.
func (r *Register) YearsOf(m MandateHeld, reader string, at time.Time) []YearUse {
	if !r.mayReckon(m, reader, at) {
		return nil
	}
	var out []YearUse
	for i, l := range m.Commit {
		if l.PerYearPence == nil {
			continue
		}
		used := r.UsedInYear(m.Mandate, i+1, at)
		out = append(out, YearUse{CommitLine: i + 1, Year: r.YearAt(at), LimitPence: *l.PerYearPence, CommittedPence: used, LeftPence: *l.PerYearPence - used})
	}
	return out
}

func (r *Register) mayReckon(m MandateHeld, reader string, at time.Time) bool {
	if reader == events.System || r.Holder(m.Seat, at) == reader || slices.Contains(r.DeputiesOf(m.Seat, at), reader) {
		return reader != ""
	}
	o := r.GovernanceAt(at).Organisation(m.Organisation)
	return o != nil && reader != "" && slices.Contains([]string{o.AuthorisingOfficer, o.ProperOfficer, o.MonitoringOfficer, o.ChiefFinanceOfficer}, reader)
}
