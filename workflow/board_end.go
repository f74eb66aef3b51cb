package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Boards that end (DOMAIN §2.1 "Boards that end (26)", §0.7, §0.12, F08). A board ends when a governance version drops it, or
// names it among those that another merges. What it has decided stands. What is open before it becomes void at the moment at
// which the version takes force, and is opened anew, without votes, under that version; what only waited for its turn is asked of
// whoever has taken its place. A change of quorum, rule, chair, seats or people does not end a board: quorum and rule are pinned
// to what is open, and people are read at the moment of the act.

// BoardVersionEnded is why a sign-off of a board that ended is void.
const BoardVersionEnded = "board_version_ended"

// How a board comes to be asked instead of one that ended.
const (
	ReissuedMerged    = "merged"    // it takes over from it, as the governance says, or goes on under another version of it
	ReissuedRouted    = "routed"    // nobody takes over, and the workflow now sends such cases to it
	ReissuedEscalated = "escalated" // nobody does and no board is sent such cases: it goes where its lapse would have gone
)

// boardEnd says that a board ended.
type boardEnd struct {
	board   string
	at      time.Time // 00:00:00 of the day of the version; for one that was published late, its publication
	version int       // the governance version that ended it, or that is in force when a succession ends it
}

// force is a governance version with the time in which it is in force.
type force struct {
	*Published
	from  time.Time
	until time.Time // zero: nothing follows yet
}

// forces lists the governance versions in the order in which they come into force, each with its time. A version that another
// overtakes before its day is never in force and is left out.
func (r *Register) forces() []force {
	out := make([]force, 0, len(r.Governance))
	for i := range r.Governance {
		p := &r.Governance[i]
		from := p.start
		if i > 0 && p.PublishedAt.After(from) {
			from = p.PublishedAt // published late
		}
		for len(out) > 0 && !out[len(out)-1].from.Before(from) {
			out = out[:len(out)-1]
		}
		if n := len(out); n > 0 {
			out[n-1].until = from
		}
		out = append(out, force{Published: p, from: from})
	}
	return out
}

// ended says whether and when a board that was asked at a moment has ended since, or is to end: by a version that is published, or by a
// succession that replaces an organisation with a seat on it.
func (r *Register) ended(board string, asked time.Time) (boardEnd, bool) {
	end, gone := r.endedByVersion(board, asked)
	if s, yes := r.endedBySuccession(board, asked); yes && (!gone || !end.at.Before(s.at)) {
		return s, true
	}
	return end, gone
}

func (r *Register) endedByVersion(board string, asked time.Time) (boardEnd, bool) {
	if board == "" || len(r.Governance) == 1 && r.Governance[0].governance.Board(board) != nil {
		return boardEnd{}, false
	}
	for _, v := range r.forces() {
		if !v.until.IsZero() && !v.until.After(asked) || v.governance.Board(board) != nil {
			continue
		}
		at := v.from
		if at.Before(asked) {
			at = asked // it was gone already, and is asked again after a deferral or a dispute
		}
		return boardEnd{board, at, v.Version}, true
	}
	return boardEnd{}, false
}

// heirs lists the boards that have taken over from one that ended, by a time: as each version since says, one after another.
func (r *Register) heirs(end boardEnd, at time.Time) []string {
	held := []string{end.board}
	for _, v := range r.forces() {
		if v.Version < end.version || v.from.After(at) {
			continue
		}
		var next []string
		for _, b := range held {
			if v.governance.Board(b) != nil {
				next = append(next, b)
				continue
			}
			for i := range v.governance.Boards {
				if x := &v.governance.Boards[i]; slices.Contains(x.Merges, b) {
					next = append(next, x.ID)
				}
			}
		}
		held = distinct(next)
	}
	return held
}

// lastBoard is a board as the newest version knows it that has it, whether or not it has ended; nil for none.
func (r *Register) lastBoard(id string) *document.Board {
	for i := len(r.Governance) - 1; i >= 0; i-- {
		if b := r.Governance[i].governance.Board(id); b != nil {
			return b
		}
	}
	return nil
}

// takesOver lists the boards that a board's id now stands for: itself, or those that took over from it by a time.
func (r *Register) takesOver(id string, at time.Time) []string {
	all := r.forces()
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].from.After(at) && all[i].governance.Board(id) != nil {
			return r.heirs(boardEnd{board: id, version: all[i].Version}, at)
		}
	}
	return nil
}

// board is a board as the version in force knows it, or as the last one did that had it.
func (d *decision) board(id string) *document.Board {
	if b := d.g.Board(id); b != nil {
		return b
	}
	return d.r.lastBoard(id)
}

// BoardName is what a board is called, also once it has ended; its id for one that was never there.
func (r *Register) BoardName(id string) string {
	if b := r.lastBoard(id); b != nil {
		return first(b.Name, b.ID)
	}
	return id
}

