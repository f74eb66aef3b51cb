package views

import (
	"context"
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/services/bus"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/schema"
)

// query is one question being answered, on one state of the database.
type query struct {
	bus.Query
	v    *Views
	s    *store
	tx   *reading
	part int
	now  time.Time
	held *held // the partnership's register
}

// view answers one kind of question from its arguments, of the type that Spec.read returns.
type view func(ctx context.Context, q *query, args any) (any, error)

// Spec is what the registry knows of a view. The reference, and whoever offers questions, are made from it.
type Spec struct {
	Name    string
	Summary string // one sentence
	Args    any    // an empty value of its arguments; package schema reads its fields
	Answer  any    // likewise of its answer, which stands in bus.Answer.Data

	read       func(args []byte) (any, error) // strictly
	answer     view
	everywhere bool // it reads every partition
}

// awaiting are arguments that name a partnership besides the one that is asked, and how far the view has to have read of it.
type awaiting interface {
	Awaits() (partnership string, position uint64)
}

// Specs is the registry of views, in the order in which they are documented.
var Specs = []Spec{
	asking(viewCase, "case", "A case as it stands: its state, sign-offs, money, and what it waits for."),
	asking(viewCases, "cases", "The list of cases, filtered, a page at a time."),
	asking(viewInbox, "inbox", "What waits for a person now, the nearest deadline first."),
	asking(viewPaper, "paper", "The one page on which somebody decides: what, with whose money, what the others said, and what the reader may do."),
	asking(viewEvidence, "evidence", "Whether the reader may open the document of an item of evidence, and by which digest it is kept."),
	asking(viewExplain, "explain", "What a case waits for, on whom, until when, and what happens then."),
	asking(viewWhatIf, "whatif", "What would come of a command, of time, or of both. Nothing is written."),
	asking(viewHistory, "history", "Who did what to a case, when and as whom, and what came of it."),
	asking(viewBoard, "board", "A board: seats and who holds them, meetings, and the sign-offs before it."),
	asking(viewDecisions, "decisions", "Decisions, whom each binds, and what they mean for an organisation: with a month, its briefing."),
	asking(viewPublicRegister, "public_register", "The register of decisions that anybody may read: what was decided, why, what else was considered and who declared an interest."),
	asking(viewBriefing, "briefing", "An organisation's briefing for a month: what was decided that touches it, and what that means for it."),
	asking(viewEngagement, "engagement", "The engagement log with how each organisation was reached, and what associates of boards say."),
	asking(viewReports, "reports", "The reports of boards to the boards above them, owed, missed and made, and those of quarters to overarching partnerships."),
	asking(viewDuties, "duties", "What is owed after decisions: undertakings to act, and report-backs to those who are represented."),
	asking(viewForecast, "forecast", "Whether a board will have a quorum: who has voted, who still may, what is missing, and whom to remind."),
	asking(viewDashboard, "dashboard", "Counts of cases, sign-offs and consents, and what is committed and confirmed."),
	asking(viewRegister, "register", "Organisations, boards, seats and their holders, mandates, and versions of the documents."),
	asking(viewPools, "pools", "The pooled funds: whose, under which power, and what is in them."),
	asking(viewPool, "pool", "A pooled fund: its agreement, what is due and paid, and every movement of its money with the balance after it."),
	asking(viewWhoCan, "who_can", "Who may commit so much, or decide on a case of such a value, clause by clause from the documents and mandates in force."),
	asking(viewSuccessions, "successions", "Who is replaced by whom and, where one is to be tried, what a succession would do to seats, mandates and cases."),
	asking(viewExpiring, "expiring", "What ends on a day, soonest first: agreements, contracts, grants, mandates and terms, and what is to renew them."),
	asking(viewForwardPlan, "forward_plan", "The key decisions that are announced, by whom, from which day on, and what came of those that were taken."),
	asking(viewScrutiny, "scrutiny", "The decisions that scrutiny bodies may call in, until when, and what was called in."),
	asking(viewUrgency, "urgency", "The register of urgency: every use of an urgent route, with who agreed, why and what came of it, and how often each body used which."),
	asking(viewContributions, "contributions", "Who gives what, by type of partner and against its duty, which of it is estimated, and what is spent on which tier of need."),
	asking(viewStructure, "structure", "How the partnership is made up: for whom seats speak, what may be advised on it, who sits in several places, and who attends."),
	asking(viewRules, "rules", "What things are called, what may be chosen and what each gate asks for, by the documents in force."),
	asking(viewDocument, "document", "The text of a published document, for those who work with it."),
	asking(viewImpact, "impact", "What publishing a document would do: boards that end, seats that vanish, sign-offs opened anew, cases that can be moved. Nothing is written."),
	everywhere(asking(viewMe, "me", "What you are in every partnership. It is asked of the installation, which is named comity.")),
	asking(viewSnapshot, bus.SnapshotView, "Every case as a clearance sees it on the feed, and the position of the feed after which to follow."),
	asking(viewFeed, "feed", "What was published after a position, for a clearance."),
	asking(viewPosition, "position", "How far the views have come."),
}

// Published lists every view that can be asked of the engine, those of another service among them: what the reference and the
// published document describe. The notices are answered by the service of that name.
func Published() []Spec {
	return append(slices.Clone(Specs), Spec{
		Name: "notices", Summary: "What a person was told, by which mail, and for a secretariat what could not be delivered.",
		Args: answer.NoticesArgs{}, Answer: answer.Notices{},
	})
}

// Names lists the views that this service answers.
func Names() []string {
	out := make([]string, len(Specs))
	for i, s := range Specs {
		out[i] = s.Name
	}
	return out
}

