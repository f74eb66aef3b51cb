package cli

import (
	"github.com/spf13/cobra"

	"comity/services/reference"
)

// docs writes the reference pages. It is for those who change the code, and hidden from everybody else.
func (p *program) docs() *cobra.Command {
	return &cobra.Command{
		Use: "docs DIR", Short: "Write the reference pages from the code", Hidden: true, Args: exactly("directory"),
		RunE: func(_ *cobra.Command, args []string) error { return reference.Write(args[0]) },
	}
}
