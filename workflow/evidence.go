package workflow

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"comity/events"
	"comity/workflow/document"
)

// Evidence: what must be shown at a gate, and the snapshot that freezes it (DOMAIN §0.6, §2.3).

// vars are what conditions may speak of at a gate.
func (d *decision) vars(gate *GateAttempt) document.Vars {
	t := d.c.Terms
	money, staff := d.c.Plan()
	v := document.Vars{
		Case: document.CaseVars{ID: d.c.ID, Title: t.Title, Sponsor: t.Sponsor, Areas: t.Areas, Classification: t.Classification, Outcome: t.Outcome,
			Tier: t.Tier, Scale: t.Scale, Route: t.Route, Regime: t.Regime, Services: t.Services, Tags: t.Tags, Stage: d.c.Stage, Cycle: d.c.Cycle,
			Author: d.c.Author},
		Plan:     document.PlanVars{MoneyPence: int64(money), FTEHundredths: int64(staff)},
		Evidence: map[string]document.EvidenceVars{}, Threshold: d.thresholdVars(gate),
	}
	if gate != nil {
		v.Gate = document.GateVars{ID: gate.Gate, Round: gate.Round, Outcome: gate.Outcome}
		if a := gate.Award; a != nil {
			v.Award = document.AwardVars{ValuePence: a.ValuePence, ContractKind: a.ContractKind, EndsOn: a.EndsOn, Extendable: a.Extendable,
				PriceVaries: a.PriceVaries}
		}
	}
	for _, k := range d.c.Commitments {
		if !k.Stands() {
			continue
		}
		status := "requested"
		if k.Confirmed() {
			status = "confirmed"
		} else if k.ToBeReaffirmed {
			status = ConsentToReaffirm
		}
		kind := ""
		if o := d.g.Organisation(k.Organisation); o != nil {
			kind = o.Type
		}
		v.Commitments = append(v.Commitments, document.CommitmentVars{ID: k.Commitment, Organisation: k.Organisation, OrganisationType: kind,
			Kind: k.Kind, Mode: k.Mode, AmountPence: k.Pence, FTEHundredths: k.FTEHundredths, Service: k.Service, Essential: k.Essential, Status: status})
	}
	for i := range d.c.Risks {
		if r := &d.c.Risks[i]; r.Open() {
			v.Risks = append(v.Risks, document.RiskVars{ID: r.ID, Kind: r.Kind, Owner: r.Owner, Level: r.Level, Likelihood: r.Likelihood, Impact: r.Impact,
				Severity: r.Severity, ReviewOn: r.ReviewOn})
		}
	}
	for _, item := range d.c.Evidence { // oldest first: the newest stays
		data, err := document.Data(item.Data)
		if err != nil {
			data = nil
		}
		v.Evidence[item.Type] = document.EvidenceVars{Count: v.Evidence[item.Type].Count + 1, DatedOn: item.DatedOn, Data: data}
	}
	return v
}

// holds asks a condition of the document; "" always holds. One that cannot be answered does not hold.
func (d *decision) holds(expr string, vars document.Vars) bool {
	if expr == "" {
		return true
	}
	c, err := document.Compile(expr, d.w)
	if err != nil {
		return false
	}
	yes, err := c.Holds(vars)
	return err == nil && yes
}

// evidenceProblems lists every requirement of a gate that is not met: the evidence is missing, out of date, or against a rule.
func (d *decision) evidenceProblems(g *document.Gate, vars document.Vars) []Problem {
	var out []Problem
	for _, req := range g.Evidence {
		if p := d.requirement(g, req, vars); p != nil {
			out = append(out, *p)
		}
	}
	return out
}

func (d *decision) requirement(g *document.Gate, req document.EvidenceRequirement, vars document.Vars) *Problem {
	state, why := d.standing(req, vars)
	if state == evidenceThere || state == evidenceAbsent {
		return nil
	}
	p := problem(EvidenceMissing, "%s", why).under("gates.%s.evidence.%s", g.ID, req.ID).about(req.ID).with(map[string]any{"why": state})
	return &p
}

// newest is the item of a type that counts: the last added.
func (d *decision) newest(kind string) *EvidenceHeld {
	for i := len(d.c.Evidence) - 1; i >= 0; i-- {
		if d.c.Evidence[i].Type == kind {
			return &d.c.Evidence[i]
		}
	}
	return nil
}

func (d *decision) evidenceType(id string) *document.EvidenceType {
	if d.w == nil {
		return nil
	}
	return d.w.EvidenceType(id)
}

func (d *decision) evidenceName(id string) string {
	if t := d.evidenceType(id); t != nil && t.Name != "" {
		return t.Name
	}
	return id
}

// stale lists the evidence types of the present gate that are out of date today.
func (d *decision) stale() []string {
	g := gateOf(d.w, d.c.Gate.Gate)
	var out []string
	if g == nil {
		return nil
	}
	for _, req := range g.Evidence {
		if item := d.newest(req.ID); item != nil && !d.inDate(item, req.MaxAge) {
			out = append(out, req.ID)
		}
	}
	return out
}

// snapshot digests what is signed: the terms, the evidence and the commitments as offered. It lists the items too.
func (d *decision) snapshot() (digest string, items []string) {
	commitments := d.c.wholes(func(k *Commitment) bool { return k.frozenAt(d.c.Gate) })
	evidence := []events.EvidenceItem{}
	for _, e := range d.c.Evidence {
		evidence = append(evidence, e.EvidenceItem)
		items = append(items, e.Item)
	}
	whole := map[string]any{"terms": d.frozenTerms(), "evidence": evidence, "commitments": commitments}
	if pools := d.frozenPools(); len(pools) > 0 {
		whole["pools"] = pools
	}
	if risks := d.frozenRisks(); len(risks) > 0 {
		whole["risks"] = risks
	}
	digest, err := events.DigestOf(whole)
	if err != nil {
		panic(fmt.Sprintf("snapshot of case %s: %v", d.c.ID, err)) // every part came through strict decoding
	}
	return digest, items
}

