// Package calendar reckons deadlines: working days, clear days, and the instants at which days
// begin and end.
//
// A rule reckons in dates (a Date is a day with no hour and no zone) and only then turns the
// date it found into an instant: what ends on a date ends at 23:59:59 local time, what begins on
// it begins at 00:00:00. So a change of the clocks cannot move a deadline to another day.
//
// A working day is a day that is neither Saturday, Sunday nor a bank holiday of the nation. The
// rules know every bank holiday that follows from the law and the one-off days proclaimed so far;
// Config.Extra and Config.Except carry those proclaimed later.
//
// The package is pure: it never asks what time it is. A Calendar never changes after New and may
// be used by many goroutines at once.
package calendar

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // so that Europe/London is known where the system has no zone files

	"github.com/rickar/cal/v2"
)

const defaultZone = "Europe/London"

// Holiday is a day off and what it is called.
type Holiday struct {
	Date  Date   `json:"date"`
	Title string `json:"title"`
}

// Config says whose calendar to keep. The zero Config is that of England and Wales.
type Config struct {
	Zone    string    // IANA name of the local time; empty means Europe/London
	Nation  string    // england-and-wales, scotland or northern-ireland; empty means england-and-wales
	Extra   []Holiday // days off the rules do not know; one they do know does no harm
	Except  []Date    // days off by rule that were moved elsewhere, as early May was in 2020
	Version string    // what the operator calls this list of days; shown in Calendar.Version
}

// Calendar knows the working days and the local time of one partnership.
type Calendar struct {
	zone    *time.Location
	rules   []*cal.Holiday
	extra   map[Date]string
	except  map[Date]bool
	version string

	years sync.Map // int → map[Date]string, each filled when first asked for
}

// New makes a calendar.
//
// Errors: every mistake in the Config at once, joined, each a sentence: a zone or nation nobody
// knows, a day off that is no date, has no title or comes twice under two titles, and an
// exception that is no bank holiday by rule. It reads the system's zone file, if there is one.
func New(cfg Config) (*Calendar, error) {
	c := &Calendar{extra: map[Date]string{}, except: map[Date]bool{}}
	zone, zoneErr := loadZone(cfg.Zone)
	nation, nationErr := nationOr(cfg.Nation)
	c.zone, c.rules = zone, nations[nation]

	problems := []error{zoneErr, nationErr}
	for _, h := range cfg.Extra {
		problems = append(problems, c.addExtra(h))
	}
	for _, d := range cfg.Except {
		if nationErr == nil {
			problems = append(problems, c.addExcept(d, nation))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	c.version = c.describe(nation, cfg.Version)
	return c, nil
}

func loadZone(name string) (*time.Location, error) {
	if name == "" {
		name = defaultZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("%q is not a time zone: write one such as %s", name, defaultZone)
	}
	return zone, nil
}

func nationOr(name string) (string, error) {
	if name == "" {
		name = EnglandAndWales
	}
	if nations[name] == nil {
		return "", fmt.Errorf("%q has no bank holidays of its own: write %s, %s or %s", name, EnglandAndWales, Scotland, NorthernIreland)
	}
	return name, nil
}

func (c *Calendar) addExtra(h Holiday) error {
	if err := h.Date.check(); err != nil {
		return fmt.Errorf("day off %q: %w", h.Title, err)
	}
	if strings.TrimSpace(h.Title) == "" {
		return fmt.Errorf("day off %s has no title", h.Date)
	}
	if title, twice := c.extra[h.Date]; twice && title != h.Title {
		return fmt.Errorf("day off %s comes twice, as %q and as %q", h.Date, title, h.Title)
	}
	c.extra[h.Date] = h.Title
	return nil
}

func (c *Calendar) addExcept(d Date, nation string) error {
	if err := d.check(); err != nil {
		return fmt.Errorf("exception: %w", err)
	}
	if _, ok := bankHolidays(c.rules, d.Year)[d]; !ok {
		return fmt.Errorf("exception %s is not a bank holiday of %s by rule, so there is nothing to take away", d, nation)
	}
	if title, ok := c.extra[d]; ok {
		return fmt.Errorf("%s is both an exception and the day off %q", d, title)
	}
	c.except[d] = true
	return nil
}

// describe builds the version: nation and rules, then how the operator's days differ from them
// with a fingerprint of those days, then the zone if it is not the usual one and the operator's name.
func (c *Calendar) describe(nation, name string) string {
	var added, moved []string
	for d := range c.extra {
		if _, known := bankHolidays(c.rules, d.Year)[d]; !known {
			added = append(added, d.String())
		}
	}
	for d := range c.except {
		moved = append(moved, d.String())
	}
	slices.Sort(added)
	slices.Sort(moved)

	v := nation + "/" + rulesVersion
	if len(added) > 0 {
		v += fmt.Sprintf("+%d extra", len(added))
	}
	if len(moved) > 0 {
		v += fmt.Sprintf("-%d moved", len(moved))
	}
	if len(added)+len(moved) > 0 {
		sum := sha256.Sum256([]byte(strings.Join(added, " ") + "/" + strings.Join(moved, " ")))
		v += fmt.Sprintf(" (%x)", sum[:4])
	}
	if zone := c.zone.String(); zone != defaultZone {
		v += ", " + zone
	}
	if name != "" {
		v += ", " + name
	}
	return v
}

// Version names the rules and days this calendar reckons by, to be kept beside every deadline:
// "england-and-wales/2026.1", or "england-and-wales/2026.1+3 extra (5c1e9a04), gov.uk 2026-11"
// where the operator added days, with a fingerprint of them. Same days, same version.
// Source: NOTES (Calendars).
func (c *Calendar) Version() string { return c.version }

// Location is the zone of the local time.
func (c *Calendar) Location() *time.Location { return c.zone }
