// Package viewstest is the partnership of Westmere on a real journal, for the tests of whatever follows the journal. Its
// commands are decided by the rules and appended as casework and register would, one after another.
package viewstest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/workflow"
)

// Partnership is whose journal it is, unless a test wants neighbours.
const Partnership = "westmere"

// World is Westmere: its journal, what has been folded of it, and the time.
type World struct {
	Journal *journal.Journal
	Server  *natstest.Server
	Now     time.Time
	Last    uint64 // sequence of the last record, in the partition of the partnership

	Partnership string

	n        int
	register *journal.Held[*workflow.Register]
	cases    map[string]*journal.Held[*workflow.Case]
	mandates map[string]*journal.Held[*workflow.MandateLedger]
	pools    map[string]*journal.Held[*workflow.Pool]
}

// At reads a local time of Westmere: 2026-12-01 09:00.
func At(s string) time.Time {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, london)
	if err != nil {
		panic(err)
	}
	return at.UTC()
}

// Open starts a server for this test alone, and publishes and confirms the documents of Westmere.
func Open(t testing.TB, opts ...natstest.Option) *World {
	t.Helper()
	j, s := journaltest.Open(t, opts...)
	return settled(t, j, s, Partnership, func(governance string) string { return governance })
}

// OpenIn starts a server whose journal has several partitions, and Westmere in one of them.
func OpenIn(t testing.TB, partitions int) *World {
	t.Helper()
	s := natstest.Start(t)
	journaltest.Provision(t, s, partitions)
	return settled(t, journaltest.On(t, s, partitions), s, Partnership, func(governance string) string { return governance })
}

// Neighbour publishes and confirms another partnership on the same journal: Westmere's documents under another name, edited.
func (w *World) Neighbour(t testing.TB, partnership string, edit ...string) *World {
	t.Helper()
	edit = append(edit, "partnership: "+Partnership, "partnership: "+partnership)
	return settled(t, w.Journal, w.Server, partnership, strings.NewReplacer(edit...).Replace)
}

func settled(t testing.TB, j *journal.Journal, s *natstest.Server, partnership string, edit func(string) string) *World {
	t.Helper()
	w := &World{
		Journal: j, Server: s, Now: At("2026-11-01 09:00"), Partnership: partnership, cases: map[string]*journal.Held[*workflow.Case]{},
		register: &journal.Held[*workflow.Register]{State: workflow.NewRegister(partnership)}, mandates: map[string]*journal.Held[*workflow.MandateLedger]{},
		pools: map[string]*journal.Held[*workflow.Pool]{},
	}
	w.Do(t, "p-admin", &workflow.PartnershipPublish{Source: edit(source(t, "westmere.governance.yaml"))})
	w.Do(t, "p-admin", &workflow.WorkflowPublish{Source: source(t, "joint-commissioning.workflow.yaml")})
	for _, o := range []string{"wcc", "icb", "pol", "ald", "bra", "cal", "dun", "cvs", "bpn", "district-leaders-group"} {
		w.Do(t, "ao-"+o, &workflow.MemberConfirm{Organisation: o, Instrument: "min 1"})
	}
	for _, o := range []string{"wcc", "icb", "pol", "ald", "bra", "cal", "dun"} {
		w.Do(t, "ao-"+o, &workflow.MandateConfirm{Organisation: o})
	}
	return w
}

func source(t testing.TB, name string) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	data, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../../workflow/document/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Register is the register as it stands.
func (w *World) Register() *workflow.Register { return w.register.State }

// Case is a case as it stands.
func (w *World) Case(id string) *workflow.Case { return w.held(id).State }

func (w *World) held(id string) *journal.Held[*workflow.Case] {
	h := w.cases[id]
	if h == nil {
		h = &journal.Held[*workflow.Case]{State: workflow.NewCase(w.Partnership, id)}
		w.cases[id] = h
	}
	return h
}

// Do carries a command out, which has to be accepted.
func (w *World) Do(t testing.TB, actor string, cmd workflow.Command) {
	t.Helper()
	if _, err := w.Try(t.Context(), actor, "", cmd); err != nil {
		t.Fatalf("%s by %s: %v", cmd.CommandName(), actor, err)
	}
}