// asking makes the entry of a view that takes arguments A, which are read strictly, and answers R.
func asking[A, R any](do func(context.Context, *query, A) (*R, error), name, summary string) Spec {
	return Spec{Name: name, Summary: summary, Args: *new(A), Answer: *new(R),
		read: func(data []byte) (any, error) {
			var args A
			err := decode(data, &args)
			return args, err
		},
		answer: func(ctx context.Context, q *query, args any) (any, error) { return do(ctx, q, args.(A)) },
	}
}

// everywhere marks a view that reads every partition, and so is as fresh as the one that is furthest behind.
func everywhere(s Spec) Spec {
	s.everywhere = true
	return s
}

// decode reads the arguments of a view strictly: all mistakes at once.
func decode(data []byte, into any) error {
	if len(data) == 0 {
		data = []byte("{}")
	}
	var problems []workflow.Problem
	for _, p := range schema.Decode(data, into) {
		problems = append(problems, workflow.Problem{Code: workflow.Malformed, Message: p.Message, About: p.About})
	}
	if len(problems) > 0 {
		return workflow.Refuse(problems...)
	}
	return nil
}

// Ask answers a question: what bus.ServeViews calls. It may be called without Run, and then answers from what was folded
// before.
// Errors: *workflow.Refusal with malformed, not_found, or unavailable when the position asked for is not reached in time.
func (v *Views) Ask(ctx context.Context, ask bus.Query) (bus.Answer, error) {
	i := slices.IndexFunc(Specs, func(s Spec) bool { return s.Name == ask.View })
	if i < 0 {
		return bus.Answer{}, refuse(workflow.NotFound, "There is no view %q.", ask.View)
	}
	if !events.ValidToken(ask.Partnership) {
		return bus.Answer{}, refuse(workflow.Malformed, "%q is not the id of a partnership.", ask.Partnership)
	}
	args, err := Specs[i].read(ask.Args)
	if err != nil {
		return bus.Answer{}, err
	}
	part := v.home(ask.Partnership)
	if err := v.await(ctx, part, ask.AtLeast); err != nil {
		return bus.Answer{}, err
	}
	if other, is := args.(awaiting); is {
		if p, position := other.Awaits(); p != "" {
			if err := v.await(ctx, v.home(p), position); err != nil {
				return bus.Answer{}, err
			}
		}
	}
	var out bus.Answer
	err = v.use(func(s *store) error {
		if _, out.AsAt = v.levels.freshness(part); Specs[i].everywhere {
			out.AsAt = v.levels.oldest()
		}
		return s.inRead(ctx, func(tx *reading) (err error) {
			q := &query{Query: ask, v: v, s: s, tx: tx, part: part, now: v.cfg.Now().UTC()}
			if out.Seq, err = s.position(ctx, tx, part); err != nil {
				return err
			}
			if q.held, err = q.state(ctx, register(ask.Partnership)); err != nil {
				return err
			}
			out.Data, err = Specs[i].answer(ctx, q, args)
			return err
		})
	})
	return out, err
}

// await waits until the view has the position that the question asks for.
func (v *Views) await(ctx context.Context, part int, atLeast uint64) error {
	if atLeast == 0 {
		return nil
	}
	within, cancel := context.WithTimeout(ctx, v.cfg.AtLeast)
	defer cancel()
	if err := v.levels.wait(within, part, atLeast); err != nil {
		seq, _ := v.levels.freshness(part)
		return refuse(workflow.Unavailable, "The view is at position %d and has not reached %d yet; ask again.", seq, atLeast)
	}
	return nil
}

func refuse(code workflow.Code, format string, args ...any) error {
	return workflow.Refuse(workflow.Problem{Code: code, Message: fmt.Sprintf(format, args...)})
}

// state returns an aggregate of the partnership as this question sees it.
func (q *query) state(ctx context.Context, agg events.Aggregate) (*held, error) {
	return q.stateIn(ctx, q.part, agg)
}

func (q *query) stateIn(ctx context.Context, partition int, agg events.Aggregate) (*held, error) {
	var revision int
	if err := q.tx.QueryRowContext(ctx, sqlRevision, agg.Partnership, agg.Kind, agg.ID, partition).Scan(&revision); err != nil {
		return nil, err
	}
	return q.s.loaded.get(ctx, q.tx, partition, agg, revision)
}

// register is the partnership's register, as this question sees it.
func (q *query) register() *workflow.Register { return q.held.theRegister() }

// reckoned is the register with what stands committed under the mandates that are in force and have a yearly limit, for what
// says who may commit how much.
func (q *query) reckoned(ctx context.Context) (*workflow.Register, error) {
	r, all := q.register(), workflow.Ledgers{}
	for _, m := range r.Mandates {
		if !m.HasYear() {
			continue
		}
		h, err := q.state(ctx, events.Aggregate{Partnership: q.Partnership, Kind: events.KindMandate, ID: m.Mandate})
		if err != nil {
			return nil, err
		}
		all[m.Mandate] = h.theLedger()
	}
	return r.WithLedgers(all), nil
}

// theCase returns a case that the person may know of, and their tier. Errors: not_found.
func (q *query) theCase(ctx context.Context, id string) (*held, string, error) {
	if !events.ValidToken(id) {
		return nil, "", refuse(workflow.Malformed, "%q is not the id of a case.", id)
	}
	h, err := q.state(ctx, caseOf(q.Partnership, id))
	if err != nil {
		return nil, "", err
	}
	tier := q.tier(h.theCase())
	if !h.theCase().Exists() || tier == "" {
		return nil, "", refuse(workflow.NotFound, "There is no case %s in %s.", id, q.Partnership)
	}
	return h, tier, nil
}
