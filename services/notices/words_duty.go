package notices

import (
	"maps"

	"comity/workflow"
)

// What is said of what is owed after a decision.
func init() {
	maps.Copy(phrases, map[string]phrase{
		workflow.ToldUndertaking:     {"An undertaking[ for {until}]", "[{org}|{board}] has undertaken something that follows from a decision.[ It is to be done by {until}.]", ""},
		workflow.ToldUndertakingLate: {"An undertaking is overdue", "The day of an undertaking of [{org}|{board}] has passed, and nobody has said that it is done.", ""},
		workflow.ToldUndertakingUp:   {"An undertaking is overdue", "An undertaking[ of {org}] that follows from a decision is overdue and comes before {board}.", ""},
		workflow.ToldUndertakingKept: {"An undertaking is kept", "An undertaking of [{org}|{board}] has been done.", ""},
		workflow.ToldRisk:            {"A risk to answer for", "[{org} answers|You answer] for a risk of this case.[ It is to be looked at again by {until}.]", ""},
		workflow.ToldRiskLate:        {"Look at a risk again", "A risk[ for which {org} answers] was to be looked at again[ by {until}]. Say how it is seen now, or close it.", ""},
		workflow.ToldRiskUp:          {"A risk is not looked at", "A risk[ for which {org} answers] is managed at the level of {board}. Nobody has looked at it by its day.", ""},
		workflow.ToldRiskClosed:      {"A risk is closed", "A risk[ for which {org} answered] is off the register.", ""},
		workflow.ToldReportBack:      {"Report back[ by {until}]", "{board} has decided[: {result}]. Tell those for whom your seat speaks, and record that you have.", ""},
		workflow.ToldReportBackLate:  {"Your report-back is overdue", "Those for whom your seat speaks are still to be told what {board} has decided.", ""},
		workflow.ToldReportBackUp:    {"A report-back is overdue", "A member of {board} has not reported back what it has decided.", ""},
		workflow.ToldReportedBack:    {"Reported back to you", "{who} reports back what {board} has decided[: {result}].", ""},
		workflow.ToldFeedback:        {"What an associate says", "[{who} passes on|Here is] what an associate of {board} says to it.", ""},
		workflow.ToldLevelReport:     {"A progress report", "[{who} has reported|A report has been made] for {board}[ on its work up to {day}].", ""},
		workflow.ToldLevelReportLate: {"A progress report is overdue", "{board} has not reported on its work[ up to {day}]. The report was due[ by {until}], and can still be made.", ""},
		workflow.ToldLevelReportDue:  {"A progress report falls due", "{board} is to report on its work[ up to {day}][, by {until}]. Who presides, or the secretary, records it.", ""},
		workflow.ToldOverarching:     {"The quarter's figures", "This is how the cases of the partnership and their targets stand at the end of the quarter.", ""},
		workflow.ToldInformed:        {"For your information", "The executive has decided on a case in the area of {board}.[ It has effect from {effect}.] You need do nothing.", ""},
	})
}