// Try carries a command out, under an id or one of its own, once however often it comes. It returns how many events it
// brought, also the second time.
// Errors: *workflow.Refusal, and the journal's.
func (w *World) Try(ctx context.Context, actor, id string, cmd workflow.Command) (int, error) {
	if id == "" {
		w.n++
		id = fmt.Sprintf("cmd-%d", w.n)
	}
	m := workflow.Meta{Command: id, Name: cmd.CommandName(), Actor: actor, At: w.Now, Administrator: actor == "p-admin"}
	spec, ok := workflow.Find(m.Name)
	if !ok {
		return 0, errors.New("no such command")
	}
	ref := events.CommandRef{ID: id, Name: m.Name, Digest: events.Digest(nil)}
	if spec.Kind == events.KindRegister {
		list, no := workflow.DecideRegister(w.register.State, cmd, m)
		if no != nil {
			return 0, no
		}
		r := events.Record{Partnership: w.Partnership, Kind: events.KindRegister, ID: w.Partnership, Actor: actor, At: w.Now, Command: ref}
		return len(list), add(ctx, w, w.register, r, list)
	}
	if spec.Kind == events.KindPool {
		p := w.heldPool(cmd.AggregateID())
		list, no := workflow.DecidePool(p.State, w.register.State, cmd, m)
		if no != nil {
			return 0, no
		}
		r := events.Record{Partnership: w.Partnership, Kind: events.KindPool, ID: cmd.AggregateID(), Actor: actor, At: w.Now, Command: ref,
			RegisterRevision: w.register.Revision}
		return len(list), add(ctx, w, p, r, list)
	}
	h := w.held(cmd.AggregateID())
	if err := journal.CatchUp(ctx, w.Journal, events.Aggregate{Partnership: w.Partnership, Kind: events.KindCase, ID: cmd.AggregateID()}, h); err != nil {
		return 0, err
	}
	if done, ok := h.Commands[id]; ok {
		w.Last = max(w.Last, done.Seq)
		return 1, nil
	}
	list, no := workflow.DecideCase(h.State, w.register.State.WithLedgers(w.ledgers()).WithPools(w.thePools()), cmd, m)
	if no != nil {
		return 0, no
	}
	effects, err := workflow.Effects(h.State, w.register.State.WithPools(w.thePools()), list, m.At, actor)
	if err != nil {
		return 0, err
	}
	r := events.Record{Partnership: w.Partnership, Kind: events.KindCase, ID: cmd.AggregateID(), Actor: actor, ActingFor: workflow.ActingFor(cmd), At: w.Now,
		Command: ref, RegisterRevision: w.register.Revision}
	return len(list), addWith(ctx, w, h, r, list, effects)
}

// ledgers are those of the mandates that were used.
func (w *World) ledgers() workflow.Ledgers {
	out := workflow.Ledgers{}
	for id, h := range w.mandates {
		out[id] = h.State
	}
	return out
}

// Pool is a pool as it stands.
func (w *World) Pool(id string) *workflow.Pool { return w.heldPool(id).State }

func (w *World) heldPool(id string) *journal.Held[*workflow.Pool] {
	h := w.pools[id]
	if h == nil {
		h = &journal.Held[*workflow.Pool]{State: workflow.NewPool(w.Partnership, id)}
		w.pools[id] = h
	}
	return h
}

func (w *World) thePools() workflow.Pools {
	out := workflow.Pools{}
	for id, h := range w.pools {
		out[id] = h.State
	}
	return out
}

// besides is an aggregate beside a case: a mandate or a pool.
type besides interface {
	Next(events.Record, ...events.Event) (journal.Write, error)
	Take(uint64, *events.Record) error
}

func (w *World) besides(e workflow.Effect) besides {
	if e.Kind == events.KindPool {
		return w.heldPool(e.ID)
	}
	if w.mandates[e.ID] == nil {
		w.mandates[e.ID] = &journal.Held[*workflow.MandateLedger]{State: workflow.NewMandateLedger(w.Partnership, e.ID)}
	}
	return w.mandates[e.ID]
}

// addWith appends a case's record and those of mandates and pools beside it, as casework does.
func addWith(ctx context.Context, w *World, h *journal.Held[*workflow.Case], r events.Record, list []events.Event, effects []workflow.Effect) error {
	if len(effects) == 0 {
		return add(ctx, w, h, r, list)
	}
	next, err := h.Next(r, list...)
	if err != nil {
		return err
	}
	writes := []journal.Write{next}
	for _, e := range effects {
		r.Kind, r.ID = e.Kind, e.ID
		write, err := w.besides(e).Next(r, e.Events...)
		if err != nil {
			return err
		}
		writes = append(writes, write)
	}
	seqs, err := w.Journal.Append(ctx, writes...)
	if err != nil {
		return err
	}
	w.Last = seqs[len(seqs)-1]
	for i, e := range effects {
		if err := w.besides(e).Take(seqs[i+1], writes[i+1].Record); err != nil {
			return err
		}
	}
	return h.Take(seqs[0], next.Record)
}

