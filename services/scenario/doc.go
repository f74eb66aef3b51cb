// Package scenario tells stories of commissioning, checks that the engine lives them as they are written, and plays them for
// people to watch (DESIGN §6).
//
// A scenario is a YAML file: a fixture, a clock and steps, each with what is expected of it. docs/reference/scenario-format.md
// is the format. The same file is used in two ways.
//
// Simulate runs it on the whole engine in this process, on a real journal, under a clock that jumps from one due moment to the
// next and skips none. After every step it checks the invariants I1 to I9 of the acceptance scenarios on what is stored and on
// what is published, not on what was answered. It can kill the engine after every n-th step; nothing may then come out
// otherwise.
//
// Play sends the same steps to a server that is running, in real time, and prints the story from the events that arrive by
// subscription, in plain words. That is the demonstration.
//
// Where to look: read.go and read_expect.go are the format, shorthand.go what one step may say for many commands, invariant.go
// what must always hold. What people read is in package wording.
package scenario
