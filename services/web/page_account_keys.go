package web

import (
	"time"

	"comity/services/directory"
	"comity/workflow"
)

// accountKeysPage is what the page account_keys shows.
type accountKeysPage struct {
	Own        []directory.Key
	Dashboards []dashboardKeys         // of the partnerships whose dashboards the person answers for
	New        *directory.NewKeyAnswer // shown once
	For        []choice                // what a key may be for
	Clearances []choice
	Now        time.Time
}

// dashboardKeys are the keys of the dashboards of one partnership.
type dashboardKeys struct {
	Partnership, Name string
	Keys              []directory.Key
}

// accountKeys lists the access keys with which the person's own programs, and the dashboards they answer for, sign in to NATS.
func (v *visit) accountKeys() error { return v.showKeys(&form{}, nil) }

func (v *visit) showKeys(f *form, made *directory.NewKeyAnswer) error {
	data := accountKeysPage{New: made, Now: v.web.cfg.Now(), For: []choice{{Value: "", Text: "Me: it acts and reads as I do"}}}
	var own directory.KeysAnswer
	if err := v.directory(directory.AskKeys, nil, &own); err != nil {
		return err
	}
	data.Own = own.Keys
	me, err := v.who()
	if err != nil {
		return err
	}
	for _, m := range me.Partnerships {
		if len(m.SecretaryOf) == 0 && !m.Administrator && !me.Administrator {
			continue
		}
		var of directory.KeysAnswer
		if err := v.directory(directory.AskKeys, directory.KeysArgs{Partnership: m.Partnership}, &of); err != nil {
			continue // not theirs after all
		}
		data.Dashboards = append(data.Dashboards, dashboardKeys{m.Partnership, m.Name, of.Keys})
		data.For = append(data.For, choice{Value: m.Partnership, Text: "A dashboard of " + m.Name, Hint: "It reads what is published and can decide nothing."})
	}
	for _, c := range workflow.Clearances {
		data.Clearances = append(data.Clearances, choice{Value: c, Text: words("clearance", c)})
	}
	shown := page{Title: "Access keys", Back: "/account", Form: f, Data: data}
	if !f.ok() {
		return v.again("account_keys", shown)
	}
	return v.show("account_keys", shown)
}

// accountKeyCreate makes a key and shows its secret, this once: the page is the answer to the form and stands at no address.
func (v *visit) accountKeyCreate() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	args := directory.KeyArgs{Label: f.need("label", "Say what the key is for"), Partnership: f.Value("partnership")}
	if args.Partnership != "" {
		args.Clearance = f.need("clearance", "Select what the dashboard may show")
	}
	if !f.ok() {
		return v.showKeys(f, nil)
	}
	var made directory.NewKeyAnswer
	if err := v.directory(directory.AskKeyCreate, args, &made); err != nil {
		no := refusal(err)
		if no == nil {
			return err
		}
		f.refused(no, nil)
		return v.showKeys(f, nil)
	}
	return v.showKeys(&form{}, &made)
}

// accountKeyRevoke ends a key.
func (v *visit) accountKeyRevoke() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	if err := v.directory(directory.AskKeyRevoke, directory.KeyRevokeArgs{Key: f.Value("key")}, nil); err != nil {
		return err
	}
	v.tell("The key is revoked. Whatever used it is signed out.")
	return v.goTo("/account/keys", 0)
}
