package events

import (
	"fmt"
	"strconv"
	"strings"
)

// Every subject and wildcard of Comity is built and parsed here, and nowhere else (DESIGN §3, §5).
//
//	comity.journal.<p>.<partnership>.<kind>.<id>                      one aggregate's records
//	comity.cmd.<partnership>.<actor>.<noun>.<verb>                    a command
//	comity.ask.<partnership>.<actor>.<view>                           a query
//	comity.people.<actor>.<verb>                                      a question to the people directory, or a change of it
//	comity.feed.<partnership>.<clearance>.<noun>.<past>.<id>          a published event
//	comity.audit.<partnership>.<noun>.<verb>                          an attempt that was refused
const root = "comity"

// Installation is the partnership under which an installation keeps its own register: birth certificate, administrators.
const Installation = "comity"

// System is the actor of what the clock brings about.
const System = "system"

// maxToken is the longest that an id may be.
const maxToken = 64

// ValidToken reports whether s may be an id: a letter or digit, then letters, digits, "-" and "_", 64 in all at most.
// Such an id is safe in a subject, a file name and an address.
func ValidToken(s string) bool {
	if s == "" || len(s) > maxToken {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case (c == '-' || c == '_') && i > 0:
		default:
			return false
		}
	}
	return true
}

// StreamName names the journal stream of partition p.
func StreamName(p int) string { return "JOURNAL_" + strconv.Itoa(p) }

// JournalSubject is the exact subject of one aggregate in partition p.
func JournalSubject(p int, a Aggregate) string {
	return fmt.Sprintf("%s.journal.%d.%s.%s.%s", root, p, a.Partnership, a.Kind, a.ID)
}

// JournalAll matches every record of partition p.
func JournalAll(p int) string { return fmt.Sprintf("%s.journal.%d.>", root, p) }

// JournalKind matches every record of one kind in partition p, of all partnerships.
func JournalKind(p int, k Kind) string { return fmt.Sprintf("%s.journal.%d.*.%s.*", root, p, k) }

// ParseJournalSubject is the inverse of JournalSubject.
func ParseJournalSubject(s string) (p int, a Aggregate, err error) {
	t := strings.Split(s, ".")
	if len(t) != 6 || t[0] != root || t[1] != "journal" {
		return 0, a, fmt.Errorf("%q is not a journal subject", s)
	}
	if p, err = strconv.Atoi(t[2]); err != nil || p < 0 {
		return 0, a, fmt.Errorf("%q has no partition", s)
	}
	a = Aggregate{Partnership: t[3], Kind: Kind(t[4]), ID: t[5]}
	if !a.Kind.Valid() || !ValidToken(a.Partnership) || !ValidToken(a.ID) {
		return 0, a, fmt.Errorf("%q does not name an aggregate", s)
	}
	return p, a, nil
}

// CommandSubject is where actor sends the command noun.verb to a partnership.
func CommandSubject(partnership, actor, name string) string {
	return strings.Join([]string{root, "cmd", partnership, actor, name}, ".")
}

// CommandPattern matches the command noun.verb from anybody to any partnership.
func CommandPattern(name string) string { return CommandSubject("*", "*", name) }

// ParseCommandSubject returns the partnership, the actor and the noun.verb of a command's subject.
func ParseCommandSubject(s string) (partnership, actor, name string, err error) {
	t := strings.Split(s, ".")
	if len(t) != 6 || t[0] != root || t[1] != "cmd" || !ValidToken(t[2]) || !ValidToken(t[3]) {
		return "", "", "", fmt.Errorf("%q is not a command subject", s)
	}
	return t[2], t[3], t[4] + "." + t[5], nil
}

// AskSubject is where actor asks a view of a partnership.
func AskSubject(partnership, actor, view string) string {
	return strings.Join([]string{root, "ask", partnership, actor, view}, ".")
}

// AskPattern matches questions to a view from anybody about any partnership.
func AskPattern(view string) string { return AskSubject("*", "*", view) }

// ParseAskSubject returns the partnership, the actor and the view of a query's subject.
func ParseAskSubject(s string) (partnership, actor, view string, err error) {
	t := strings.Split(s, ".")
	if len(t) != 5 || t[0] != root || t[1] != "ask" || !ValidToken(t[2]) || !ValidToken(t[3]) {
		return "", "", "", fmt.Errorf("%q is not a query subject", s)
	}
	return t[2], t[3], t[4], nil
}

// PeopleSubject is where actor asks something of the people directory.
func PeopleSubject(actor, verb string) string {
	return strings.Join([]string{root, "people", actor, verb}, ".")
}

// PeoplePattern matches one question to the people directory from anybody.
func PeoplePattern(verb string) string { return PeopleSubject("*", verb) }

// ParsePeopleSubject returns the actor and the verb of a question to the people directory.
func ParsePeopleSubject(s string) (actor, verb string, err error) {
	t := strings.Split(s, ".")
	if len(t) != 4 || t[0] != root || t[1] != "people" || !ValidToken(t[2]) || !ValidToken(t[3]) {
		return "", "", fmt.Errorf("%q is not a subject of the people directory", s)
	}
	return t[2], t[3], nil
}

// The subjects that one person may publish to: commands and questions as themselves, in one partnership or, with "*", in any.
func CommandsOf(partnership, actor string) string { return CommandSubject(partnership, actor, ">") }
func AsksOf(partnership, actor string) string     { return AskSubject(partnership, actor, "*") }
func PeopleOf(actor string) string                { return PeopleSubject(actor, "*") }

// FeedSubject is where an event of one aggregate is published for one clearance; eventType is noun.past.
func FeedSubject(partnership, clearance, eventType, id string) string {
	return strings.Join([]string{root, "feed", partnership, clearance, eventType, id}, ".")
}

// FeedOf matches what one clearance may see of one partnership.
func FeedOf(partnership, clearance string) string {
	return strings.Join([]string{root, "feed", partnership, clearance, ">"}, ".")
}

// FeedPartnership is the partnership that a published event's subject names; "" for another subject.
func FeedPartnership(subject string) string {
	rest, ok := strings.CutPrefix(subject, root+".feed.")
	if !ok {
		return ""
	}
	partnership, _, _ := strings.Cut(rest, ".")
	return partnership
}

// FeedAll matches every published event.
func FeedAll() string { return root + ".feed.>" }

// AuditSubject is where the refused attempt at the command noun.verb is noted.
func AuditSubject(partnership, name string) string {
	return strings.Join([]string{root, "audit", partnership, name}, ".")
}

// AuditAll matches every refused attempt.
func AuditAll() string { return root + ".audit.>" }

// Partition says in which of n partitions a partnership's journal lies; n is fixed for the life of an installation.
// It is FNV-1a over the name, so every program in any language computes the same.
func Partition(partnership string, n int) int {
	if n <= 1 {
		return 0
	}
	h := uint32(2166136261)
	for i := range len(partnership) {
		h = (h ^ uint32(partnership[i])) * 16777619
	}
	return int(h % uint32(n))
}
