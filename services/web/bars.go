package web

// bars is a chart of lying bars, each of several parts, as the server draws it. The same figures stand in a table beside it.
type bars struct {
	Rows   []bar
	Width  int // of the drawing
	Height int
}

// bar is one bar, with its label above it.
type bar struct {
	Label string
	Parts []int // how many of each

	Total  int
	Y      int // of the label's line
	Pieces []piece
}

// piece is a part as it is drawn.
type piece struct{ X, Width, Part int }

// How a chart is drawn, in units of the drawing.
const (
	chartWidth  = 400
	chartRow    = 56
	chartNumber = 40 // room for the number behind a bar
)

// lay works out where everything is drawn. The longest bar fills the width; what is not nothing can be seen.
func (b *bars) lay() {
	most := 1
	for i := range b.Rows {
		r := &b.Rows[i]
		for _, n := range r.Parts {
			r.Total += n
		}
		most = max(most, r.Total)
	}
	b.Width, b.Height = chartWidth, chartRow*len(b.Rows)+4
	for i := range b.Rows {
		r := &b.Rows[i]
		r.Y = chartRow*i + 16
		x := 0
		for part, n := range r.Parts {
			if n == 0 {
				continue
			}
			width := max(3, n*(chartWidth-chartNumber)/most)
			r.Pieces = append(r.Pieces, piece{X: x, Width: width, Part: part})
			x += width + 1
		}
	}
}

// BarY is where the bar itself begins, below its label.
func (b bar) BarY() int { return b.Y + 8 }

// End is where the number stands, behind the last part.
func (b bar) End() int {
	if len(b.Pieces) == 0 {
		return 0
	}
	last := b.Pieces[len(b.Pieces)-1]
	return last.X + last.Width + 6
}

// NumberY is the line of the number.
func (b bar) NumberY() int { return b.Y + 26 }
