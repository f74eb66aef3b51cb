// Package wording is what people read of an event: the one table from event type to sentence, for the story that the scenario
// player tells and for the history that a page shows. It is pure. What ids are called is a function that whoever tells hands in.
package wording

// entry is what people read of an event. {field} is a field of the event in words; a part in [brackets] is left out where a
// field in it is missing. Several events of one type in one record are told in one sentence, where many says how: its fields
// are then lists. What runs is told together over the records of one step as well. bare is told to those who may not see the
// fields that one needs.
type entry struct {
	one  string
	many string
	bare string
	runs bool
}

// entries is the one table from event type to sentence. An empty entry is not told: another event of the same record says
// what there is to say.
var entries = map[string]entry{
	"partnership.published":             {one: "The governance of {partnership} is published, version {version}."},
	"workflow.published":                {one: "The workflow {workflow} is published, version {version}."},
	"organisation.succeeded":            {one: "{organisation} is succeeded by {takers}, from {effective_on}."},
	"organisation.succession_cancelled": {one: "{organisation} is not succeeded by {takers} after all."},
	"member.appointed":                  {one: "Seat {seat_id} has a member.", many: "These seats have members: {seat_id}.", runs: true},
	"member.code_acknowledged":          {one: "The code of conduct is acknowledged for seat {seat_id}."},
	"member.removed":                    {one: "The term in seat {seat_id} ends[ on {last_day}]."},
	"deputy.named":                      {one: "Seat {seat_id} has a deputy.", many: "These seats have deputies: {seat_id}.", runs: true},
	"deputy.ended":                      {one: "The deputy's time for seat {seat_id} ends[ on {last_day}]."},
	"mandate.granted":                   {one: "Seat {seat_id} is given a mandate by its organisation.", many: "These seats are given mandates, each by an organisation of its own: {seat_id}.", runs: true},
	"mandate.revoked":                   {one: "A mandate ends."},
	"mandate.drawn":                     {one: "A part of a mandate's year[, {year},] is committed."},
	"mandate.returned":                  {one: "A part of a mandate's year is free again."},
	"briefing.issued":                   {one: "{organisation} is sent its briefing[ for {month}].", many: "Briefings are sent to {organisation}.", runs: true},
	"briefing.month_closed":             {}, // the briefings say so
	"meeting.scheduled":                 {one: "{board} is to meet[ on {starts_at}]."},
	"meeting.opened":                    {one: "Meeting {meeting} is open."},
	"meeting.attendance_recorded":       {one: "Who attends meeting {meeting} is recorded."},
	"meeting.closed":                    {one: "Meeting {meeting} is closed."},
	"meeting.cancelled":                 {one: "Meeting {meeting} is called off."},

	"case.created":            {one: "{author} drafts “{terms.title}”[, to go on from {predecessor}].", bare: "The case is drafted."},
	"case.amended":            {one: "Its terms are changed: {changed}."},
	"case.adopted":            {one: "It was under way before, and is taken up at {stage}, under the workflow {workflow}, version {version}."},
	"case.submitted":          {one: "It is submitted, under the workflow {workflow}, version {version}, and begins with {stage}."},
	"case.stage_entered":      {one: "It goes on to {stage}."},
	"case.resumed":            {one: "The decision is taken up again[; out of date is: {stale}]."},
	"case.migrated":           {one: "It goes on under version {version} of the workflow {workflow}, in the stage {stage}[: agreed by {approved_by}, {minute}]."},
	"case.suspended":          {one: "It is suspended, and its clocks stand: {reason}", bare: "It is suspended, and its clocks stand."},
	"case.lifted":             {one: "The suspension is lifted: {reason}", bare: "The suspension is lifted."},
	"case.review_due":         {one: "A review is due ({because})."},
	"case.closed":             {one: "It is closed: {outcome}[. It goes on as {successor}]."},
	"case.succession_applied": {one: "The succession of {replaced} has taken effect here[; the case's sponsor is now {new_sponsor}][; {new_accountable} now answers for the contract]."},

	"evidence.added":   {one: "Evidence is added: {title}.", many: "Evidence is added: {title}.", bare: "Evidence is added.", runs: true},
	"evidence.removed": {one: "Evidence is taken away: {item}.", bare: "Evidence is taken away."},

	"commitment.offered":  {one: "{organisation} offers {offer}[ ({description})].", bare: "{organisation} makes an offer."},
	"commitment.changed":  {one: "{organisation} now offers {offer}[ ({description})].", bare: "{organisation} changes its offer."},
	"commitment.novated":  {one: "{taker} takes over {passed} from {organisation}.", bare: "{taker} takes over from {organisation}."},
	"commitment.released": {one: "The commitment {commitment} is released.", many: "The commitments {commitment} are released.", bare: "A commitment is released."},

	"commitment.withdrawn":   {one: "{organisation} withdraws {offer}[; {left} of it remains]: {reason}", bare: "{organisation} withdraws what it put in."},
	"commitment.ended":       {one: "The notice is over: what {organisation} withdrew no longer stands[; {left} remains]."},
	"gap.opened":             {one: "The plan is short of what {organisation} has withdrawn ({because})[; {board} is to acknowledge it, until {due_at}]."},
	"gap.acknowledged":       {one: "{board} acknowledges what is missing: {note}", bare: "{board} acknowledges what is missing."},
	"gap.overdue":            {one: "{board} has not acknowledged what is missing in time[: it goes to {to}]."},
	"case.pool_added":        {one: "A pooled fund is set up: {name}, held by {host}.", bare: "A pooled fund is set up."},
	"case.pool_agreed":       {one: "The parties to {name} have a written agreement, version {agreement.version}[: {because}].", bare: "The parties to a pooled fund have a written agreement."},
	"case.pool_activated":    {one: "The pooled fund {pool} is active: contributions can be paid in."},
	"case.pool_contributed":  {one: "{organisation} pays into the pooled fund {pool}: {reference}.", bare: "A payment is made into the pooled fund {pool}."},
	"case.pool_closed":       {one: "The pooled fund {pool} is closed[: {reason}].", bare: "The pooled fund {pool} is closed."},
	"pool.created":           {},
	"pool.agreed":            {},
	"pool.activated":         {},
	"pool.contributed":       {},
	"pool.closed":            {},
	"pool.contributions_due": {one: "What is due to the pooled fund {pool} is reckoned."},
	"pool.spent":             {one: "The pooled fund {pool} pays {payee} for {purpose}.", bare: "The pooled fund {pool} makes a payment."},

	"consent.requested":               {one: "{organisation} is asked for its own consent.", many: "Each is asked for its own consent: {organisation}."},
	"decision.called_in":              {one: "{body} calls in the decision of {organisation}: {reasons}", bare: "{body} calls in the decision of {organisation}."},
	"consent.carried":                 {one: "{organisation} has consented already.", many: "These have consented already: {organisation}."},
	"consent.confirmed":               {one: "{organisation} confirms what it puts in, by {person} for seat {seat_id}.", bare: "{organisation} confirms what it puts in."},
	"consent.recorded":                {one: "{organisation} has decided to commit: {minute}.", bare: "{organisation} has decided to commit."},
	"consent.declined":                {one: "{organisation} declines: {reason}", bare: "{organisation} declines."},
	"consent.withdrawn":               {one: "{organisation} takes its consent back: {reason}", bare: "{organisation} takes its consent back."},
	"consent.lapsed":                  {one: "The consent of {organisation} lapses.", many: "These consents lapse: {organisation}."},
	"consent.reaffirmation_requested": {one: "{organisation} is asked to reaffirm what it takes over.", many: "Each is asked to reaffirm what it takes over: {organisation}."},

	"gate.requested":   {one: "Gate {gate} is requested[, the outcome recommended: {outcome}]. What was shown is frozen."},
	"gate.passed":      {one: "Gate {gate} is passed[, with the outcome {outcome}][; noting the dissent of {dissent}]."},
	"gate.decided":     {one: "Gate {gate} is decided; the decision waits for its effect: {holds}."},
	"gate.returned":    {one: "{signoff} sends it back: {reasons}", bare: "{signoff} sends it back."},
	"gate.deferred":    {one: "{signoff} puts the decision off[ to {until}][ to meeting {meeting}]: {reason}", bare: "{signoff} puts the decision off[ to {until}]."},
	"gate.reopened":    {one: "Gate {gate} is open again: what was decided urgently did not stand[, and with it gate {undone}]."},
	"gate.refused":     {one: "Gate {gate} is refused by {signoff}."},
	"gate.invalidated": {one: "The approval at gate {gate} no longer holds, because of what {organisation} has withdrawn; the award is blocked until the plan is approved again."},
	"gate.voided":      {one: "What was asked at gate {gate} is void: {because}."},

	"signoff.requested":              {},
	"signoff.opened":                 {one: "{signoff} is asked[, until {due_at}].", many: "These are asked: {signoff}."},
	"signoff.vote_cast":              {one: "{person} votes to {choice} for {seat}[, as deputy of {as_deputy_for}], on {signoff}.[ “{reason}”]", bare: "A vote is cast on {signoff}."},
	"signoff.casting_vote_cast":      {one: "{person} presides on {signoff} and casts the casting vote: {choice}.", bare: "The casting vote is cast on {signoff}."},
	"signoff.certified":              {one: "{person} certifies: {choice}.", bare: "{signoff} has answered."},
	"signoff.interest_declared":      {one: "{person} declares an interest ({interest}) for {seat}.", bare: "An interest is declared."},
	"signoff.interest_withdrawn":     {one: "The declared interest of {seat} is taken back.", bare: "A declared interest is taken back."},
	"signoff.dispensed":              {one: "{by} grants {seat} a dispensation: {reason}", bare: "A dispensation is granted."},
	"signoff.quorum_lost":            {one: "{signoff} has no quorum: {reasons}."},
	"signoff.quorum_reasons_changed": {one: "{signoff} still has no quorum: {reasons}."},
	"signoff.quorum_restored":        {one: "{signoff} has its quorum again."},
	"signoff.seat_passed":            {one: "{seat} passes from {from_organisation} to {to_organisation}, and with it what {signoff} is asked."},
	"signoff.tied":                   {one: "The votes of {signoff} are equal."},
	"signoff.recounted":              {one: "The votes of {signoff} are counted again."},
	"signoff.decided":                {one: "{signoff}: {result}[, {votes}]."},
	"signoff.reminded":               {one: "{person} is reminded that {signoff} waits.", many: "These are reminded that {signoff} waits: {person}.", bare: "Those who have not answered are reminded."},
	"signoff.concurrence_sought":     {one: "{person} wishes to decide urgently for {signoff}, and asks for a concurrence: {reason}", bare: "A concurrence in an urgent decision is asked for."},
	"signoff.concurred":              {one: "{person} concurs in an urgent decision for {signoff}[, as deputy of {as_deputy_for}].[ “{reason}”]", bare: "There is concurrence in an urgent decision."},
	"signoff.decided_urgently":       {one: "{person} presides on {signoff} and decides urgently, in its place[, as deputy of {as_deputy_for}]: {reason} It is to be ratified by {ratify_day}.", bare: "{signoff}: decided urgently, in its place. It is to be ratified by {ratify_day}."},
	"signoff.ratification_vote_cast": {one: "{person} votes to {choice} for {seat}[, as deputy of {as_deputy_for}], on whether the urgent decision for {signoff} stands.[ “{reason}”]", bare: "A vote is cast on whether the urgent decision for {signoff} stands."},
	"signoff.ratification_tied":      {one: "The votes of {signoff} on the ratification are equal."},
	"signoff.ratified":               {one: "{signoff} ratifies the urgent decision: {result}[, {votes}]."},
	"signoff.not_ratified":           {one: "The urgent decision for {signoff} is not ratified ({because})[, {votes}]. It has fallen, from {effective_at}."},
	"signoff.presider_elected":       {one: "{signoff} has elected {seat} to preside on this: {minute}.", bare: "{signoff} has elected who presides on this."},
	"signoff.escalated":              {one: "{signoff} has not decided in time: it goes to {to}."},
	"signoff.reopened":               {one: "{signoff} is asked again[, until {due_at}]."},
	"signoff.reissued":               {one: "{board} is asked instead of {signoff}, whose board has ended."},
	"signoff.voided":                 {one: "The sign-off of {signoff} is void.", many: "These sign-offs are void: {signoff}."},

	"hold.placed":             {one: "A {kind} keeps {blocks}."},
	"hold.changed":            {one: "The {kind} now ends[ on {until}]: {reason}"},
	"hold.released":           {one: "The {kind} is over[; the decision has effect from {in_effect}]."},
	"notice.published":        {one: "A notice is published ({kind}) on {published_on}."},
	"representation.received": {one: "A representation is received."},
	"representation.answered": {one: "The further decision on a representation is communicated."},
	"contract.recorded":       {one: "The contract with {supplier} is signed."},
	"target.set":              {one: "A target is set: {indicator}, {value} by {due_on}."},
	"measurement.recorded":    {one: "Target {target} is measured: {value}."},

	"undertaking.given":     {one: "[{owner}][{board}] undertakes[ by {due_at}]: {what}", bare: "[{owner}][{board}] undertakes to act[ by {due_at}]."},
	"undertaking.overdue":   {one: "An undertaking[ of {owner}][ of {board}] is overdue[ since {due_at}]."},
	"undertaking.escalated": {one: "The overdue undertaking goes before {boards}."},
	"undertaking.kept":      {one: "An undertaking is kept: {note}", bare: "An undertaking is kept."},
	"report_back.asked":     {one: "{seat} is to report back to {organisations}[ by {due_at}].", many: "These seats are to report back: {seat}."},
	"report_back.overdue":   {one: "{seat} has not reported back."},
	"report_back.escalated": {one: "{boards} is told that {seat} has not reported back."},
	"report_back.recorded":  {one: "{person} has reported back for {seat}: {note}", bare: "{seat} has reported back."},

	"dispute.raised":      {one: "A dispute is open[, raised by {raised_by}][ against {against}], at its first step: {step}[, until {due_at}]."},
	"dispute.step_lapsed": {one: "The step {lapsed} has brought no agreement[; the next is {step}]."},
	"dispute.agreed":      {one: "{organisation} agrees to end the dispute: {agreement}[ {awaited} has not answered yet.]", bare: "{organisation} agrees to what would end the dispute."},
	"dispute.resolved":    {one: "The dispute is resolved[: {agreement}]."},
	"dispute.unresolved":  {one: "The dispute is not resolved[; the case goes on without {departing}]: {reason}", bare: "The dispute is not resolved[; the case goes on without {departing}]."},
}
