package people_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"comity/events"
	"comity/services/client"
	"comity/services/directory"
	"comity/services/journal/journaltest"
	"comity/services/outbox"
	"comity/services/verify"
	"comity/workflow"
)

func TestWhatIsRecordedOfPeople(t *testing.T) {
	t.Parallel()
	w := settle(t, "public")
	w.person("p-lead")
	as := func(actor, verb string, args, into any) error {
		t.Helper()
		return w.operator.People(bounded(t), actor, verb, args, into)
	}
	text := func(s string) *string { return &s }

	t.Run("anybody_learns_names", func(t *testing.T) {
		var got directory.NamesAnswer
		if err := as("p-nobody", directory.AskNames, directory.NamesArgs{IDs: []string{"p-lead", "p-x"}}, &got); err != nil {
			t.Fatal(err)
		}
		if want := map[string]string{"p-lead": "Name of p-lead", "p-x": "p-x"}; !cmp.Equal(got.Names, want) {
			t.Errorf("got %v", got.Names)
		}
		wantRefused(t, "too many", as("p-nobody", directory.AskNames, directory.NamesArgs{IDs: make([]string, 501)}, nil), workflow.TooLarge)
	})
	t.Run("a_person_changes_their_name_and_not_their_address", func(t *testing.T) {
		var got directory.Record
		err := as("p-lead", directory.AskRecord, directory.RecordArgs{Name: text(" Ruth Lead "), Preferences: &directory.Preferences{Mail: directory.Daily, QuietFrom: "18:00", QuietUntil: "08:00"}}, &got)
		if err != nil || got.Name != "Ruth Lead" || got.Preferences.QuietFrom != "18:00" {
			t.Errorf("got %+v, %v", got, err)
		}
		wantRefused(t, "address", as("p-lead", directory.AskRecord, directory.RecordArgs{Email: text("lead@x.example")}, nil), workflow.NotPermitted)
		wantRefused(t, "another's name", as("p-dcs", directory.AskRecord, directory.RecordArgs{Person: "p-lead", Name: text("X")}, nil), workflow.NotPermitted)
		wantRefused(t, "another's record", as("p-dcs", directory.AskPerson, directory.PersonArgs{Person: "p-lead"}, nil), workflow.NotPermitted)
	})
	t.Run("a_secretary_records_an_address_once", func(t *testing.T) {
		if err := as("p-secretary", directory.AskRecord, directory.RecordArgs{Person: "p-lead", Email: text("ruth@council.example")}, nil); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, "again", as("p-secretary", directory.AskRecord, directory.RecordArgs{Person: "p-lead", Email: text("mine@x.example")}, nil), workflow.NotPermitted)
		wantRefused(t, "taken", as("p-admin", directory.AskRecord, directory.RecordArgs{Person: "p-dcs", Email: text("RUTH@council.example")}, nil), workflow.Malformed)
		if err := as("ao-wcc", directory.AskRecord, directory.RecordArgs{Person: "p-lead", Email: text("ruth.lead@council.example")}, nil); err != nil {
			t.Errorf("the authorising officer: %v", err)
		}
		wantRefused(t, "the installation's administrator", as("p-secretary", directory.AskRecord, directory.RecordArgs{Person: "p-admin", Email: text("mine@x.example")}, nil), workflow.NotPermitted)
	})
	t.Run("mistakes_are_told_all_at_once", func(t *testing.T) {
		err := as("p-admin", directory.AskRecord, directory.RecordArgs{Person: "p-lead", Name: text("a\nb"), Email: text("nonsense"), Preferences: &directory.Preferences{Mail: "never", QuietFrom: "25:00"}}, nil)
		wantRefused(t, "mistakes", err, workflow.Malformed)
		if n := len(err.(*workflow.Refusal).Details); n != 4 {
			t.Errorf("got %d problems: %v", n, err)
		}
		for _, id := range []string{"operator", "dashboard-x", "a.b"} {
			wantRefused(t, id, as("p-admin", directory.AskRecord, directory.RecordArgs{Person: id, Name: text("X")}, nil), workflow.Malformed)
		}
		wantRefused(t, "an unknown field", as("p-admin", directory.AskPerson, map[string]string{"persom": "p-lead"}, nil), workflow.Malformed)
	})
	t.Run("an_invitation_is_mailed_and_its_code_typed", func(t *testing.T) {
		var got directory.Invitation
		if err := as("p-secretary", directory.AskInvite, directory.PersonArgs{Person: "p-lead"}, &got); err != nil || got.Email != "ruth.lead@council.example" {
			t.Fatalf("got %+v, %v", got, err)
		}
		box, err := outbox.Open(t.Context(), w.Server.JetStream(t))
		if err != nil {
			t.Fatal(err)
		}
		mails, err := box.List(t.Context())
		if err != nil || len(mails) != 1 || mails[0].Person != "p-lead" || !mails[0].Secret || mails[0].Address != "" {
			t.Fatalf("got %+v, %v", mails, err)
		}
		_, after, _ := strings.Cut(mails[0].Text, "code\n\n")
		code := strings.Fields(after)[0]
		if strings.Contains(mails[0].Subject, code) || strings.Contains(mails[0].Text, "http") {
			t.Errorf("the subject or a link tells the code: %s", mails[0].Text)
		}
		if p, err := w.directory.Redeem(t.Context(), got.Email, code, w.now()); err != nil || p.ID != "p-lead" {
			t.Errorf("got %+v, %v", p, err)
		}
		wantRefused(t, "a member", as("p-dcs", directory.AskInvite, directory.PersonArgs{Person: "p-lead"}, nil), workflow.NotPermitted)
	})
	t.Run("keys", func(t *testing.T) {
		var mine, board directory.NewKeyAnswer
		if err := as("p-lead", directory.AskKeyCreate, directory.KeyArgs{Label: "finance", Days: 30}, &mine); err != nil || mine.Person != "p-lead" || mine.User != "p-lead" || mine.ExpiresAt.Sub(w.now()) != 30*24*time.Hour {
			t.Fatalf("got %+v, %v", mine, err)
		}
		w.in("p-lead", mine.Secret)
		if err := as("p-secretary", directory.AskKeyCreate, directory.KeyArgs{Label: "screen in the hall", Partnership: "westmere"}, &board); err != nil || board.Clearance != "public" {
			t.Fatalf("got %+v, %v", board, err)
		}
		w.in(board.User, board.Secret)
		wantRefused(t, "a member", as("p-lead", directory.AskKeyCreate, directory.KeyArgs{Label: "x", Partnership: "westmere"}, nil), workflow.NotPermitted)
		wantRefused(t, "no label", as("p-lead", directory.AskKeyCreate, directory.KeyArgs{}, nil), workflow.Malformed)
		wantRefused(t, "for ever", as("p-lead", directory.AskKeyCreate, directory.KeyArgs{Label: "x", Days: 367}, nil), workflow.Malformed)
		wantRefused(t, "the operator's", as("operator", directory.AskKeyCreate, directory.KeyArgs{Label: "x"}, nil), workflow.NotPermitted)
		var list directory.KeysAnswer
		if err := as("p-lead", directory.AskKeys, directory.KeysArgs{}, &list); err != nil || len(list.Keys) != 2 { // and that of person()
			t.Errorf("got %+v, %v", list, err)
		}
		wantRefused(t, "another's", as("p-dcs", directory.AskKeys, directory.KeysArgs{Person: "p-lead"}, nil), workflow.NotPermitted)
		wantRefused(t, "another's", as("p-dcs", directory.AskKeyRevoke, directory.KeyRevokeArgs{Key: mine.ID}, nil), workflow.NotPermitted)
		wantRefused(t, "none", as("p-dcs", directory.AskKeyRevoke, directory.KeyRevokeArgs{Key: "no-key"}, nil), workflow.NotFound)
		if err := as("p-lead", directory.AskKeyRevoke, directory.KeyRevokeArgs{Key: mine.ID}, nil); err != nil {
			t.Error(err)
		}
		if _, err := w.connect("p-lead", mine.Secret); err == nil {
			t.Error("a revoked key lets in")
		}
		for range directory.MostKeys - 1 { // beside that of person()
			if err := as("p-lead", directory.AskKeyCreate, directory.KeyArgs{Label: "x"}, nil); err != nil {
				t.Fatal(err)
			}
		}
		wantRefused(t, "one too many", as("p-lead", directory.AskKeyCreate, directory.KeyArgs{Label: "x"}, nil), workflow.NotPermitted)
	})
	t.Run("leaving_and_coming_back", func(t *testing.T) {
		wantRefused(t, "a secretary", as("p-secretary", directory.AskLeave, directory.PersonArgs{Person: "p-lead"}, nil), workflow.NotPermitted)
		var got directory.Record
		if err := as("ao-wcc", directory.AskLeave, directory.PersonArgs{Person: "p-lead"}, &got); err != nil || got.LeftAt.IsZero() {
			t.Errorf("got %+v, %v", got, err)
		}
		if keys, err := w.directory.Keys(t.Context(), "p-lead", ""); err != nil || len(keys) > 0 {
			t.Errorf("keys are left: %v, %v", keys, err)
		}
		got = directory.Record{}
		if err := as("ao-wcc", directory.AskReturn, directory.PersonArgs{Person: "p-lead"}, &got); err != nil || !got.LeftAt.IsZero() {
			t.Errorf("got %+v, %v", got, err)
		}
		if err := as("p-lead", directory.AskSignOut, directory.PersonArgs{}, nil); err != nil {
			t.Error(err)
		}
		if p, err := w.directory.Person(t.Context(), "p-lead"); err != nil || !p.SessionsAfter.Equal(w.now()) {
			t.Errorf("got %+v, %v", p, err)
		}
	})
	t.Run("only_the_installation_erases", func(t *testing.T) {
		for _, by := range []string{"p-lead", "p-secretary", "ao-wcc", "operator"} {
			wantRefused(t, by, as(by, directory.AskErase, directory.PersonArgs{Person: "p-lead"}, nil), workflow.NotPermitted)
		}
		var got directory.Record
		if err := as("p-admin", directory.AskErase, directory.PersonArgs{Person: "p-lead"}, &got); err != nil || got.ErasedAt.IsZero() || got.Name+got.Email != "" {
			t.Errorf("got %+v, %v", got, err)
		}
		box, err := outbox.Open(t.Context(), w.Server.JetStream(t))
		if err != nil {
			t.Fatal(err)
		}
		if mails, err := box.List(t.Context()); err != nil || len(mails) > 0 {
			t.Errorf("mails are left: %+v, %v", mails, err)
		}
	})
}

