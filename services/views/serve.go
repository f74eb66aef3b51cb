package views

import (
	"context"

	"comity/services/bus"
)

// serve answers questions over NATS until ctx ends. Several instances share them.
func (v *Views) serve(ctx context.Context) error {
	return bus.ServeViews(ctx, v.cfg.Conn, bus.Views{
		Name: "views", Version: v.cfg.Version, Names: Names(), Handle: v.Ask, OperatorActs: v.cfg.OperatorActs, Ready: v.cfg.Ready, Log: v.cfg.Log,
	})
}