// askedAt is since when the sign-off counts on its board: its opening, or while it waits its request.
func (c *Case) askedAt(s *SignOff) time.Time {
	switch {
	case !s.OpenedAt.IsZero():
		return s.OpenedAt
	case !s.RequestedAt.IsZero():
		return s.RequestedAt
	case c.Gate != nil:
		return c.Gate.RequestedAt // of the first builds
	}
	return c.CreatedAt
}

// endOf says whether and when the board of an unfinished sign-off ends. One that was decided provisionally waits for its
// ratification, not for votes.
func (d *decision) endOf(s *SignOff) (boardEnd, bool) {
	switch s.State {
	case SignOffWaiting, SignOffOpen, SignOffNoQuorum, SignOffTie:
		return d.r.ended(s.Board, d.c.askedAt(s))
	}
	return boardEnd{}, false
}

// endedBy reports whether the board of an unfinished sign-off has ended at a moment.
func (d *decision) endedBy(s *SignOff, at time.Time) bool {
	end, ok := d.endOf(s)
	return ok && !end.at.After(at)
}

// dueOfBoards lists when boards end that are asked at the present gate, whatever the status of the case is.
func (d *decision) dueOfBoards() []DueItem {
	if d.c.Gate == nil {
		return nil
	}
	var out []DueItem
	for _, s := range d.c.Current() {
		if end, ok := d.endOf(s); ok {
			out = append(out, DueItem{At: end.at, What: "board_end", On: s.ID, Key: itoa(end.version)})
		}
		if d.orphan(s) {
			out = append(out, d.dueOfOrphan(s)...)
		}
	}
	return out
}

// dueOfOrphan: a later version may say who takes the place of a board that ended without anybody in its place.
func (d *decision) dueOfOrphan(s *SignOff) []DueItem {
	for _, v := range d.r.forces() {
		if !v.from.After(s.EndedAt) {
			continue
		}
		if found, _ := view(d.c, d.r, Meta{At: v.from}).askedInstead(s); len(found) > 0 {
			return []DueItem{{At: v.from, What: "board_heir", On: s.ID, Key: itoa(v.Version)}}
		}
	}
	return nil
}

// endBoardsBy ends what is open before every board that has ended by a moment.
func (d *decision) endBoardsBy(at time.Time) {
	if d.c.Gate == nil {
		return
	}
	ends := map[string]boardEnd{}
	for _, s := range d.c.Current() {
		if end, ok := d.endOf(s); ok && !end.at.After(at) {
			ends[s.ID] = end
		}
	}
	d.endBoards(ends)
}

// endBoards ends unfinished sign-offs whose boards ended, by id: they become void, and whoever takes their place is asked instead. What the
// same board was asked after its end, under the version then in force, goes on. One board that takes the place of several is asked once. What is asked while the case is in dispute, suspended or deferred waits until it is back
// at its gate, because the clocks stand.
//
// Yields SignOffVoided (board_version_ended) for each, SignOffRequested and SignOffReissued; settle opens what is requested.
func (d *decision) endBoards(ends map[string]boardEnd) {
	if d.c.Gate == nil {
		return
	}
	for _, s := range d.c.Current() {
		end, ended := ends[s.ID]
		if !ended || s.State.Final() || s.State == SignOffProvisional {
			continue
		}
		d.emit(events.SignOffVoided{SignOff: s.ID, Because: BoardVersionEnded, GovernanceVersion: end.version, DueAt: end.at, DetectedAt: d.m.At})
	}
	d.reissue()
}

// reissue asks, for each sign-off that is void because its board ended, whoever takes its place; those who cannot be found now are
// looked for again when a later version takes force.
func (d *decision) reissue() {
	for _, s := range d.c.Current() {
		if !d.orphan(s) {
			continue
		}
		boards, how := d.askedInstead(s)
		for _, b := range boards {
			to := d.already(s, b, how)
			if to == "" {
				to = d.requestInstead(s, b, how)
			}
			d.emit(events.SignOffReissued{SignOff: s.ID, To: to, Board: b, How: how, GovernanceVersion: d.g.Metadata.Version})
		}
	}
}

// orphan reports whether a sign-off is void because its board ended, and nobody has been asked instead yet.
func (d *decision) orphan(s *SignOff) bool {
	return s.State == SignOffVoidState && s.Because == BoardVersionEnded && len(s.ReissuedAs) == 0
}

