package quantity

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func ExampleParsePounds() {
	for _, s := range []string{"£1,200,000", "50_000.50", "12.5", "-£3", "1,2000", "£1.234", "ten"} {
		p, err := ParsePounds(s)
		fmt.Println(p, err)
	}
	// Output:
	// £1,200,000 <nil>
	// £50,000.50 <nil>
	// £12.50 <nil>
	// -£3 <nil>
	// £0 "1,2000" is not an amount in pounds: write it as £1,200,000 or 50_000.50
	// £0 "£1.234" is not an amount in pounds: write it as £1,200,000 or 50_000.50
	// £0 "ten" is not an amount in pounds: write it as £1,200,000 or 50_000.50
}

func ExampleFTE() {
	for _, s := range []string{"0.5", "2", "1.25"} {
		f, err := ParseFTE(s)
		fmt.Println(f, int64(f), err)
	}
	// Output:
	// 0.5 FTE 50 <nil>
	// 2 FTE 200 <nil>
	// 1.25 FTE 125 <nil>
}

// TestPoundsSurvive: what is written is read back to the penny.
func TestPoundsSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Pence(rapid.Int64Range(-maxWhole*100, maxWhole*100).Draw(t, "pence"))
		if got, err := ParsePounds(want.String()); err != nil || got != want {
			t.Fatalf("%d is written %s and read %d, %v", int64(want), want, int64(got), err)
		}
	})
}
