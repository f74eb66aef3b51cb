package document

// Threshold says from which sum on an organisation decides itself, whatever its mandates allow.
type Threshold struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"key-decision"`
	// The organisation whose threshold it is.
	Organisation string `json:"organisation" check:"required,ref=organisation" example:"wcc"`
	// Reached by a case whose plan or award, over its whole life, is worth so much or more.
	WholeLifeGBP *Pounds `json:"whole_life_gbp" example:"£500,000"`
	// Reached by a case to which the organisation itself commits so much money or more.
	CommitmentGBP *Pounds `json:"commitment_gbp" example:"£100,000"`
	// Who in the organisation decides then; its proper officer records the decision with its minute.
	Decision string `json:"decision" check:"required" example:"Cabinet"`
}

// thresholds checks that each says a sum, and that somebody can record the decision.
func (c *check) thresholds(g *Governance) {
	for i, t := range g.Thresholds {
		path := item("thresholds", i)
		if t.WholeLifeGBP == nil && t.CommitmentGBP == nil {
			c.fail(path, "missing", "Threshold %s must say whole_life_gbp or commitment_gbp.", t.ID)
		}
		if t.WholeLifeGBP != nil {
			c.amount(path+".whole_life_gbp", int64(t.WholeLifeGBP.Pence))
		}
		if t.CommitmentGBP != nil {
			c.amount(path+".commitment_gbp", int64(t.CommitmentGBP.Pence))
		}
		for _, o := range g.Organisations {
			if o.ID == t.Organisation && o.ID != "" && o.ProperOfficer == "" {
				c.warn(path, "no_proper_officer", "%s names no proper_officer, so nobody can record what it decides itself.", o.ID)
			}
		}
	}
}
