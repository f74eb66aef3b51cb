package bus

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"comity/workflow"
)

// What a refusal may hold. Much of it is the caller's own text, told back, and it is kept: in AUDIT, in memory for a day.
const (
	briefText  = 1 << 10  // of one sentence, fact or name, in bytes
	briefAll   = 4 << 10  // of the sentence over all problems
	briefTotal = 64 << 10 // of all problems together; those beyond are counted
)

// brief shortens what is too long in a refusal, before it is answered, noted or remembered: the caller who asks again gets
// the same words. What is short enough is returned as it is. no itself does not change.
func brief(no *workflow.Refusal) *workflow.Refusal {
	out := *no
	out.Message, out.Clause = cut(no.Message, briefAll), cut(no.Clause, briefText)
	out.Details = make([]workflow.Problem, 0, len(no.Details))
	size := 0
	for i, p := range no.Details {
		p.Message, p.Clause, p.About, p.Facts = cut(p.Message, briefText), cut(p.Clause, briefText), cut(p.About, briefText), briefFacts(p.Facts)
		if size += len(p.Message) + len(p.Clause) + len(p.About) + len(fmt.Sprint(p.Facts)); size > briefTotal {
			out.Details = append(out.Details, workflow.Problem{
				Code: p.Code, Message: fmt.Sprintf("There are %d more problems. Mend these first.", len(no.Details)-i),
			})
			break
		}
		out.Details = append(out.Details, p)
	}
	return &out
}

func briefFacts(facts map[string]any) map[string]any {
	if len(facts) == 0 {
		return facts
	}
	out := make(map[string]any, len(facts))
	for name, fact := range facts {
		if s, ok := fact.(string); ok {
			fact = cut(s, briefText)
		}
		out[cut(name, briefText)] = fact
	}
	return out
}

// cut keeps the beginning and the end of a text, where the sentence around what was told back usually says what is wrong.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	const gap = " … "
	head := most * 3 / 4
	tail := len(s) - (most - head - len(gap))
	for head > 0 && !utf8.RuneStart(s[head]) {
		head--
	}
	for tail < len(s) && !utf8.RuneStart(s[tail]) {
		tail++
	}
	return strings.TrimSpace(s[:head]) + gap + strings.TrimSpace(s[tail:])
}