func add[S journal.Folder](ctx context.Context, w *World, h *journal.Held[S], r events.Record, list []events.Event) error {
	if len(list) == 0 {
		return nil
	}
	next, err := h.Next(r, list...)
	if err != nil {
		return err
	}
	seqs, err := w.Journal.Append(ctx, next)
	if err != nil {
		return err
	}
	w.Last = seqs[0]
	return h.Take(seqs[0], next.Record)
}

// Draft creates a case of scenario 1 with its commitments and submits it.
func (w *World) Draft(t testing.TB, id, classification string) {
	t.Helper()
	text := func(s string) *string { return &s }
	w.Do(t, "p-unit", &workflow.CaseCreate{Case: id, CaseFields: workflow.CaseFields{
		Title: text("Short breaks " + id), Sponsor: text("wcc"), Areas: []string{"north", "south"}, Classification: &classification, Outcome: text("be healthy"),
		Tier: text("targeted"), Scale: text("strategic"), Route: text("contract"), Regime: text("pa2023")}})
	for _, k := range []struct {
		org   string
		pence int64
	}{{"wcc", 150_000_00}, {"icb", 80_000_00}, {"ald", 20_000_00}, {"bra", 20_000_00}, {"cal", 15_000_00}, {"dun", 15_000_00}} {
		w.Do(t, "p-unit", &workflow.CommitmentOffer{Case: id, Organisation: k.org, AmountPence: k.pence})
	}
	w.Do(t, "p-unit", &workflow.CommitmentOffer{Case: id, Organisation: "pol", Kind: "staff_time", FTEHundredths: 50})
	w.Do(t, "p-unit", &workflow.CaseSubmit{Case: id})
}

// Evidence adds everything that a gate asks for.
func (w *World) Evidence(t testing.TB, id, gate string) {
	t.Helper()
	doc := w.Register().WorkflowVersion("joint-commissioning", 1)
	for _, g := range doc.Gates {
		if g.ID != gate {
			continue
		}
		for _, req := range g.Evidence {
			if req.MandatoryWhen == "" {
				w.Do(t, "p-unit", &workflow.CaseAddEvidence{Case: id, Type: req.ID, Data: evidence[req.ID]})
			}
		}
	}
}

var evidence = map[string][]byte{
	"options_appraisal": []byte(`{"options":[{"title":"a","kind":"internal"},{"title":"b","kind":"external"},{"title":"c","kind":"joint"}]}`),
	"risk_register":     []byte(`{"risks":[{"title":"r","owner":"wcc","level":"strategic"}]}`),
}

// Vote casts the same vote for seats, each by its holder.
func (w *World) Vote(t testing.TB, id, signOff, choice string, seats ...string) {
	t.Helper()
	for _, seat := range seats {
		w.Do(t, w.Register().Holder(seat, w.Now), &workflow.SignOffVote{Case: id, SignOff: signOff, Seat: seat, Choice: choice})
	}
}

// ToG1 brings a submitted case to its first gate.
func (w *World) ToG1(t testing.TB, id string) {
	t.Helper()
	w.Evidence(t, id, "G1")
	w.Do(t, "p-unit", &workflow.CaseRequestGate{Case: id})
}

// PassG1 has every board agree.
func (w *World) PassG1(t testing.TB, id string) {
	t.Helper()
	w.Vote(t, id, "ogn", "approve", "N1", "N2")
	w.Vote(t, id, "ogs", "approve", "S1", "S2")
	w.Vote(t, id, "jce", "approve", "E1", "E2", "E3")
	w.Vote(t, id, "wcb", "approve", "W1", "W2", "W3", "W5", "W6")
}

// PassG2 brings a planned case through its second gate: votes, the certificate, and every organisation's consent.
func (w *World) PassG2(t testing.TB, id string) {
	t.Helper()
	w.Evidence(t, id, "G2")
	w.Do(t, "p-unit", &workflow.CaseRequestGate{Case: id})
	w.Vote(t, id, "jce", "approve", "E1", "E2", "E3")
	w.Do(t, "p-cfo", &workflow.SignOffCertify{Case: id, SignOff: "finance"})
	w.Vote(t, id, "wcb", "approve", "W1", "W2", "W3", "W5", "W6")
	for _, seat := range []string{"W2", "W3", "W5", "W6", "W7", "W8", "W4"} {
		w.Do(t, w.Register().Holder(seat, w.Now), &workflow.ConsentConfirm{Case: id, Seat: seat})
	}
}

// Cases are the ids of the cases that were made, in order.
func (w *World) Cases() []string {
	var out []string
	for id := range w.cases {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}
