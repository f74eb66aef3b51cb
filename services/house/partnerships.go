package house

import (
	"context"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/broker"
	"comity/services/journal"
)

// EngineDial says how to reach the server of a running house as its engine: with the credentials in its data directory, for
// whoever may read them. It is for what the account of the people cannot do: export, verify, list partnerships.
// Errors: ErrNotRunning, broker.ErrNoCredentials.
func EngineDial(dir string) (broker.Dial, error) {
	at, err := ReadAddress(dir)
	if err != nil {
		return broker.Dial{}, err
	}
	who, err := broker.ReadCredentials(dir, broker.EngineUser)
	return broker.Dial{URL: at.NATS, Name: "comity", User: who.User, Password: who.Password}, err
}

// Partnerships lists the partnerships of the installation that runs on a data directory, sorted. It reads the subjects of
// the journal, and changes nothing.
func Partnerships(ctx context.Context, dir string) ([]string, error) {
	d, err := EngineDial(dir)
	if err != nil {
		return nil, err
	}
	cert, err := journal.ReadCertificate(dir)
	if err != nil {
		return nil, err
	}
	nc, err := broker.Connect(ctx, d)
	if err != nil {
		return nil, err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for part := range cert.Partitions {
		s, err := js.Stream(ctx, events.StreamName(part))
		if err != nil {
			return nil, err
		}
		info, err := s.Info(ctx, jetstream.WithSubjectFilter(events.JournalKind(part, events.KindRegister)))
		if err != nil {
			return nil, err
		}
		for subject := range info.State.Subjects {
			if _, agg, err := events.ParseJournalSubject(subject); err == nil && agg.Partnership != events.Installation {
				out = append(out, agg.Partnership)
			}
		}
	}
	slices.Sort(out)
	return out, nil
}
