package reference

// Examples is examples, for the test that gives them to the command line, which itself makes the reference.
var Examples = examples
