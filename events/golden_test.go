package events

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files of today's versions")

// One file holds the data of one version of one event type, in canonical order and indented for whoever reviews it. A file
// is written once, when the version is new, and kept for ever: what was recorded then must be read for as long as there are
// journals. A change to a file that was released is a break of the contract, not an update.

func goldenFile(eventType string, version int) string {
	return filepath.Join("testdata", eventType+".v"+strconv.Itoa(version)+".json")
}

// golden renders an event as its file has it.
func golden(t *testing.T, e Event) []byte {
	t.Helper()
	env, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, env.Data, "", "  "); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// Every event type has a published example of its present version, with every field filled.
func TestGolden(t *testing.T) {
	for _, name := range Types() {
		t.Run(name, func(t *testing.T) {
			file := goldenFile(name, Version(name))
			if *update {
				if err := os.WriteFile(file, golden(t, sample(t, name)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%s has no golden file; go test ./events -update writes it: %v", name, err)
			}
			e, err := Decode(Envelope{Type: name, Version: Version(name), Data: want})
			if err != nil {
				t.Fatal(err)
			}
			if got := golden(t, e); !bytes.Equal(got, want) {
				t.Errorf("read and written again it differs (-want +got):\n%s", cmp.Diff(string(want), string(got)))
			}
			if got := golden(t, sample(t, name)); !bytes.Equal(got, want) {
				t.Errorf("the sample of today's type differs from what was published: a field is new, or changed (-want +got):\n%s", cmp.Diff(string(want), string(got)))
			}
		})
	}
}

var goldenName = regexp.MustCompile(`^([a-z_]+\.[a-z_]+)\.v([1-9][0-9]*)\.json$`)

// Every version ever published is still read, and lifted to a value that today's program writes and reads back.
func TestGolden_old_versions_are_read(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.v*.json"))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, file := range files {
		there[file] = true
		m := goldenName.FindStringSubmatch(filepath.Base(file))
		if m == nil {
			t.Errorf("%s is not named <type>.v<version>.json", file)
			continue
		}
		version, _ := strconv.Atoi(m[2])
		if Version(m[1]) < version {
			t.Errorf("%s is of a type or version that nobody writes", file)
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		e, err := Decode(Envelope{Type: m[1], Version: version, Data: data})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		env, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(env)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := Encode(again); err != nil || !bytes.Equal(second.Data, env.Data) {
			t.Errorf("%s: lifted, written, read and written it is %s (%v), want %s", file, second.Data, err, env.Data)
		}
	}
	for _, name := range Types() {
		for v := 1; v <= Version(name); v++ {
			if !there[goldenFile(name, v)] {
				t.Errorf("%s version %d has lost its golden file", name, v)
			}
		}
	}
}

// What was written before a field was added is written again as it was: neither a digest nor a hash of it changes.
func TestGolden_fields_that_came_later_change_nothing(t *testing.T) {
	for eventType, data := range map[string]string{
		"case.created":      `{"author":"p-unit","terms":{"sponsor":"wcc","title":"Short breaks","unit":"jcu"}}`,
		"case.amended":      `{"changed":["title"],"terms":{"sponsor":"wcc","title":"Short breaks","unit":"jcu"}}`,
		"consent.confirmed": `{"complete":true,"lines":[{"amount_pence":100,"commitment":"ald-1","kind":"money","mode":"aligned"}],"mandate":"m","organisation":"ald","person":"p","seat":"W5"}`,
		"mandate.granted":   `{"commit":[{"kind":"money","modes":["aligned"]}],"deputy_may_commit":false,"from":"2026-04-01","instrument":"i","mandate":"m","organisation":"ald","seat":"W5"}`,
		"evidence.added":    `{"dated_on":"2026-07-14","item":"options-1","title":"Options","type":"options_appraisal"}`,
	} {
		e, err := Decode(Envelope{Type: eventType, Version: 1, Data: json.RawMessage(data)})
		if err != nil {
			t.Fatal(err)
		}
		if env, err := Encode(e); err != nil || string(env.Data) != data {
			t.Errorf("%s: got %s (%v), want %s", eventType, env.Data, err, data)
		}
	}
}

// A type or a version that somebody newer wrote stops the reader, and so does a field that is not known.
func TestDecode_refuses_what_it_does_not_know(t *testing.T) {
	for _, env := range []Envelope{
		{Type: "case.vanished", Version: 1, Data: json.RawMessage(`{}`)},
		{Type: "case.created", Version: Version("case.created") + 1, Data: json.RawMessage(`{}`)},
		{Type: "case.created", Version: 0, Data: json.RawMessage(`{}`)},
	} {
		if _, err := Decode(env); err == nil || !strings.Contains(err.Error(), ErrUnknownEvent.Error()) {
			t.Errorf("%s version %d: got %v, want ErrUnknownEvent", env.Type, env.Version, err)
		}
	}
	if _, err := Decode(Envelope{Type: "case.created", Version: 1, Data: json.RawMessage(`{"author":"p-unit","colour":"red"}`)}); err == nil {
		t.Error("an unknown field was read")
	}
}

// samples are words that a reader of the files would expect, by the JSON name of a field, or by its type and name where the
// name alone says too little. A field that is not here has its own name for a value.
var samples = map[string]string{
	"actor": "p-lead", "accountable": "wcc", "act": "approve", "area": "north", "as_deputy_for": "p-lead", "author": "p-unit-lead", "basis": "estimated",
	"baseline": "41.5", "because": "certain", "blocks": "effect", "board": "wcb", "by": "wcb", "calendar": "england-and-wales/2026-04", "choice": "approve",
	"classification": "partners", "commitment": "ald-1", "conditions": "Subject to the data-sharing agreement.", "contract": "C-2026-0001-1",
	"contract_kind": "non_capital", "decision": "The award stands.", "digest": sampleDigest, "direction": "at_least", "dispute": "d1", "entry": "strategic",
	"gate": "G2", "hold": "standstill-1", "indicator": "Waiting time under 18 weeks, per cent", "in_place_of": "jce", "instrument": "Council 2026-05-19 min 23",
	"interest": "pecuniary", "item": "options-1", "kind": "money", "log_id": "0198c6a2-0000-7000-8000-000000000001", "mandate": "m-ald-2026", "meeting": "wcb-2026-07",
	"minute": "wcb 2026-07-14 min 7", "mode": "aligned", "measurement": "m1", "nature": "A director of a bidder.", "notice": "n1", "officer_of": "wcc",
	"organisation": "ald", "outcome": "be_healthy", "owner": "icb", "person": "p-lead", "post": "chief_finance_officer", "present": "in_person", "presiding": "W1",
	"reason": "The options are not costed.", "recorded_by": "p-secretary", "reference": "2026/S 000-012345", "regime": "pa2023", "reminder": "after:P5WD",
	"representation": "r1", "result": "approved", "route": "contract", "scale": "strategic", "seat": "W1", "service": "housing", "signoff": "wcb",
	"snapshot": sampleDigest, "source": "api_version: comity/v1\nkind: Governance\n", "sponsor": "wcc", "stage": "planning", "status": "at_gate", "step": "lead_officers",
	"description": "A room at Alderwick library, two days a week.", "predecessor": "C-2024-0007", "successor": "C-2027-0003",
	"summary": "Help with speech and language before school.", "supplier": "Westmere Speech CIC", "target": "t1", "tier": "targeted",
	"principal": "nwu", "organisation.succeeded.organisation": "ald", "commitment.novated.successor": "nwu", "successors": "nwu", "succession": "succession-1",
	"successions": "succession-1/ald", "consent.lapsed.because": "organisation_succeeded",
	"title": "Speech and language support", "to": "wcb-2", "type": "options_appraisal", "unit": "jcu", "value": "60", "venue": "County Hall", "workflow": "joint-commissioning",
	"administrators": "p-admin", "areas": "north", "changed": "title", "commitments": "ald-1", "dissent": "ogn", "evidence": "options-1", "holds": "standstill",
	"acts": "confirm", "case": "C-2026-0001", "year": "2026-27", "mandate.returned.because": "withdrawn",
	"modes": "aligned", "reasons": "number_short", "services": "housing", "stale": "needs_analysis", "tags": "early-years", "warnings": "Board wcb has 40 seats.",

	"case.stage_entered.because": "gate_passed", "case.stage_entered.from": "needs_assessment", "case.review_due.because": "timer",
	"case.closed.outcome": "completed", "case.closed.because": "gate_passed", "case.suspended.reason": "Inspection.", "case.lifted.reason": "The inspection is over.",
	"commitment.released.because": "case_withdrawn", "dispute.raised.because": "tie", "dispute.step_lapsed.lapsed": "lead_officers",
	"dispute.step_lapsed.step": "chief_executives", "undertaking.given.what": "Two rooms for the clinic.", "undertaking.given.owner": "ald", "undertaking.given.undertaking": "ald-u1",
	"commitment.novated.consequence": "after_award", "commitment.novated.plan_gate": "G2", "commitment.novated.reason": "The board commissions it itself.", "risk.recorded.risk": "risk-1", "risk.recorded.title": "Too few therapists to employ.", "risk.recorded.kind": "hazard", "risk.recorded.owner": "icb", "risk.recorded.response": "The ICB trains two a year.",
	"risk.overdue.risk": "risk-1", "risk.overdue.owner": "icb", "risk.closed.risk": "risk-1", "risk.closed.owner": "icb", "risk.closed.note": "All posts are filled.", "level": "executive",
	"undertaking.kept.note": "The rooms were handed over on 20 March.", "undertaking.escalated.level": "executive", "undertaking.escalated.boards": "jce", "report_back.asked.organisations": "ald",
	"report_back.recorded.note": "Told the four leaders.", "report_back.escalated.level": "strategic", "report_back.escalated.boards": "wcb", "dispute.raised.kind": "between", "dispute.step_lapsed.kind": "between", "dispute.raised.raised_by": "cal",
	"dispute.raised.against": "wcc", "dispute.raised.seat": "W7", "dispute.agreed.organisation": "cal", "dispute.agreed.seat": "W7", "dispute.agreed.awaited": "wcc",
	"dispute.agreed.agreement": "Alderwick pays a fifth.", "dispute.resolved.agreed_by": "cal", "dispute.unresolved.departing": "cal", "dispute.unresolved.status": "working", "dispute.resolved.agreement": "Alderwick pays a fifth.", "gate.requested.outcome": "continue", "gate.passed.outcome": "continue",
	"gate.voided.because": "evidence_amended", "gate.returned.reasons": "The options are not costed.", "hold.placed.kind": "standstill", "hold.changed.kind": "standstill", "hold.released.kind": "standstill",
	"hold.placed.reason": "The standstill before an award.", "hold.changed.reason": "The award notice was published.", "hold.placed.gate": "G3", "notice.published.kind": "award",
	"representation.received.from": "Brackenford Care Ltd", "signoff.escalated.because": "lapse", "signoff.reopened.because": "deferral_ended",
	"signoff.voided.because": "evidence_amended", "signoff.dispensed.by": "p-monitoring-officer", "signoff.interest_withdrawn.by": "p-monitoring-officer",
	"signoff.dispensed.reason": "Without it the board has no quorum.", "signoff.interest_withdrawn.reason": "Declared on the wrong item.",
	"signoff.vote_cast.reason": "It meets the need.", "signoff.casting_vote_cast.reason": "It meets the need.", "signoff.certified.reason": "The money is there.",
	"consent.withdrawn.reason": "The budget is under review.", "consent.declined.reason": "No money this year.", "evidence.removed.reason": "Superseded.",
	"meeting.cancelled.reason": "Too few can come.", "consent.confirmed.seat": "W5", "consent.declined.seat": "W5", "mandate.granted.seat": "W5",
	"decision.called_in.reasons": "The cost to the districts was not before the Cabinet.", "decision.called_in.requisition": "p-scrutiny-1",
	"decision.called_in.body": "wcc-scrutiny-committee", "decision.called_in.organisation": "wcc", "threshold": "key-decision",
	"hold.released.because": "called_in", "consent.recorded.exception": "general_exception", "consent.requested.because": "A contract worth £291,000, which is more than £100,000.",
	"told": "p-scrutiny-1", "agreed_by": "p-scrutiny-1", "for": "ald",
	"gate.deferred.reason": "The board asks for the market analysis first.",
	"options":              "Spot purchase: dearer, and no say over quality. Doing nothing: the waiting list grows.", "media_type": "application/pdf",
	"risk":      "Too few therapists: the ICB trains two a year, and reports each quarter.",
	"file_name": "Options appraisal, July 2026.pdf",
}

const sampleDigest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

var (
	timeType = reflect.TypeFor[time.Time]()
	rawType  = reflect.TypeFor[json.RawMessage]()
	isDate   = regexp.MustCompile(`(_on|_day|^from|^until|^effective_from)$`)
)

// sample is an event of a type with every field filled, the same each time.
func sample(t *testing.T, eventType string) Event {
	v := reflect.New(reflect.TypeOf(Zero(eventType))).Elem()
	f := filler{event: eventType, at: time.Date(2026, 7, 14, 9, 30, 0, 0, time.UTC)}
	f.fill(v, "")
	e, ok := v.Interface().(Event)
	if !ok {
		t.Fatalf("%s is not an event", eventType)
	}
	return e
}

// filler fills values one after the other; numbers and times count up, so that two fields that change places are noticed.
type filler struct {
	event string
	n     int64
	at    time.Time
}

func (f *filler) fill(v reflect.Value, name string) {
	switch v.Type() {
	case timeType:
		v.Set(reflect.ValueOf(f.at.Add(time.Duration(f.next()) * time.Minute)))
		return
	case rawType:
		v.SetBytes([]byte(`{"options":3}`))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.word(name))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		n := f.next()
		if strings.HasSuffix(name, "_pence") {
			n *= 1_000_000 // whole thousands of pounds
		}
		v.SetInt(n)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(v.Index(0), name)
	case reflect.Struct:
		for i := range v.NumField() {
			inner, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			f.fill(v.Field(i), inner)
		}
	default:
		panic(fmt.Sprintf("%s: no sample for %v", f.event, v.Type()))
	}
}

func (f *filler) next() int64 { f.n++; return f.n }

func (f *filler) word(name string) string {
	if w, ok := samples[f.event+"."+name]; ok {
		return w
	}
	if isDate.MatchString(name) {
		return f.at.AddDate(0, 0, int(f.next())).Format(time.DateOnly)
	}
	if w, ok := samples[name]; ok {
		return w
	}
	return name
}
