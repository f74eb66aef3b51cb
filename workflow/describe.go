package workflow

import "embed"

// CommandSources are the files in which the commands are declared. What their comments say of each, what it yields and why
// it may be refused, is what the reference says.
//
//go:embed command_adopt.go command_case.go command_decision.go command_dispute.go command_duty.go command_engagement.go command_expiry.go command_pool.go command_register.go command_report.go command_resource.go command_risk.go command_signoff.go command_succession.go command_urgent.go
var CommandSources embed.FS

// ViewSources are the files in which what views answer with is declared.
//
//go:embed binding.go briefing.go can.go case.go case_pool.go dispute_state.go due.go duty_state.go effect.go engagement.go expiry.go explain.go forecast.go gap.go level_report.go overarching.go pool.go public_register.go read.go register.go risk_state.go scrutiny.go snapshot.go spending.go standing.go urgency.go urgent_state.go variance.go whatif.go withdrawal.go
var ViewSources embed.FS
