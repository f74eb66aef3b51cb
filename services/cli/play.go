package cli

import (
	"context"

	"github.com/spf13/cobra"

	"comity/services/house"
)

func (p *program) play() *cobra.Command {
	return p.acting(&cobra.Command{
		Use: "play FILE", Short: "Play a scenario against the running server, in real time", Args: exactly("file"),
	})
}

// demonstrate plays a scenario against a server that has just started, once in the life of its installation.
func (p *program) demonstrate(ctx context.Context, h *house.House, file string) error {
	return nil
}
