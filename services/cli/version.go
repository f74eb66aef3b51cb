package cli

import (
	"runtime"

	"github.com/spf13/cobra"
)

func (p *program) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which version this is", Args: exactly(),
		RunE: func(*cobra.Command, []string) error {
			p.printf("comity %s (%s)\n", p.env.Version, both(", ", p.env.Build, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH))
			return nil
		},
	}
}
