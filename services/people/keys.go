package people

import (
	"context"
	"strings"
	"time"
	"unicode"

	"comity/services/bus"
	"comity/services/directory"
	"comity/workflow"
)

// keys lists the keys of somebody, or of the dashboards of a partnership.
func (s *Service) keys(ctx context.Context, a asker, args directory.KeysArgs) (any, error) {
	person := args.Person
	if args.Partnership != "" {
		if person != "" {
			return nil, refuse(workflow.Malformed, "Ask for the keys of a person or of a partnership's dashboards, one at a time.")
		}
		if err := a.mayShow(ctx, args.Partnership, workflow.ClearPublic); err != nil {
			return nil, err
		}
	} else {
		var err error
		if person, err = a.whose(args.Person); err != nil {
			return nil, err
		}
		if err := a.may(ctx, seeKeys, person); err != nil {
			return nil, err
		}
	}
	list, err := s.directory.Keys(ctx, person, args.Partnership)
	return directory.KeysAnswer{Keys: list}, err
}

// mayShow checks that the asker may have to do with the keys of a partnership's dashboards.
func (a asker) mayShow(ctx context.Context, partnership, clearance string) error {
	by, err := a.self(ctx)
	if err != nil {
		return err
	}
	if !mayShow(by, partnership, clearance) {
		return refuse(workflow.NotPermitted, "You may not give dashboards of %s a key for %s: a secretary or administrator does, "+
			"up to what they see themselves.", partnership, clearance)
	}
	return nil
}

// keyCreate makes a key: the asker's own, or one of a dashboard.
func (s *Service) keyCreate(ctx context.Context, a asker, args directory.KeyArgs) (any, error) {
	now := s.cfg.Now().UTC()
	k := directory.Key{
		ID: s.cfg.NewID(), Label: strings.TrimSpace(args.Label), CreatedBy: a.id, CreatedAt: now, ExpiresAt: now.Add(directory.UsualKey),
	}
	if args.Days > 0 {
		k.ExpiresAt = now.AddDate(0, 0, min(args.Days, 10_000))
	}
	switch {
	case k.Label == "" || len(k.Label) > longest || strings.ContainsFunc(k.Label, unicode.IsControl):
		return nil, refuse(workflow.Malformed, "Say in one line what the key is for.")
	case k.ExpiresAt.Sub(now) > directory.LongestKey:
		return nil, refuse(workflow.Malformed, "A key is good for %d days at most.", directory.LongestKey/(24*time.Hour))
	case args.Partnership == "" && args.Clearance != "":
		return nil, refuse(workflow.Malformed, "A clearance is for the key of a dashboard: say of which partnership.")
	}
	user := a.id
	if args.Partnership == "" {
		k.Person = a.id
		if err := a.may(ctx, ownKeys, a.id); err != nil {
			return nil, err
		}
	} else {
		if k.Partnership, k.Clearance = args.Partnership, args.Clearance; k.Clearance == "" {
			k.Clearance = workflow.ClearPublic
		}
		if err := a.mayShow(ctx, k.Partnership, k.Clearance); err != nil {
			return nil, err
		}
		user = bus.DashboardActor(k.ID)
	}
	if err := s.roomFor(ctx, k); err != nil {
		return nil, err
	}
	secret, err := s.directory.NewKey(ctx, k)
	return directory.NewKeyAnswer{Key: k, User: user, Secret: secret}, err
}

// roomFor checks that there are not too many keys already.
func (s *Service) roomFor(ctx context.Context, k directory.Key) error {
	list, err := s.directory.Keys(ctx, k.Person, k.Partnership)
	if err != nil {
		return err
	}
	good := 0
	for _, one := range list {
		if k.CreatedAt.Before(one.ExpiresAt) {
			good++
		}
	}
	if good >= directory.MostKeys {
		return refuse(workflow.NotPermitted, "There are %d keys already: revoke one first.", good)
	}
	return nil
}

// keyRevoke ends a key, and the connections that were made with it.
func (s *Service) keyRevoke(ctx context.Context, a asker, args directory.KeyRevokeArgs) (any, error) {
	k, err := s.directory.KeyByID(ctx, args.Key)
	if err != nil {
		return nil, err
	}
	if k.Person != "" {
		err = a.may(ctx, seeKeys, k.Person)
	} else {
		err = a.mayShow(ctx, k.Partnership, workflow.ClearPublic)
	}
	if err == nil {
		err = s.directory.RevokeKey(ctx, k.ID)
	}
	return k, err
}
