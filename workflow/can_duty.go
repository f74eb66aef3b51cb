package workflow

// What a person may do about what is owed after the decisions of a case.

// dutiesOf are the acts on undertakings that an organisation's own people may try.
func (f *finding) dutiesOf(organisation, seat string) []Command {
	if organisation == "" {
		return nil
	}
	out := append(f.risksOf(organisation, ""), &UndertakingGive{Case: f.c.ID, Owner: organisation, Seat: seat, What: "-", DueOn: f.today()})
	for i := range f.c.Undertakings {
		if u := &f.c.Undertakings[i]; u.Open() && f.ownerNow(u) == organisation {
			out = append(out, &UndertakingKeep{Case: f.c.ID, Undertaking: u.ID, Note: "-"})
		}
	}
	return out
}

// reportsOf are the report-backs that a seat owes.
func (f *finding) reportsOf(seat string) []Command {
	var out []Command
	for i := range f.c.ReportBacks {
		if b := &f.c.ReportBacks[i]; b.Open() && b.Seat == seat {
			out = append(out, &ReportBackRecord{Case: f.c.ID, ReportBack: b.ID, Note: "-"})
		}
	}
	return out
}

// minuted are the acts on undertakings that a secretariat records with a minute.
func (f *finding) minuted() []Command {
	out := append(f.risksOf("", "-"), &UndertakingGive{Case: f.c.ID, Owner: f.c.Terms.Sponsor, What: "-", DueOn: f.today(), Minute: "-"})
	for i := range f.c.Undertakings {
		if u := &f.c.Undertakings[i]; u.Open() {
			out = append(out, &UndertakingKeep{Case: f.c.ID, Undertaking: u.ID, Note: "-", Minute: "-"})
		}
	}
	return out
}

// risksOf are the acts on the risks for which an organisation answers; on all of them for "".
func (f *finding) risksOf(organisation, minute string) []Command {
	out := []Command{&RiskRecord{Case: f.c.ID, Title: "-", Owner: organisation, Minute: minute}}
	for i := range f.c.Risks {
		if r := &f.c.Risks[i]; r.Open() && (organisation == "" || f.riskOwner(r) == organisation) {
			out = append(out, &RiskRecord{Case: f.c.ID, Risk: r.ID, ReviewOn: f.today(), Minute: minute}, &RiskClose{Case: f.c.ID, Risk: r.ID, Note: "-", Minute: minute})
		}
	}
	return out
}
