package directory

import (
	"context"

	"comity/services/bus"
)

// overwrite erases the older values of a key on the disk; and, where the key was deleted and mark says so, the mark as well.
func (d *Directory) overwrite(ctx context.Context, key string, mark bool) error {
	return bus.Overwrite(ctx, d.stream, "$KV."+bus.PeopleBucket+"."+key, mark)
}