// askedInstead says which boards are to be asked in place of one that ended, and why those: the boards that took over from it, of
// several those that the workflow sends the case to; else whom it sends the case to now; else where its lapse goes.
func (d *decision) askedInstead(s *SignOff) (boards []string, how string) {
	heirs := d.r.heirs(boardEnd{board: s.Board, version: s.EndedBy}, d.m.At)
	var routes []string
	if entry := d.entryOf(s); entry != nil && s.InPlaceOf == "" {
		routes = d.boards(entry.Board)
		if old := d.r.lastBoard(s.Board); old != nil && entry.Board != nil && entry.Board.ByArea {
			routes = slices.DeleteFunc(routes, func(b string) bool { return !d.servesFor(d.g.Board(b), old) })
		}
	}
	switch {
	case len(heirs) > 0:
		both := slices.DeleteFunc(slices.Clone(heirs), func(b string) bool { return !slices.Contains(routes, b) })
		if len(both) > 0 {
			return both, ReissuedMerged
		}
		return heirs, ReissuedMerged
	case len(routes) > 0:
		fresh := slices.DeleteFunc(slices.Clone(routes), func(b string) bool { return d.already(s, b, ReissuedRouted) != "" })
		if len(fresh) > 0 {
			return fresh, ReissuedRouted
		}
		return routes[:1], ReissuedRouted
	}
	if b := d.above(s); b != "" {
		return []string{b}, ReissuedEscalated
	}
	return nil, ""
}

// servesFor reports whether a board serves any of the case's areas that another did.
func (d *decision) servesFor(b, old *document.Board) bool {
	return slices.ContainsFunc(b.Areas, func(a string) bool { return slices.Contains(old.Areas, a) && slices.Contains(d.c.Terms.Areas, a) })
}

// above is the board to which a sign-off of a board that ended goes up, "" for none.
func (d *decision) above(s *SignOff) string {
	if b, _ := d.escalation(s); b != "" {
		return b
	}
	old := d.r.lastBoard(s.Board)
	if entry := d.entryOf(s); old == nil || entry != nil && s.InPlaceOf == "" && entry.OnLapse.Dispute {
		return ""
	}
	for _, level := range higher(old.Level) {
		for _, b := range d.g.Boards {
			if b.Level == level {
				return b.ID
			}
		}
	}
	return ""
}

// already finds the sign-off by which a board has the matter of one that ended before it already: it is not asked twice. What a
// board that takes over has decided for itself was decided without the other's part, and does not answer for it.
func (d *decision) already(s *SignOff, board, how string) string {
	for _, o := range d.c.Current() {
		same := o.Entry == s.Entry && o.Board == board && o.InPlaceOf == s.InPlaceOf
		if how == ReissuedEscalated {
			same = o.Entry == s.Entry && o.Board == board && slices.ContainsFunc(d.c.Current(), func(x *SignOff) bool {
				return x.ID == o.InPlaceOf && x.Because == BoardVersionEnded
			})
		}
		if same && o != s && o.State != SignOffVoidState && (!o.State.Final() || how == ReissuedRouted) {
			return o.ID
		}
	}
	return ""
}

// requestInstead asks a board for the act of a sign-off whose board ended, with the same order.
func (d *decision) requestInstead(s *SignOff, board, how string) string {
	e := events.SignOffRequested{SignOff: d.freeID(board, s.Entry+"-"+board), Entry: s.Entry, Gate: s.Gate, GateRound: s.GateRound, Board: board, Act: s.Act,
		Order: s.Order, InPlaceOf: s.InPlaceOf}
	if s.InPlaceOf != "" {
		e.SignOff = d.freeID(inPlaceID(d.c.SignOff(s.InPlaceOf), board), s.Entry+"-"+board)
	}
	if how == ReissuedEscalated {
		e.SignOff, e.InPlaceOf = d.freeID(inPlaceID(s, board), s.Entry+"-"+board), s.ID
	}
	d.emit(e)
	return e.SignOff
}

// settleBoards does, at a gate, what has become of boards meanwhile: one that is asked again although it had ended before, and one
// in whose place there is nobody, which is for the partners to settle.
func (d *decision) settleBoards() {
	for _, s := range d.c.Current() {
		if end, ok := d.endOf(s); ok && !end.at.After(d.c.askedAt(s)) {
			d.endBoards(map[string]boardEnd{s.ID: end})
		}
	}
	d.reissue()
	for _, s := range d.c.Current() {
		if d.orphan(s) && d.blocking(s) && !d.disputed(s) {
			d.openDispute(events.DisputeRaised{Because: BoardVersionEnded, SignOff: s.ID})
			return
		}
	}
}

// disputed reports whether the case has been in dispute about a sign-off whose board ended, since it did.
func (d *decision) disputed(s *SignOff) bool {
	x := d.c.Dispute
	return x != nil && x.Because == BoardVersionEnded && !x.RaisedAt.Before(s.EndedAt)
}

// reissuedFrom lists the sign-offs in whose place one is asked.
func (c *Case) reissuedFrom(s *SignOff) []*SignOff {
	var out []*SignOff
	for _, o := range c.SignOffs {
		if o.Gate == s.Gate && o.GateRound == s.GateRound && slices.Contains(o.ReissuedAs, s.ID) {
			out = append(out, o)
		}
	}
	return out
}
