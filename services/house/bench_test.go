package house

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/broker"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/journal"
	"comity/workflow"
)

const (
	benchRounds = 5
	benchEach   = 400 // decisions, and as many publishes, in a round
	benchCases  = 40
	benchHold   = 1.5 // DESIGN §7
)

// BenchmarkDecision measures one decision alone, from the client's request over NATS and the rules to the record on the disk
// and the reply, against one synced JetStream publish of the record's size on the same connection. The two take turns, so
// that whatever else the machine does meets both; the ratio is that of the medians of a round, and the median of the rounds
// counts.
func BenchmarkDecision(b *testing.B) {
	for _, only := range []struct {
		name     string
		services []string
	}{
		{"decision_alone", []string{"register", "casework"}},
		{"decision_in_the_whole_house", Names},
	} {
		b.Run(only.name, func(b *testing.B) {
			m := newMeasure(b, only.services)
			for b.Loop() {
				m.run(b)
			}
		})
	}
}

// measure is a house and what is sent to it.
type measure struct {
	c      *client.Client
	js     jetstream.JetStream
	record []byte
	n      int
}

func newMeasure(b *testing.B, only []string) *measure {
	b.Helper()
	h, err := Open(b.Context(), Config{Dir: filepath.Join(b.TempDir(), "data"), Listen: "127.0.0.1:0", Health: "off", Only: only, Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	ran := make(chan error, 1)
	go func() { ran <- h.Run(b.Context()) }()
	b.Cleanup(func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
		<-ran
	})
	<-h.Ready()
	m := &measure{}
	nc := m.connect(b, h)
	m.c = client.New(nc, client.Config{})
	m.found(b)
	m.record = newestRecord(b, nc)
	return m
}

// connect opens one connection over TCP, as the engine, which may both send commands and publish; and makes a stream like a
// journal's beside it.
func (m *measure) connect(b *testing.B, h *House) *nats.Conn {
	b.Helper()
	who, err := broker.ReadCredentials(h.cfg.Dir, broker.EngineUser)
	if err != nil {
		b.Fatal(err)
	}
	nc, err := broker.Connect(b.Context(), broker.Dial{URL: h.URL(), Name: "bench", User: who.User, Password: who.Password})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(nc.Close)
	if m.js, err = jetstream.New(nc); err != nil {
		b.Fatal(err)
	}
	admin, err := h.broker.Administrator(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer admin.Close()
	js, err := jetstream.New(admin)
	if err != nil {
		b.Fatal(err)
	}
	cfg := bus.Journal("bench", 9, 10, 1)
	cfg.Name, cfg.Subjects = "BENCH", []string{"bench.>"}
	if _, err := js.CreateStream(b.Context(), cfg); err != nil {
		b.Fatal(err)
	}
	return nc
}

func (m *measure) found(b *testing.B) {
	b.Helper()
	for _, name := range []string{"westmere.governance.yaml", "joint-commissioning.workflow.yaml"} {
		text, err := os.ReadFile(filepath.Join("../../workflow/document/testdata", name))
		if err != nil {
			b.Fatal(err)
		}
		var cmd workflow.Command = &workflow.PartnershipPublish{Source: string(text)}
		if strings.Contains(name, "workflow") {
			cmd = &workflow.WorkflowPublish{Source: string(text)}
		}
		m.do(b, DefaultAdministrator, cmd)
	}
	title, sponsor, unit := "Speech therapy", "wcc", "jcu"
	for n := range benchCases {
		m.do(b, "p-unit", &workflow.CaseCreate{Case: caseName(n), CaseFields: workflow.CaseFields{Title: &title, Sponsor: &sponsor, Unit: &unit}})
	}
	m.decide(b)
}

func caseName(n int) string { return fmt.Sprintf("C-%d", n%benchCases) }

func (m *measure) do(b *testing.B, actor string, cmd workflow.Command) {
	b.Helper()
	if _, err := m.c.Do(b.Context(), "westmere", actor, cmd); err != nil {
		b.Fatal(err)
	}
}

// decide is one decision, whose record has about 1 KiB.
func (m *measure) decide(b *testing.B) {
	m.n++
	summary := fmt.Sprintf("%d %s", m.n, strings.Repeat("x", 500))
	m.do(b, "p-unit", &workflow.CaseAmend{Case: caseName(m.n), CaseFields: workflow.CaseFields{Summary: &summary}})
}

// newestRecord is what the journal holds of the last decision.
func newestRecord(b *testing.B, nc *nats.Conn) []byte {
	b.Helper()
	j, err := journal.Open(b.Context(), journal.Config{Conn: nc})
	if err != nil {
		b.Fatal(err)
	}
	head, err := j.Head(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	var raw []byte
	_ = j.Follow(b.Context(), 0, head-1, func(page []journal.Stored) error {
		raw = slices.Clone(page[0].Raw)
		return errEnd
	})
	return raw
}

// run measures the rounds and prints the row.
func (m *measure) run(b *testing.B) {
	var ratios []float64
	var decided, published []time.Duration
	for range benchRounds {
		d, p := m.round(b)
		decided, published = append(decided, d), append(published, p)
		ratios = append(ratios, float64(d)/float64(p))
	}
	b.Logf("%d B a record; rounds %.2f", len(m.record), ratios)
	slices.Sort(ratios)
	ratio := ratios[benchRounds/2]
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(median(decided).Microseconds()), "µs/decision")
	b.ReportMetric(float64(median(published).Microseconds()), "µs/publish")
	b.ReportMetric(ratio, "ratio")
	b.ReportMetric(benchHold, "hold")
}

// round measures decisions and publishes in turns and returns their medians.
func (m *measure) round(b *testing.B) (decided, published time.Duration) {
	var d, p []time.Duration
	for range benchEach {
		began := time.Now()
		m.decide(b)
		d = append(d, time.Since(began))
		began = time.Now()
		if _, err := m.js.Publish(b.Context(), "bench."+caseName(m.n), m.record); err != nil {
			b.Fatal(err)
		}
		p = append(p, time.Since(began))
	}
	return median(d), median(p)
}

func median(list []time.Duration) time.Duration {
	list = slices.Clone(list)
	slices.Sort(list)
	return list[len(list)/2]
}