// What somebody has decided is verified without the directory, before and after they were erased.
func TestTheJournalVerifiesAfterAPersonIsErased(t *testing.T) {
	t.Parallel()
	w := settle(t, "public")
	holder := w.Register().Holder("N1", w.Now)
	c := client.New(w.in(holder, w.person(holder)).Conn, client.Config{})
	if _, err := c.Do(bounded(t), "westmere", holder, &workflow.SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N1", Choice: "approve"}); err != nil {
		t.Fatal(err)
	}
	before := w.export()
	if err := w.directory.Erase(t.Context(), holder, w.now()); err != nil {
		t.Fatal(err)
	}
	after := w.export()
	if !bytes.Equal(before, after) {
		t.Error("the journal has changed")
	}
	if result, err := verify.Export(bytes.NewReader(after)); err != nil {
		t.Errorf("got %+v, %v", result, err)
	}
	if bytes.Contains(after, []byte("Name of ")) {
		t.Error("the journal knows the name")
	}
}

// export is the journal as `comity journal export` writes it.
func (w *town) export() []byte {
	w.t.Helper()
	stream, err := jetStream(w.t, w.engine).Stream(w.t.Context(), events.StreamName(0))
	if err != nil {
		w.t.Fatal(err)
	}
	var out bytes.Buffer
	head := w.head()
	if err := verify.WriteHeader(&out, verify.Header{LogID: journaltest.LogID, Records: []uint64{head}}); err != nil {
		w.t.Fatal(err)
	}
	for seq := uint64(1); seq <= head; seq++ {
		m, err := stream.GetMsg(w.t.Context(), seq)
		if err == nil {
			err = verify.WriteRecord(&out, m.Data)
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return out.Bytes()
}
