package workflow

// What each tier sees of successions. How single commitments are shared names cases, whose classification would not protect it in a register's
// event: that is for those who see what is exempt.
func init() {
	perTier["organisation.succeeded"] = map[string][]string{
		ClearPartners: {"succession", "organisation", "successors", "principal", "continues", "effective_on", "effective_at"},
		ClearBoard:    {"instrument"}, ClearExempt: {"*"},
	}
	perTier["organisation.succession_cancelled"] = map[string][]string{ClearPartners: {"succession", "organisation", "successors", "effective_on"}, ClearBoard: {"*"}}
	perTier["case.succession_applied"] = map[string][]string{ClearPartners: {"successions", "organisations", "sponsor", "accountable", "effective_at"}, ClearBoard: {"*"}}
	perTier["commitment.novated"] = map[string][]string{ClearPartners: {"organisation", "successor", "effective_at"}, ClearBoard: {"*"}}
	perTier["consent.lapsed"] = map[string][]string{ClearPartners: {"organisation", "gate"}, ClearBoard: {"*"}}
	perTier["consent.reaffirmation_requested"] = map[string][]string{ClearPartners: {"organisation", "gate"}, ClearBoard: {"*"}}
}
