package document

import (
	"strings"

	"comity/workflow/quantity"
)

// Pounds is money as documents write it ("£1,200,000", 50_000.50) and as the rules reckon it, in pence.
type Pounds struct{ quantity.Pence }

// UnmarshalText reads pounds as people write them.
func (p *Pounds) UnmarshalText(text []byte) (err error) {
	p.Pence, err = quantity.ParsePounds(string(text))
	return err
}

// MarshalText writes pounds with separators: £1,200,000.
func (p Pounds) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Posts is staff time as documents write it (0.5) and as the rules reckon it, in hundredths of an FTE.
type Posts struct{ quantity.FTE }

// UnmarshalText reads a number of full-time equivalents.
func (p *Posts) UnmarshalText(text []byte) (err error) {
	p.FTE, err = quantity.ParseFTE(string(text))
	return err
}

// MarshalText writes the number alone: 0.5.
func (p Posts) MarshalText() ([]byte, error) {
	return []byte(strings.TrimSuffix(p.String(), " FTE")), nil
}
