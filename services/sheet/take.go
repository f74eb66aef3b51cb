package sheet

import (
	"context"
	"errors"

	"comity/workflow"
)

// Try asks for every row in which nothing is wrong as it is written whether it could be taken in, and adds to the mistakes what could not.
// Nothing is recorded.
// Errors: the client's, but for refusals.
func (t *Table) Try(ctx context.Context, in *Import) error {
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.wrong {
			continue
		}
		found, err := r.refused(in.take(ctx, r, true))
		if err != nil {
			return err
		}
		t.Mistakes = append(t.Mistakes, found...)
	}
	t.sort()
	return nil
}

// Take takes the rows in, one after another, and returns how many were. It is for a table that was tried and has no mistakes.
// Errors: *RowError for the first that could not be, whether it was refused or got no answer.
func (t *Table) Take(ctx context.Context, in *Import) (int, error) {
	for i := range t.Rows {
		if err := in.take(ctx, &t.Rows[i], false); err != nil {
			return i, &RowError{Line: t.Rows[i].Line, Err: err}
		}
	}
	return len(t.Rows), nil
}

// RowError is why a row was not taken in, though it could have been when it was tried. Those before it were.
type RowError struct {
	Line int
	Err  error
}

func (e *RowError) Error() string { return e.Err.Error() }

func (e *RowError) Unwrap() error { return e.Err }

// refused are the mistakes of a row that a refusal names. Any other error is returned.
func (r *Row) refused(err error) ([]Mistake, error) {
	var no *workflow.Refusal
	if err == nil || !errors.As(err, &no) || no.Code == workflow.Unavailable || no.Code == workflow.OutcomeUnknown {
		return nil, err
	}
	var out []Mistake
	for _, d := range no.Details {
		column, heading := r.column(d.About)
		out = append(out, Mistake{r.Line, column, heading, d.Message})
	}
	return out, nil
}
