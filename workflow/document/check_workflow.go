package document

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// workflow checks a workflow document alone.
func (c *check) workflow(w *Workflow) {
	own := ids(w.EvidenceTypes, func(t *EvidenceType) string { return t.ID })
	known := map[string][]string{
		"stage":         ids(w.Stages, func(s *Stage) string { return s.ID }),
		"gate":          ids(w.Gates, func(g *Gate) string { return g.ID }),
		"evidence type": append(own, ids(StandardEvidence, func(t *EvidenceType) string { return t.ID })...),
	}
	c.values(reflect.ValueOf(w).Elem(), "", known)
	of := func(list string) func(int) string { return func(i int) string { return item(list, i) + ".id" } }
	c.unique("stage", known["stage"], of("stages"))
	c.unique("gate", known["gate"], of("gates"))
	c.unique("evidence type", own, of("evidence_types"))
	c.tolerances(w.Tolerances)
	c.riskRules(w.Risks)
	c.migrations(w, known["stage"])
	c.stages(w)
	c.gates(w)
	c.procurement(w)
	c.schemas(w)
	c.conditions(w)
}

// migrations checks that cases of earlier versions are sent to stages that are there, and that each version is named once.
func (c *check) migrations(w *Workflow, stages []string) {
	for i, m := range w.MigratesFrom {
		at := item("migrates_from", i)
		if m.Version >= w.Metadata.Version && w.Metadata.Version > 0 {
			c.fail(at+".version", "not_earlier", "Version %d is not before version %d, which this document is.", m.Version, w.Metadata.Version)
		}
		if slices.ContainsFunc(w.MigratesFrom[:i], func(o MigratesFrom) bool { return o.Version == m.Version }) {
			c.fail(at+".version", "named_twice", "Version %d is named twice.", m.Version)
		}
		for _, from := range slices.Sorted(maps.Keys(m.Stages)) {
			if to := m.Stages[from]; !slices.Contains(stages, to) {
				c.fail(at+".stages."+from, "dangling_id", "There is no stage %s.%s", quoted(to), didYouMean(to, stages))
			}
		}
	}
}

func (c *check) tolerances(t Tolerances) {
	if t.FundingShortfallPct > 100 {
		c.fail("tolerances.funding_shortfall_pct", "too_large", "funding_shortfall_pct is %d, and cannot be above 100.", t.FundingShortfallPct)
	}
}

// done stands for the end of a case, among the stages.
const done = ""

// ways says where a case may go from each stage; done is the end. A stage whose way cannot be told has none.
func (w *Workflow) ways() map[string][]string {
	next := map[string][]string{}
	for i := range w.Stages {
		s := &w.Stages[i]
		if s.Closes != "" {
			next[s.ID] = append(next[s.ID], done)
		}
		gate := w.gate(s.Exit)
		if gate != nil && len(gate.Outcomes) > 0 {
			for _, o := range gate.Outcomes {
				next[s.ID] = append(next[s.ID], o.To) // where To is empty the outcome closes the case
			}
		} else if s.Exit != "" {
			next[s.ID] = append(next[s.ID], w.following(i)) // past the last stage a case is completed
		}
		if !s.ReviewEvery.IsZero() {
			if to := w.following(i); to != done {
				next[s.ID] = append(next[s.ID], to)
			}
		}
	}
	return next
}

// following is the stage after number i: what Next says, else the next in the order listed, else done.
func (w *Workflow) following(i int) string {
	if w.Stages[i].Next != "" {
		return w.Stages[i].Next
	}
	if w.Stages[i].OffPath {
		return done
	}
	for _, s := range w.Stages[i+1:] {
		if !s.OffPath {
			return s.ID
		}
	}
	return done
}

func (w *Workflow) gate(id string) *Gate {
	for i := range w.Gates {
		if w.Gates[i].ID == id && id != "" {
			return &w.Gates[i]
		}
	}
	return nil
}

