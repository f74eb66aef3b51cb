package workflow

import "testing"

// BenchmarkDecideVote is one vote decided on a case of about forty records: what the rules cost beside one synced write.
func BenchmarkDecideVote(b *testing.B) {
	p := westmere(b)
	p.toWCB()
	cmd := &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}
	m := p.meta("p-lead", cmd)
	b.ReportAllocs()
	for b.Loop() {
		if _, no := DecideCase(p.c, p.r, cmd, m); no != nil {
			b.Fatal(no)
		}
	}
}

// BenchmarkDue is what the deadline service pays for each record that it folds.
func BenchmarkDue(b *testing.B) {
	p := westmere(b)
	p.toWCB()
	b.ReportAllocs()
	for b.Loop() {
		if len(Due(p.c, p.r)) == 0 {
			b.Fatal("nothing is due")
		}
	}
}
