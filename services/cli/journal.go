package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"comity/events"
	"comity/services/house"
	"comity/services/journal"
	"comity/services/verify"
)

func (p *program) export() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "export", Short: "Write the journal to a file", Args: exactly(),
		Long: "Write every record as it is stored, one a line after a header, to a file that `comity verify FILE` can check anywhere and for\n" +
			"ever. It needs the data directory, and works with and without a running server.",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.runExport(cmd.Context(), out) },
	}
	c.Flags().StringVarP(&out, "output", "o", "-", "the `FILE`, which must not exist yet; - is the standard output")
	return c
}

// reading opens the journal, and words what goes wrong.
func (p *program) reading(ctx context.Context) (*house.Reading, error) {
	r, err := house.Read(ctx, house.Config{Dir: p.opts.dir, URL: p.opts.nats, Creds: p.opts.creds})
	if errors.Is(err, os.ErrNotExist) {
		return nil, &failure{status: Unavailable, sentence: "There is no installation in the directory " + p.opts.dir + ".", hint: "Name its data directory with --dir."}
	}
	return r, err
}

func (p *program) runExport(ctx context.Context, name string) error {
	r, err := p.reading(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	out := p.env.Stdout
	if name != "-" {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	records, err := p.writeJournal(ctx, r, out)
	if err != nil {
		return distrust(err)
	}
	if f, ok := out.(*os.File); ok && name != "-" {
		if err := f.Sync(); err != nil {
			return err
		}
		p.printf("%s written to %s.\n", upper(number(records, "record")), name)
	}
	return nil
}

func (p *program) writeJournal(ctx context.Context, r *house.Reading, out io.Writer) (records int, err error) {
	heads, err := r.Heads(ctx)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	if err := verify.WriteHeader(w, verify.Header{LogID: r.Certificate.LogID, ExportedAt: p.env.Now().UTC(), Records: heads}); err != nil {
		return 0, err
	}
	err = r.Each(ctx, heads, func(_ int, s journal.Stored) error {
		records++
		return verify.WriteRecord(w, s.Raw)
	})
	return records, errors.Join(err, w.Flush())
}

func (p *program) verify() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "verify [FILE]", Short: "Derive everything again, and name the first record that does not hold",
		Long: "Check the journal, or an exported one with no server at all: that every record is what was sealed and follows the one before\n" +
			"it, that every state follows from its events, that every accepted vote was by a seat then in force, every certificate by the\n" +
			"officer and every consent within a mandate. Exit status 4 when a record does not hold.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misuse(cmd, "%q is too much.", args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := p.runVerify(cmd.Context(), strings.Join(args, ""))
			if err != nil {
				return distrust(err)
			}
			if asJSON {
				return p.printJSON(result)
			}
			p.printf("The journal holds: %s of %s, with %s, in %s.\n", number(int(result.Records), "record"), number(result.Cases, "case"),
				number(result.Votes, "vote"), number(result.Registers, "partnership"))
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print what was verified as JSON, with the hash of every aggregate's newest record")
	return c
}

func (p *program) runVerify(ctx context.Context, name string) (verify.Result, error) {
	switch name {
	case "":
		return p.verifyJournal(ctx)
	case "-":
		return verify.Export(p.env.Stdin)
	}
	f, err := os.Open(name)
	if err != nil {
		return verify.Result{}, err
	}
	defer f.Close()
	return verify.Export(f)
}

func (p *program) verifyJournal(ctx context.Context) (verify.Result, error) {
	r, err := p.reading(ctx)
	if err != nil {
		return verify.Result{}, err
	}
	defer r.Close()
	heads, err := r.Heads(ctx)
	if err != nil {
		return verify.Result{}, err
	}
	k := verify.New(r.Certificate.LogID, r.Certificate.Partitions)
	err = r.Each(ctx, heads, func(partition int, s journal.Stored) error { return k.Take(partition, s.Raw) })
	if err != nil {
		return verify.Result{}, err
	}
	return k.End(heads)
}

// distrust gives what is wrong with a journal its own status.
func distrust(err error) error {
	var f *verify.Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return &failure{status: NoJournal, sentence: "The journal does not hold. " + f.Error(), cause: err}
	case errors.Is(err, journal.ErrGap), errors.Is(err, journal.ErrRegressed), errors.Is(err, events.ErrTampered):
		return &failure{status: NoJournal, sentence: "The journal does not hold. " + sentence(err.Error()), cause: err}
	case errors.Is(err, verify.ErrNotExport):
		return &failure{status: Misuse, sentence: sentence(err.Error()), cause: err}
	}
	return err
}
