package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"comity/workflow/calendar"
)

// holidays turns the operator's file of bank holidays into what a governance document says of them. Deadlines are reckoned by
// the document in force, so that every instance, and every later reader of the journal, comes to the same day.
func (p *program) holidays() *cobra.Command {
	var nation string
	c := &cobra.Command{
		Use: "holidays FILE", Short: "Compare a file of bank holidays with the rules, for a governance document",
		Long: "Read a file in the shape of GOV.UK's bank-holidays.json and print the calendar section of a governance document: the one-off\n" +
			"days that the rules do not know, and the days that they count and that were moved. Publish it in the next version.",
		Args: exactly("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			section, err := calendarSection(data, nation)
			if err != nil {
				return misuse(cmd, "%s: %v", args[0], err)
			}
			p.printf("%s", section)
			return nil
		},
	}
	c.Flags().StringVar(&nation, "nation", calendar.EnglandAndWales, "whose holidays: england-and-wales, scotland or northern-ireland; the `NATION`")
	return c
}

// calendarSection writes what a document must add to the rules to have exactly the holidays of the file.
func calendarSection(data []byte, nation string) (string, error) {
	official, err := calendar.ParseBankHolidays(data, nation)
	if err != nil {
		return "", err
	}
	rules, err := calendar.New(calendar.Config{Nation: nation})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "calendar:\n  holidays: %s\n", nation)
	var extra []string
	for _, h := range official {
		if _, known := rules.Holiday(h.Date); !known {
			extra = append(extra, fmt.Sprintf("    - {date: %s, title: %q}\n", h.Date, h.Title))
		}
	}
	if len(extra) > 0 {
		b.WriteString("  extra:\n" + strings.Join(extra, ""))
	}
	if moved := rules.Moved(official); len(moved) > 0 {
		b.WriteString("  except:\n")
		for _, d := range moved {
			fmt.Fprintf(&b, "    - %s\n", d)
		}
	}
	return b.String(), nil
}
