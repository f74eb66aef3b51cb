package document

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
)

// variables are the names a condition knows, with the Go type of each; nil where the shape is the document's own.
var variables = []struct {
	name string
	is   reflect.Type
}{
	{"case", reflect.TypeFor[CaseVars]()}, {"plan", reflect.TypeFor[PlanVars]()}, {"commitments", reflect.TypeFor[CommitmentVars]()},
	{"risks", reflect.TypeFor[RiskVars]()}, {"award", reflect.TypeFor[AwardVars]()}, {"gate", reflect.TypeFor[GateVars]()}, {"evidence", reflect.TypeFor[EvidenceVars]()},
	{"item", nil}, {"threshold", nil}, {"organisation", reflect.TypeFor[OrganisationVars]()},
}

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	noField    = regexp.MustCompile(`^undefined field '([^']*)'`)
	noOverload = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '(.*)'`)
	inputAt    = regexp.MustCompile(`(?:input|error at:) ('.*)`)
	operator   = regexp.MustCompile(`^_(.+)_$`)
)

// mistakes puts CEL's own messages into sentences, with their place in the text.
func mistakes(text string, issues *cel.Issues) *ConditionError {
	lines := strings.SplitAfter(text, "\n")
	out := &ConditionError{}
	for _, e := range issues.Errors() {
		offset := max(e.Location.Column(), 0)
		for _, line := range lines[:min(max(e.Location.Line()-1, 0), len(lines))] {
			offset += len([]rune(line))
		}
		out.Mistakes = append(out.Mistakes, ConditionMistake{offset, sentence(e.Message, text, offset)})
	}
	slices.SortStableFunc(out.Mistakes, func(a, b ConditionMistake) int { return a.Offset - b.Offset })
	out.Mistakes = slices.Compact(out.Mistakes)
	return out
}

func sentence(message, text string, offset int) string {
	if m := undeclared.FindStringSubmatch(message); m != nil {
		names := variableNames()
		return "Conditions know nothing called " + m[1] + "." + didYouMean(m[1], names) + " Known are " + strings.Join(names, ", ") + "."
	}
	if m := noField.FindStringSubmatch(message); m != nil {
		return unknownField(m[1], text, offset)
	}
	if m := noOverload.FindStringSubmatch(message); m != nil {
		name := m[1]
		if o := operator.FindStringSubmatch(name); o != nil {
			name = o[1]
		}
		return name + " cannot be used on " + and(strings.Split(celType(strings.Trim(m[2], "()")), ", ")) + "."
	}
	return "This is not a CEL expression: " + syntax(message) + "."
}

// syntax says what the grammar's messages mean, for the slips that people make.
func syntax(message string) string {
	message, _, _ = strings.Cut(strings.TrimPrefix(message, "Syntax error: "), "\n")
	message, _, _ = strings.Cut(message, " expecting ")
	switch {
	case strings.Contains(message, "'<EOF>'"):
		return "it ends too early"
	case strings.HasPrefix(message, "token recognition error at: '="):
		return "write == to compare"
	case strings.Contains(message, "'and'"):
		return "write && for and"
	case strings.Contains(message, "'or'"):
		return "write || for or"
	case strings.Contains(message, "'not'"):
		return "write ! for not"
	}
	if m := inputAt.FindStringSubmatch(message); m != nil {
		return m[1] + " does not belong here"
	}
	return strings.TrimSuffix(message, ".")
}

// unknownField names the fields there are, where the word before the full stop is a variable; CEL places the error on the full stop.
func unknownField(field, text string, offset int) string {
	before := string([]rune(text)[:min(offset, len([]rune(text)))])
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !isWord(r) })+1:]
	names := fieldNames(word)
	if names == nil {
		for _, v := range variables {
			names = append(names, fieldNames(v.name)...)
		}
		return "There is no field " + field + " here." + didYouMean(field, names)
	}
	return word + " has no field " + field + "." + didYouMean(field, names) + " It has " + strings.Join(names, ", ") + "."
}

func isWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func variableNames() []string {
	names := make([]string, len(variables))
	for i, v := range variables {
		names[i] = v.name
	}
	return names
}

// fieldNames lists the fields of what a variable is or holds, nil where it is not known.
func fieldNames(variable string) []string {
	for _, v := range variables {
		if v.name == variable && v.is != nil {
			return keysOf(fieldsOf(v.is))
		}
	}
	return nil
}

var goTypes = regexp.MustCompile(`document\.(\w+)Vars`)

// celType is the name of a CEL type as our pages spell it.
func celType(name string) string {
	name = goTypes.ReplaceAllStringFunc(name, func(s string) string {
		return "a " + strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(s, "document."), "Vars"))
	})
	return strings.NewReplacer("string", "text", "int", "a whole number", "double", "a number", "dyn", "a value").Replace(name)
}
