package cli

import (
	"context"
	"os"

	"github.com/goccy/go-yaml"

	"comity/services/bus"
	"comity/services/client"
	"comity/services/directory"
)

// somebody is a person as a file of people has them.
type somebody struct {
	ID    string `yaml:"id"`
	Name  string `yaml:"name"`
	Email string `yaml:"email"`
}

// recordPeople puts the people of a file into the directory, as the local operator. Who is there already is put right.
func (p *program) recordPeople(ctx context.Context, c *client.Client, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return &failure{status: Misuse, sentence: sentence(err.Error()), cause: err}
	}
	var doc struct {
		People []somebody `yaml:"people"`
	}
	if err := yaml.UnmarshalWithOptions(text, &doc, yaml.Strict()); err != nil {
		return &failure{status: Misuse, sentence: file + ":\n" + yaml.FormatError(err, false, true), cause: err}
	}
	for _, s := range doc.People {
		args := directory.RecordArgs{Person: s.ID}
		if s.Name != "" {
			args.Name = &s.Name
		}
		if s.Email != "" {
			args.Email = &s.Email
		}
		if err := c.People(ctx, bus.Operator, directory.AskRecord, args, nil); err != nil {
			return err
		}
	}
	return nil
}
