package answer

// Money adds up what is offered and confirmed. Hours are never added to pounds.
type Money struct {
	OfferedAlignedPence    int64 `json:"offered_aligned_pence"`
	OfferedPooledPence     int64 `json:"offered_pooled_pence"`
	ConfirmedAlignedPence  int64 `json:"confirmed_aligned_pence"`
	ConfirmedPooledPence   int64 `json:"confirmed_pooled_pence"`
	OfferedFTEHundredths   int64 `json:"offered_fte_hundredths"`
	ConfirmedFTEHundredths int64 `json:"confirmed_fte_hundredths"`
}
