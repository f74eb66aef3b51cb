// Package answer holds what whoever asks a view must know: the arguments of every view and its answer, as plain values and
// their JSON. A type named like a view is its answer (Case, Cases, Inbox …), what ends in Args is what it is asked
// with. There is no behaviour in it, so that pages, the command line and integrators take it without the views.
package answer

import "embed"

// Sources are the files in which arguments and answers are declared. Their comments are what the reference says of them.
//
//go:embed *.go
var Sources embed.FS
