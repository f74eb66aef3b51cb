package workflow

// What each tier sees of pools that pass on: partners see whose place is whose and who holds the fund, boards also how much.
func init() {
	perTier["case.pool_party_succeeded"] = map[string][]string{
		ClearPartners: {"pool", "basis", "host", "succession", "organisation", "awaits", "warnings", "effective_on", "effective_at"}, ClearBoard: {"*"},
	}
	perTier["pool.party_succeeded"] = map[string][]string{ClearBoard: {"pool"}, ClearExempt: {"*"}} // as any event of a pool
}
