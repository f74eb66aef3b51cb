package answer

import "comity/workflow"

// Structure is how the partnership is made up, with what may be advised on it. What is paid for attendance is there for those who
// keep the papers of a board, act for an organisation as its officer, or administer the partnership.
type Structure struct {
	workflow.Structure
	SeesPayments bool `json:"sees_payments"`
}
