package web

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordings is the one table of what codes are called on a screen, by what they are a code of. A test holds it against the
// lists of the rules, so that a new code has words before anybody sees it.
var wordings = map[string]map[string]string{
	"status": {
		"draft": "Draft", "working": "Being prepared", "at_gate": "Waiting for decisions", "pending_effect": "Decided, not yet in effect",
		"deferred": "Put off", "in_dispute": "In dispute", "suspended": "Suspended", "closed": "Closed",
	},
	"outcome": {
		"completed": "Completed", "recommissioned": "Recommissioned", "decommissioned": "Decommissioned", "rejected": "Rejected", "withdrawn": "Withdrawn",
		"continue": "Continue", "vary": "Vary", "recommission": "Recommission", "decommission": "Decommission",
		"be_healthy": "Be healthy", "stay_safe": "Stay safe", "enjoy_and_achieve": "Enjoy and achieve", "positive_contribution": "Make a positive contribution",
		"economic_wellbeing": "Achieve economic wellbeing",
	},
	"signoff": {
		"waiting": "Not asked yet", "open": "Open", "inquorate": "No quorum", "tied": "Votes are equal", "provisional": "Decided urgently, to be ratified", "decided": "Decided", "escalated": "Passed on",
		"void": "Void", "lapsed": "Ran out of time",
	},
	"result": {
		"approved": "Approved", "refused": "Refused", "endorsed": "Endorsed", "agreed": "Agreed", "confirmed": "Confirmed", "certified": "Certified",
		"reported": "Reported", "recommended": "Recommended", "decided": "Decided", "noted": "Noted", "dissent": "Dissent noted", "returned": "Sent back",
		"deferred": "Put off", "not_ratified": "Not ratified", "not_endorsed": "Not endorsed", "fell": "Fell",
		"provisional": "Provisional", "approved_with_conditions": "Approved with conditions",
	},
	"act": {
		"endorse": "endorse", "agree": "agree", "approve": "approve", "confirm": "confirm", "certify": "certify", "report": "report",
		"recommend": "recommend", "decide": "decide", "note": "note",
	},
	"consent":       {"requested": "Asked for", "confirmed": "Confirmed", "declined": "Declined", "carried": "Given before, still holds", "lapsed": "Lapsed", "to_be_reaffirmed": "To be reaffirmed"},
	"ratify_choice": {"approve": "It stands", "refuse": "It does not stand", "abstain": "Abstain"},
	"choice":        {"approve": "Approve", "refuse": "Refuse", "abstain": "Abstain"},
	"kind": {
		"money": "Money", "staff_time": "Staff time", "building": "Building", "equipment": "Equipment", "access_to_services": "Access to services",
	},
	"pool":      {"draft": "Draft", "active": "Active", "closed": "Closed"},
	"pool_line": {"contribution": "Contribution", "overspend": "Share of an overspend", "spent": "Paid out", "returned": "Returned", "succeeded": "Passed to its successors"},
	"pool_warning": {"pool_more_than_three_parties": "It has more than three parties. Two or three are advised, since a fund is harder to govern with more; more are allowed.",
		"pool_host_to_be_named":               "Nobody holds it since its host was replaced. No money moves until another version of its agreement names who does.",
		"pool_manager_to_be_named":            "Nobody manages it for its new host. Nothing is spent until another version of its agreement names who does.",
		"pool_one_party":                      "It has one party left, since the others were replaced by the same organisation.",
		"pool_partner_ineligible":             "A party succeeded another that could contribute, and cannot do so itself under this power. What was paid stays; it confirms nothing more for the fund, and may align what it puts in.",
		"pool_basis_requires_nhs_body":        "Since organisations were replaced no NHS body is party to it, and the power asks for one.",
		"pool_basis_requires_local_authority": "Since organisations were replaced no council is party to it that the power asks for."},
	"mode":           {"aligned": "Aligned", "pooled": "Pooled"},
	"basis":          {"actual": "Actual", "estimated": "Estimated"},
	"level":          {"strategic": "Strategic", "executive": "Executive", "operational": "Operational"},
	"classification": {"public": "Public", "partners": "Partners only", "board": "Boards only", "exempt": "Exempt"},
	"clearance":      {"public": "What is public", "partners": "What partners see", "board": "What boards see", "exempt": "Everything, exempt papers too"},
	"staff_form":     {"meeting_time": "Meeting time", "secondment": "Secondment", "co_location": "Co-location", "joint_post": "Joint post"},
	"measure":        {"outcome": "An outcome", "value_for_money": "Value for money"},
	"phase":          {"now": "Now", "planned": "By the plan", "spent": "In the end"},
	"sure":           {"actual": "It is known", "estimated": "It is estimated"},
	"tier":           {"universal": "Universal", "targeted": "Targeted", "specialist": "Specialist"},
	"scale":          {"strategic": "Strategic", "locality": "Locality", "individual": "Individual"},
	"route": {
		"contract": "Contract", "grant": "Grant", "sla": "Service level agreement", "in_house": "In house", "protocol": "Protocol between partners",
	},
	"regime":        {"pa2023": "Procurement Act 2023", "psr2023": "Provider Selection Regime 2023"},
	"contract_kind": {"capital": "Capital", "non_capital": "Not capital", "land": "Land"},
	"interest": {
		"pecuniary": "A financial interest", "provider": "I work for, own or advise a provider concerned", "family": "Family", "other": "Another interest",
		"friendship": "Friendship", "employment": "Employment", "personal": "Personal",
	},
	"interest_declared": {"pecuniary": "a financial interest", "provider": "an interest in a provider", "family": "a family interest", "other": "another interest",
		"friendship": "a friendship", "employment": "an employment", "personal": "a personal interest"},
	"hold": {"standstill": "Standstill", "call_in": "Call-in", "notice": "Notice in the forward plan", "ratification": "Ratification", "external_consent": "Outside consent"},
	"held_by": {"standstill": "the standstill", "call_in": "the time for call-in", "notice": "the notice in the forward plan", "ratification": "the ratification to come",
		"gate": "others at the same gate", "dispute": "a dispute", "suspension": "a suspension", "deferral": "a deferral", "superseded": "nothing: it was overtaken and never takes effect"},
	"urgency":         {"urgent_decision": "Urgent decision", "general_exception": "General exception", "special_urgency": "Special urgency", "call_in_waived": "Call-in waived"},
	"urgency_outcome": {"open": "Waits for the board", "allowed": "Allowed", "refused": "Refused", "void": "Overtaken"},
	"holds":           {"effect": "keeps the decision from effect", "award": "keeps the award from being made"},
	"post": {
		"authorising_officer": "Authorising officer", "proper_officer": "Proper officer", "monitoring_officer": "Monitoring officer",
		"chief_finance_officer": "Chief finance officer",
	},
	"role":       {"elected_member": "Elected member", "officer": "Officer", "other": "Member"},
	"engagement": {"seminar": "Seminar", "chief_executive_briefing": "Briefing of chief executives", "full_council_visit": "Visit to a full council"},
	"meeting":    {"scheduled": "Called", "open": "In session", "closed": "Closed", "cancelled": "Called off"},
	"because": {
		"delegation_exceeded": "the case is worth more than its board decides",
		"lapsed":              "it was not decided in time", "board_version_ended": "its board has ended", "tied": "the votes were equal", "inquorate": "there was no quorum", "votes": "of the votes cast",
		"ratification_refused": "an urgent decision was not ratified", "not_ratified_in_time": "an urgent decision was not ratified in time",
		"recused": "of those standing aside", "refused": "it was refused", "raised": "a partner raised it", "declined": "a consent was declined",
		"deadline": "its time ran out", "certified": "the officer certified it", "risk": "Risk", "performance": "Performance", "scrutiny": "Scrutiny", "request": "Request",
	},
	"risk_kind": {"hazard": "A hazard", "opportunity": "An opportunity"},
	"quorum": {
		"number_short": "too few seats can take part", "required_category_missing": "nobody can take part who must be there",
	},
	"count_rule": {"by_seat": "Each voting seat has one vote.", "by_organisation": "Each organisation has one vote, for all of its seats together.",
		"committees_in_common": "The seats of each organisation vote by themselves, as its own committee. A decision stands only if every committee agrees."},
	"pass_rule": {
		"majority_of_votes_cast": "More votes for than against pass it. Abstentions are not counted.",
		"majority_of_seats":      "More than half of all voting seats pass it.",
		"unanimity":              "It passes if nobody votes against it.",
		"threshold":              "At least {pct}% of the votes cast pass it. Abstentions are not counted.",
	},
	"on_tie_rule": {
		"casting_vote": "If the votes are equal, whoever presides has a second vote.", "falls": "If the votes are equal, it is refused.",
		"dispute": "If the votes are equal, a dispute is opened.",
	},
	"close_rule": {
		"when_decided": "Voting ends once the result is certain and there is a quorum.", "all_voted": "Voting ends once every seat has voted.",
		"at_deadline": "Voting ends at the deadline.", "at_meeting": "Voting ends at the end of the meeting.",
	},
	"notice": {
		"award": "Award notice", "intention_to_award": "Notice of the intention to award", "tender": "Tender notice",
		"market_engagement": "Preliminary market engagement notice", "planned_procurement": "Planned procurement notice", "contract_details": "Contract details notice",
		"key_decision": "Notice of a key decision, in the forward plan", "general_exception": "General exception: shorter notice of a key decision",
		"special_urgency": "Special urgency: a key decision without notice", "decision": "Publication of a key decision",
	},
	"direction": {"at_least": "At least this", "at_most": "At most this"},
	"command": {
		"signoff.vote": "Read the papers and vote", "signoff.cast": "Give the casting vote", "signoff.certify": "Read the papers and certify",
		"signoff.ratify": "Vote on whether the urgent decision stands", "signoff.declare_interest": "Declare an interest", "signoff.record_vote": "Record votes given in the room",
		"consent.confirm":  "Confirm what the organisation puts in",
		"commitment.offer": "Offer what the organisation puts in", "commitment.change": "Change an offer",
		"case.amend": "Change what the case says", "case.submit": "Submit the case", "case.add_evidence": "Add evidence",
		"pool.create": "Set up a pooled fund", "pool.agree": "Record another version of the fund’s agreement", "pool.contribute": "Record a payment into the fund",
		"pool.spend": "Record a payment from the fund", "pool.leave": "Leave the pooled fund", "pool.close": "Close the fund",
		"case.remove_evidence": "Take evidence away", "case.request_gate": "Ask for the decision",
	},
	"notice_period": {"": "That of the contract or the partnership", "P1M": "One month", "P3M": "Three months", "P6M": "Six months", "P1Y": "One year"},
	"mail": {
		"queued": "Waits to be sent", "sending": "Is being sent", "sent": "Sent", "kept": "Kept here: no mail server is configured", "undeliverable": "Could not be delivered",
	},
	"constituency": {
		"own_organisation": "Their own organisation", "organisations": "Several organisations", "sector": "A sector", "department": "A department",
		"children_and_young_people": "Children and young people", "parents": "Parents and carers",
	},
	"remark": {
		"route_missing": "{organisation} names no route for: {post}.",
		"board_large":   "{board} has {count} seats, more than is advised: the more seats, the harder the meetings.",
		"board_doubled": "{board} is of the same level, theme and areas as another board, and reports to the same. One of the two may do.",
		"board_idle":    "{board} has decided nothing since {since}.",
		"vcs_at_executive": "{organisation} sits on {board}, at executive level. Elsewhere the voluntary sector sits at strategic or operational level, " +
			"with support and pay for it.",
		"voice_missing_children_and_young_people": "No seat speaks for children and young people.",
		"voice_missing_parents":                   "No seat speaks for parents and carers.",
		"post_missing":                            "No seat is for the {post}, who must be on a board.",
		"post_vacant":                             "The seat of the {post} on {board} is vacant, and it must be filled.",
		"partner_without_seat":                    "{organisation} has a duty to cooperate, and no seat on any board.",
		"person_on_many_boards":                   "{person} sits on {count} boards, more than is advised.",
		"review_overdue":                          "The governance was to be reviewed before {since}. That is for {board}.",
	},
	"organisation_type": {
		"county_council": "County council", "district_council": "District council", "unitary_council": "Unitary council", "london_borough": "London borough",
		"combined_authority": "Combined authority", "icb": "Integrated care board", "nhs_trust": "NHS trust", "nhs_england": "NHS England",
		"pct": "Primary care trust", "police": "Police", "probation": "Probation", "yot": "Youth offending team", "fire": "Fire and rescue", "school": "School",
		"academy": "Academy", "fe_college": "Further education college", "jobcentre": "Jobcentre", "vcs": "Voluntary and community sector",
		"private": "Private provider", "sector_body": "Sector body", "other": "Other",
	},
}

// words says what a code is called. One that the table does not have is shown without its underscores.
func words(of, code string) string {
	if w, ok := wordings[of][code]; ok {
		return w
	}
	return human(code)
}

// human writes an id as people would: "early_help" is "Early help".
func human(id string) string {
	s := strings.TrimSpace(strings.ReplaceAll(id, "_", " "))
	if s == id {
		return id // a reference, or a word that is one already
	}
	return upper(s)
}

// upper begins a sentence.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// lower goes on within a sentence; what is written in capitals stays.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}
