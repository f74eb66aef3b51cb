package verify_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"comity/events"
	"comity/services/verify"
)

// journal is an exported journal that holds: a partnership, a case, votes at three levels, certificates and consents.
func journal(t *testing.T) [][]byte { return exported(t, "westmere") }

// exported reads a journal of testdata: westmere; casting, where the chair of westmere's board casts on a tie (scenario 5); blocks,
// where a board counts by organisation and is decided at its deadline (scenario 19); mandates, where three cases use one mandate's year; and those that
// the tests of forgeries describe.
func exported(t *testing.T, name string) [][]byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Split(bytes.TrimSpace(data), []byte("\n"))
}

func run(lines [][]byte) (verify.Result, error) {
	return verify.Export(bytes.NewReader(append(bytes.Join(lines, []byte("\n")), '\n')))
}

func TestExportHolds(t *testing.T) {
	for _, name := range []string{"casting", "blocks"} {
		if got, err := run(exported(t, name)); err != nil || got.Votes < 8 {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	if got, err := run(exported(t, "mandates")); err != nil || got.Mandates != 1 {
		t.Errorf("mandates: got %+v, %v", got, err)
	}
	got, err := run(journal(t))
	if err != nil {
		t.Fatal(err)
	}
	if got.Cases < 1 || got.Votes < 20 || got.Registers != 1 || int(got.Records) != len(journal(t))-1 {
		t.Errorf("got %+v", got)
	}
}

// find returns the place of the first record of which the text is a part.
func find(t *testing.T, lines [][]byte, text string) int {
	t.Helper()
	for i, l := range lines {
		if i > 0 && bytes.Contains(l, []byte(text)) {
			return i
		}
	}
	t.Fatalf("no record has %s", text)
	return 0
}

// forge changes a record, and seals it and all that follow it in its aggregate again: what somebody can do who has the whole
// journal and no scruples. It fails the test where the change changes nothing.
func forge(t *testing.T, lines [][]byte, at int, change func(*events.Record)) {
	t.Helper()
	r, err := events.ReadRecord(lines[at])
	if err != nil {
		t.Fatal(err)
	}
	was := lines[at]
	change(r)
	prev := seal(t, lines, at, r)
	if bytes.Equal(was, lines[at]) {
		t.Fatal("nothing was forged")
	}
	for i := at + 1; i < len(lines); i++ {
		next, err := events.ReadRecord(lines[i])
		if err != nil {
			t.Fatal(err)
		}
		if next.Aggregate() == r.Aggregate() {
			next.Prev = prev
			prev = seal(t, lines, i, next)
		}
	}
}

func seal(t *testing.T, lines [][]byte, at int, r *events.Record) string {
	t.Helper()
	data, err := r.Seal()
	if err != nil {
		t.Fatal(err)
	}
	lines[at] = data
	return r.Hash
}

// replace forges one value in the data of a record's events.
func replace(from, to string) func(*events.Record) {
	return func(r *events.Record) {
		for i := range r.Events {
			r.Events[i].Data = bytes.ReplaceAll(r.Events[i].Data, []byte(from), []byte(to))
		}
	}
}

// checkFault wants the first fault of a journal to be in one record (0: in none), in words of which says is a part.
func checkFault(t *testing.T, lines [][]byte, want int, says string) {
	t.Helper()
	_, err := run(lines)
	var f *verify.Fault
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a fault", err)
	}
	if int(f.Seq) != want || !strings.Contains(f.Sentence, says) {
		t.Errorf("got record %d: %s\nwant record %d: …%s…", f.Seq, f.Sentence, want, says)
	}
}

func TestFirstRecordThatDoesNotHoldIsNamed(t *testing.T) {
	const vote = `"signoff.vote_cast"`
	for _, test := range []struct {
		name   string
		damage func(*testing.T, [][]byte) ([][]byte, int) // and the number of the record that is to be named
		says   string
	}{
		{"a_changed_byte", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			l[at] = bytes.Replace(l[at], []byte(`"approve"`), []byte(`"refuse"`), 1)
			return l, at
		}, "not what was sealed"},
		{"a_record_less", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			return append(l[:at:at], l[at+1:]...), at
		}, "does not follow"},
		{"two_records_swapped", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			l[at], l[at+1] = l[at+1], l[at]
			return l, at
		}, "does not follow"},
		{"a_record_twice", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			l[at+1] = l[at]
			return l, at + 1
		}, "does not follow"},
		{"the_end_cut_off", func(t *testing.T, l [][]byte) ([][]byte, int) { return l[:len(l)-1], 0 }, "should have"},
		{"more_than_the_header_says", func(t *testing.T, l [][]byte) ([][]byte, int) { return append(l, l[len(l)-1]), 0 }, "more records"},
		{"another_installation", func(t *testing.T, l [][]byte) ([][]byte, int) {
			l[0] = bytes.Replace(l[0], []byte(`"log_id":"`), []byte(`"log_id":"x`), 1)
			return l, 1
		}, "birth certificate of installation"},
		{"a_vote_by_somebody_else", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			forge(t, l, at, replace(`"person":"p-n1"`, `"person":"p-n2"`))
			return l, at
		}, "neither the seat's term nor a deputy's"},
		{"a_vote_of_another_board's_seat", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			forge(t, l, at, func(r *events.Record) {
				replace(`"seat":"N1"`, `"seat":"W1"`)(r)
				replace(`"person":"p-n1"`, `"person":"p-lead"`)(r)
			})
			return l, at
		}, "no vote there"},
		{"a_result_that_the_votes_do_not_bear_out", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, replace(`"approve":2`, `"approve":3`))
			return l, at
		}, "was decided on 3 for"},
		{"a_decision_by_the_clock", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, replace(`"by":"ogn"`, `"by":"system"`))
			return l, at
		}, "silence never approves"},
		{"a_certificate_by_somebody_else", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, `"signoff.certified"`)
			forge(t, l, at, replace(`"person":"p-cfo"`, `"person":"p-unit"`))
			return l, at
		}, "was not that officer"},
		{"a_consent_without_a_mandate", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, `"consent.confirmed"`)
			forge(t, l, at, replace(`"mandate":"m-`, `"mandate":"x-`))
			return l, at
		}, "which was not in force"},
		{"a_register_from_the_future", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			forge(t, l, at, func(r *events.Record) { r.RegisterRevision = 1000 })
			return l, at
		}, "did not exist yet"},
		{"a_command_carried_out_twice", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			first, err := events.ReadRecord(l[at])
			if err != nil {
				t.Fatal(err)
			}
			for i := at + 1; ; i++ {
				if next, _ := events.ReadRecord(l[i]); next.Aggregate() == first.Aggregate() {
					forge(t, l, i, func(r *events.Record) { r.Command.ID = first.Command.ID })
					return l, i
				}
			}
		}, "has been carried out"},
		{"time_running_backwards", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, vote)
			forge(t, l, at, func(r *events.Record) { r.At = r.At.Add(-1000 * time.Hour) })
			return l, at
		}, "before the record that it follows"},
		{"an_event_that_the_machines_do_not_allow", func(t *testing.T, l [][]byte) ([][]byte, int) {
			at := find(t, l, `"gate.requested"`)
			submit := find(t, l, `"case.submitted"`)
			forge(t, l, submit, func(r *events.Record) {
				other, err := events.ReadRecord(l[at])
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range other.Events {
					if e.Type == "gate.requested" {
						r.Events = append(r.Events[:0:0], e)
					}
				}
			})
			return l, submit
		}, "does not follow from its events"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lines, want := test.damage(t, journal(t))
			checkFault(t, lines, want, test.says)
		})
	}
}

func TestWhatIsNoExport(t *testing.T) {
	for _, text := range []string{"", "\n", "{}\n", "hello\n", `{"comity":"journal","v":99}` + "\n"} {
		if _, err := verify.Export(strings.NewReader(text)); !errors.Is(err, verify.ErrNotExport) {
			t.Errorf("%q: got %v, want ErrNotExport", text, err)
		}
	}
}
