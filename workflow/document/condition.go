package document

import (
	"fmt"
	"reflect"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"
)

// maxCost bounds the work of one condition, in CEL's own units: a few for each operation, so that a hundred commitments against a
// hundred others fit easily.
const maxCost = 200_000

// Condition is a CEL expression that was compiled. It may be used by several goroutines.
type Condition struct {
	program  cel.Program
	evidence []EvidenceType // whose absence is known to be absence
}

// Compile compiles a condition, to be asked at the gates of w; w may be nil where no evidence is spoken of. The same text is compiled
// once.
//
// Errors: *ConditionError with all that is wrong: syntax, variables and fields that do not exist, types that do not fit, a result that
// is not true or false. Whether evidence types and the fields of their data exist is for Check to say.
func Compile(expr string, w *Workflow) (*Condition, error) {
	c, err := compiled.of(expr)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return &Condition{program: c.program}, nil
	}
	return &Condition{program: c.program, evidence: w.EvidenceTypes}, nil
}

// noData is the data of an item that has none; nobody writes to it.
var noData = map[string]any{}

// Holds asks the condition.
//
// Errors: it speaks of a field that this item's data does not have (has(item.x) asks first), of a list's missing member, or costs too
// much. A condition that cannot be answered does not hold.
func (c *Condition) Holds(v Vars) (bool, error) {
	evidence := make(map[string]EvidenceVars, len(v.Evidence)+len(c.evidence))
	for _, t := range c.evidence {
		evidence[t.ID] = EvidenceVars{Data: noData}
	}
	for _, t := range StandardEvidence {
		evidence[t.ID] = EvidenceVars{Data: noData}
	}
	for id, e := range v.Evidence {
		if e.Data == nil {
			e.Data = noData
		}
		evidence[id] = e
	}
	if v.Plan.MoneyPence > 0 && v.Award.ValuePence > 0 {
		v.Award.OverPlanPct = 100 * float64(v.Award.ValuePence-v.Plan.MoneyPence) / float64(v.Plan.MoneyPence)
	}
	if v.Item == nil {
		v.Item = noData
	}
	if v.Organisation.DissolvingOn == nil {
		v.Organisation.DissolvingOn = types.NullValue
	}
	if v.Threshold == nil {
		v.Threshold = map[string]bool{}
	}
	out, _, err := c.program.Eval(map[string]any{
		"case": v.Case, "plan": v.Plan, "commitments": v.Commitments, "risks": v.Risks, "award": v.Award, "gate": v.Gate,
		"evidence": evidence, "item": v.Item, "threshold": v.Threshold, "organisation": v.Organisation,
	})
	if err != nil {
		return false, fmt.Errorf("ask condition: %w", err)
	}
	yes, ok := out.Value().(bool)
	if !ok {
		return false, fmt.Errorf("ask condition: the answer is %v, neither true nor false", out.Value())
	}
	return yes, nil
}

// ConditionError is everything that is wrong with one expression.
type ConditionError struct{ Mistakes []ConditionMistake }

// ConditionMistake is one thing wrong with an expression; Offset counts its characters from 0.
type ConditionMistake struct {
	Offset   int
	Sentence string
}

// Error is one mistake a line.
func (e *ConditionError) Error() string {
	lines := make([]string, len(e.Mistakes))
	for i, m := range e.Mistakes {
		lines[i] = fmt.Sprintf("character %d: %s", m.Offset+1, m.Sentence)
	}
	return strings.Join(lines, "\n")
}

// expression is what is remembered for the text of a condition.
type expression struct {
	ast     *cel.Ast
	program cel.Program
}

var compiled = newMemo(1024, func(text string) (*expression, error) {
	env, err := environment()
	if err != nil {
		return nil, err
	}
	ast, issues := env.Compile(text)
	if issues.Err() != nil {
		return nil, mistakes(text, issues)
	}
	if t := ast.OutputType(); t != cel.BoolType {
		return nil, &ConditionError{[]ConditionMistake{{0, fmt.Sprintf(
			"A condition is true or false, and this gives %s.", celType(t.String()))}}}
	}
	program, err := env.Program(ast, cel.CostLimit(maxCost))
	if err != nil {
		return nil, fmt.Errorf("compile condition: %w", err)
	}
	return &expression{ast, program}, nil
})

// environment declares the variables of Vars. CEL has no clock and no chance of its own, and none is added.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	object := func(t reflect.Type) *cel.Type { return cel.ObjectType("document." + t.Name()) }
	fields := types.ParseStructTag("json")
	return cel.NewEnv(
		ext.NativeTypes(
			cel.NativeTypeFor[CaseVars](fields), cel.NativeTypeFor[PlanVars](fields), cel.NativeTypeFor[CommitmentVars](fields),
			cel.NativeTypeFor[RiskVars](fields),
			cel.NativeTypeFor[AwardVars](fields), cel.NativeTypeFor[GateVars](fields), cel.NativeTypeFor[EvidenceVars](fields),
			cel.NativeTypeFor[OrganisationVars](fields)),
		cel.Variable("case", object(reflect.TypeFor[CaseVars]())),
		cel.Variable("plan", object(reflect.TypeFor[PlanVars]())),
		cel.Variable("commitments", cel.ListType(object(reflect.TypeFor[CommitmentVars]()))),
		cel.Variable("risks", cel.ListType(object(reflect.TypeFor[RiskVars]()))),
		cel.Variable("award", object(reflect.TypeFor[AwardVars]())),
		cel.Variable("gate", object(reflect.TypeFor[GateVars]())),
		cel.Variable("evidence", cel.MapType(cel.StringType, object(reflect.TypeFor[EvidenceVars]()))),
		cel.Variable("item", cel.DynType),
		cel.Variable("threshold", cel.MapType(cel.StringType, cel.BoolType)),
		cel.Variable("organisation", object(reflect.TypeFor[OrganisationVars]())),
		cel.CrossTypeNumericComparisons(true),
		cel.EagerlyValidateDeclarations(true),
		cel.ParserExpressionSizeLimit(4096),
		cel.ParserRecursionLimit(64),
		cel.ExtendedValidations(),
	)
})