// stages checks that every stage can be come to, and that from every stage a case can come to an end.
func (c *check) stages(w *Workflow) {
	ways := w.ways()
	from := map[string][]string{}
	for _, s := range w.Stages {
		for _, to := range ways[s.ID] {
			from[to] = append(from[to], s.ID)
		}
	}
	first := ""
	for i := range w.Stages {
		s, path := &w.Stages[i], item("stages", i)
		if first == "" && !s.OffPath {
			first = s.ID
		}
		c.stage(w, s, path, len(ways[s.ID]) == 0)
	}
	if c.lost(w) {
		return // where a case goes cannot be told, and guesses help nobody
	}
	if first == "" {
		if len(w.Stages) > 0 {
			c.fail("stages", "no_first_stage", "Every stage is off_path; a case begins in the first that is not.")
		}
		return
	}
	reached, ends := closure(first, ways), closure(done, from)
	for i, s := range w.Stages {
		switch path := item("stages", i); {
		case s.ID == "":
		case !reached[s.ID]:
			c.fail(path, "unreachable_stage", "No case can come to stage %s.", s.ID)
		case !ends[s.ID] && len(ways[s.ID]) > 0:
			c.fail(path, "endless", "From stage %s no case ever comes to an end: it goes round %s.", s.ID, strings.Join(roundFrom(s.ID, ways), " → "))
		}
	}
}

// lost reports whether some way leads to a stage or through a gate that does not exist, or is not told at all.
func (c *check) lost(w *Workflow) bool {
	stages := map[string]bool{done: true}
	for _, s := range w.Stages {
		stages[s.ID] = true
	}
	for i := range w.Stages {
		s := &w.Stages[i]
		gate := w.gate(s.Exit)
		if !stages[s.Next] || s.Exit != "" && gate == nil {
			return true
		}
		if gate != nil && slices.ContainsFunc(gate.Outcomes, func(o Outcome) bool { return !stages[o.To] || o.To == "" && o.Closes == "" }) {
			return true
		}
	}
	return c.spoiltWithin("stages") || c.spoiltWithin("gates")
}

func (c *check) stage(w *Workflow, s *Stage, path string, stuck bool) {
	if stuck {
		c.fail(path, "no_way_out", "Stage %s has no way out: give it a gate (exit), a review (review_every, with a stage to follow), or closes.", s.ID)
	}
	if s.Next != "" && s.Next == s.ID {
		c.fail(path+".next", "endless", "Stage %s is its own next stage.", s.ID)
	}
	if i := slices.IndexFunc(w.Stages, func(t Stage) bool { return t.ID == s.Next }); s.Next != "" && i >= 0 && w.Stages[i].OffPath {
		c.fail(path+".next", "off_path", "Stage %s is off_path: only an outcome of a gate leads to it.", s.Next)
	}
	if g := w.gate(s.Exit); s.Next != "" && g != nil && len(g.Outcomes) > 0 {
		c.warn(path+".next", "needless", "The outcomes of %s say where stage %s leads; next is not looked at.", g.ID, s.ID)
	}
	if s.Exit != "" && !s.ReviewEvery.IsZero() {
		c.fail(path+".review_every", "two_ways_out", "Stage %s is left by gate %s; a review belongs to a stage without a gate.", s.ID, s.Exit)
	}
	if s.Exit != "" && s.Closes != "" {
		c.fail(path+".closes", "two_ways_out", "Stage %s is left by gate %s; closes belongs to a stage without a gate.", s.ID, s.Exit)
	}
}

// closure is everything that can be come to from a node, itself included.
func closure(from string, next map[string][]string) map[string]bool {
	found, ahead := map[string]bool{from: true}, []string{from}
	for len(ahead) > 0 {
		n := ahead[0]
		ahead = ahead[1:]
		for _, to := range next[n] {
			if !found[to] {
				found[to] = true
				ahead = append(ahead, to)
			}
		}
	}
	return found
}

// roundFrom follows the first way on from a stage until one comes again.
func roundFrom(at string, next map[string][]string) []string {
	round := []string{at}
	for len(next[at]) > 0 {
		at = next[at][0]
		round = append(round, at)
		if slices.Contains(round[:len(round)-1], at) {
			break
		}
	}
	return round
}
