package cli

import (
	"os"

	"github.com/spf13/cobra"

	"comity/services/reference"
)

// docs writes the reference pages. It is for those who change the code, and hidden from everybody else.
func (p *program) docs() *cobra.Command {
	var tree string
	c := &cobra.Command{
		Use: "docs DIR", Short: "Write the reference pages from the code", Hidden: true, Args: exactly("directory"),
		RunE: func(_ *cobra.Command, args []string) error {
			err := reference.Write(args[0])
			if err == nil && tree != "" {
				err = reference.WriteRequirements(os.DirFS(tree), args[0])
			}
			return err
		},
	}
	c.Flags().StringVar(&tree, "sources", "", "also write which requirements hold, from the names of the tests in this tree of the sources")
	return c
}
