package workflow

import "embed"

// CommandSources are the files in which the commands are declared. What their comments say of each, what it yields and why
// it may be refused, is what the reference says.
//
//go:embed command_case.go command_register.go command_signoff.go
var CommandSources embed.FS