// measurementProblems says which targets lack a verified measurement: unverified data cannot close a review (F107).
func (d *decision) measurementProblems() []Problem {
	var out []Problem
	for _, t := range d.c.Targets {
		m := d.latest(t.Target)
		switch {
		case m == nil:
			out = append(out, problem(EvidenceMissing, "Target %s has not been measured.", t.Target).under("F107").about("measurement:"+t.Target))
		case !m.Verified:
			out = append(out, problem(EvidenceMissing, "The measurement of target %s is not verified.", t.Target).under("F107").about("measurement:"+t.Target))
		}
	}
	return out
}

func (d *decision) latest(target string) *Measurement {
	for i := len(d.c.Measurements) - 1; i >= 0; i-- {
		if m := &d.c.Measurements[i]; m.Target == target && m.Area == "" {
			return m
		}
	}
	return nil
}

// addEvidence is CaseAddEvidence's rule.
func (d *decision) addEvidence(cmd *CaseAddEvidence) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("adding evidence", Draft, Working, AtGate, Deferred); p != nil {
		return Refuse(*p)
	}
	var problems []Problem
	title := cmd.Title
	if d.w != nil {
		t := d.evidenceType(cmd.Type)
		if t == nil {
			return Refuse(problem(NotFound, "The workflow has no evidence type %s.", cmd.Type).under("evidence_types").about(cmd.Type))
		}
		title = first(title, t.Name)
		for _, m := range document.ValidateEvidence(t, cmd.Data) {
			problems = append(problems, problem(Malformed, "%s", m.Sentence).under("evidence_types.%s.schema", t.ID).about("data"+m.Path))
		}
	}
	data := cmd.Data
	if len(data) > 0 {
		var err error
		if data, err = events.CanonicalJSON(data); err != nil {
			problems = append(problems, problem(Malformed, "The data cannot be kept as it is: %v.", err).about("data"))
		}
	}
	dated := d.or(cmd.DatedOn)
	if dated.After(d.today()) {
		problems = append(problems, problem(Malformed, "Evidence cannot be dated in the future.").about("dated_on"))
	}
	item := cmd.Item
	if item == "" {
		item = d.numbered(cmd.Type)
	} else if slices.ContainsFunc(d.c.Evidence, func(e EvidenceHeld) bool { return e.Item == item }) {
		problems = append(problems, problem(Malformed, "There is an item %s already.", item).about("item"))
	}
	if !events.ValidToken(item) {
		problems = append(problems, problem(Malformed, "An item's name is letters, digits, hyphens and underscores.").about("item"))
	}
	if problems = append(problems, fileProblems(cmd)...); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.EvidenceAdded{EvidenceItem: events.EvidenceItem{Item: item, Type: cmd.Type, Title: first(title, cmd.Type), Digest: cmd.Digest,
		DatedOn: dated.String(), Data: data, FileName: cmd.FileName, MediaType: cmd.MediaType, Bytes: cmd.Bytes}})
	d.voidGate("evidence_amended")
	return nil
}

// mediaType is the form of a media type; what it promises of the file is for whoever takes the file in to check.
var mediaType = regexp.MustCompile(`^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$`)

// fileProblems says what is wrong with what an item says of its file: a name that leads elsewhere or hides what it is would be
// handed to whoever downloads it.
func fileProblems(cmd *CaseAddEvidence) []Problem {
	var out []Problem
	if cmd.Digest == "" && (cmd.FileName != "" || cmd.MediaType != "" || cmd.Bytes != 0) {
		out = append(out, problem(Malformed, "A file is named by its digest: give one.").about("digest"))
	}
	if name := cmd.FileName; name != "" {
		bad := func(c rune) bool { return strings.ContainsRune(`/\`, c) || !unicode.IsPrint(c) }
		if strings.ContainsFunc(name, bad) || strings.Trim(name, ". ") == "" || len(name) > 255 {
			out = append(out, problem(Malformed, "A file's name has no folders and no control characters, and at most 255 bytes.").about("file_name"))
		}
	}
	if cmd.MediaType != "" && !mediaType.MatchString(cmd.MediaType) {
		out = append(out, problem(Malformed, "A kind of file is written as application/pdf is, in small letters.").about("media_type"))
	}
	return out
}

// numbered names the next item of a type.
func (d *decision) numbered(kind string) string {
	for n := 1; ; n++ {
		id := fmt.Sprintf("%s-%d", kind, n)
		if !slices.ContainsFunc(d.c.Evidence, func(e EvidenceHeld) bool { return e.Item == id }) {
			return id
		}
	}
}

// removeEvidence is CaseRemoveEvidence's rule.
func (d *decision) removeEvidence(cmd *CaseRemoveEvidence) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("removing evidence", Draft, Working, AtGate, Deferred); p != nil {
		return Refuse(*p)
	}
	if !slices.ContainsFunc(d.c.Evidence, func(e EvidenceHeld) bool { return e.Item == cmd.Item }) {
		return Refuse(problem(NotFound, "Case %s has no item %s.", d.c.ID, cmd.Item).about(cmd.Item))
	}
	d.emit(events.EvidenceRemoved{Item: cmd.Item, Reason: cmd.Reason})
	d.voidGate("evidence_amended")
	return nil
}
