package workflow

import "embed"

// CommandSources are the files in which the commands are declared. What their comments say of each, what it yields and why
// it may be refused, is what the reference says.
//
//go:embed command_case.go command_decision.go command_dispute.go command_duty.go command_pool.go command_register.go command_signoff.go command_succession.go
var CommandSources embed.FS

// ViewSources are the files in which what views answer with is declared.
//
//go:embed standing.go snapshot.go explain.go due.go read.go register.go case.go dispute_state.go duty_state.go can.go whatif.go forecast.go case_pool.go pool.go
var ViewSources embed.FS
