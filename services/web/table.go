package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
)

// table sends rows as a file that every spreadsheet opens as what it is: comma-separated UTF-8 with a mark that says so. The first row is
// the heading; name goes without an ending. No cell is taken for a formula.
func (v *visit) table(name string, rows [][]string) error {
	body := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(body)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = plainCell(cell)
		}
		_ = w.Write(cells) // kept by the writer
	}
	if w.Flush(); w.Error() != nil {
		return w.Error()
	}
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", attachment(name+".csv"))
	if _, err := body.WriteTo(v.w); err != nil {
		v.web.cfg.Log.Debug().Err(err).Msg("the browser went away")
	}
	return nil
}

// plainCell is a cell that no spreadsheet takes for a formula: a number is one, with its minus.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) && !aNumber.MatchString(s) {
		return "'" + s
	}
	return s
}

var aNumber = regexp.MustCompile(`^-\d+(\.\d+)?$`)

// plainHundredths writes pence as pounds, or hundredths as whole ones, without signs of money or commas: 1200000.00.
func plainHundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}
