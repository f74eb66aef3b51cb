package workflow

// The wire names of the commands, and the aggregates that they change.

// CommandName implements Command.
func (*PartnershipPublish) CommandName() string { return "partnership.publish" }

// AggregateID implements Command.
func (*PartnershipPublish) AggregateID() string { return "" }

// CommandName implements Command.
func (*PartnershipTick) CommandName() string { return "partnership.tick" }

// AggregateID implements Command.
func (*PartnershipTick) AggregateID() string { return "" }

// CommandName implements Command.
func (*WorkflowPublish) CommandName() string { return "workflow.publish" }

// AggregateID implements Command.
func (*WorkflowPublish) AggregateID() string { return "" }

// CommandName implements Command.
func (*MemberAcknowledgeCode) CommandName() string { return "member.acknowledge_code" }

// AggregateID implements Command.
func (*MemberAcknowledgeCode) AggregateID() string { return "" }

// CommandName implements Command.
func (*MemberAppoint) CommandName() string { return "member.appoint" }

// AggregateID implements Command.
func (*MemberAppoint) AggregateID() string { return "" }

// CommandName implements Command.
func (*MemberConfirm) CommandName() string { return "member.confirm" }

// AggregateID implements Command.
func (*MemberConfirm) AggregateID() string { return "" }

// CommandName implements Command.
func (*MemberRemove) CommandName() string { return "member.remove" }

// AggregateID implements Command.
func (*MemberRemove) AggregateID() string { return "" }

// CommandName implements Command.
func (*DeputyName) CommandName() string { return "deputy.name" }

// AggregateID implements Command.
func (*DeputyName) AggregateID() string { return "" }

// CommandName implements Command.
func (*DeputyEnd) CommandName() string { return "deputy.end" }

// AggregateID implements Command.
func (*DeputyEnd) AggregateID() string { return "" }

// CommandName implements Command.
func (*MandateGrant) CommandName() string { return "mandate.grant" }

// AggregateID implements Command.
func (*MandateGrant) AggregateID() string { return "" }

// CommandName implements Command.
func (*MandateConfirm) CommandName() string { return "mandate.confirm" }

// AggregateID implements Command.
func (*MandateConfirm) AggregateID() string { return "" }

// CommandName implements Command.
func (*MandateRevoke) CommandName() string { return "mandate.revoke" }

// AggregateID implements Command.
func (*MandateRevoke) AggregateID() string { return "" }

// CommandName implements Command.
func (*MeetingSchedule) CommandName() string { return "meeting.schedule" }

// AggregateID implements Command.
func (*MeetingSchedule) AggregateID() string { return "" }

// CommandName implements Command.
func (*MeetingOpen) CommandName() string { return "meeting.open" }

// AggregateID implements Command.
func (*MeetingOpen) AggregateID() string { return "" }

// CommandName implements Command.
func (*MeetingRecordAttendance) CommandName() string { return "meeting.record_attendance" }

// AggregateID implements Command.
func (*MeetingRecordAttendance) AggregateID() string { return "" }

// CommandName implements Command.
func (*MeetingClose) CommandName() string { return "meeting.close" }

// AggregateID implements Command.
func (*MeetingClose) AggregateID() string { return "" }

// CommandName implements Command.
func (*MeetingCancel) CommandName() string { return "meeting.cancel" }

// AggregateID implements Command.
func (*MeetingCancel) AggregateID() string { return "" }

// CommandName implements Command.
func (*CaseCreate) CommandName() string { return "case.create" }

// AggregateID implements Command.
func (c *CaseCreate) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseAmend) CommandName() string { return "case.amend" }

// AggregateID implements Command.
func (c *CaseAmend) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseSubmit) CommandName() string { return "case.submit" }

// AggregateID implements Command.
func (c *CaseSubmit) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseAddEvidence) CommandName() string { return "case.add_evidence" }

// AggregateID implements Command.
func (c *CaseAddEvidence) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseRemoveEvidence) CommandName() string { return "case.remove_evidence" }

// AggregateID implements Command.
func (c *CaseRemoveEvidence) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseRequestGate) CommandName() string { return "case.request_gate" }

// AggregateID implements Command.
func (c *CaseRequestGate) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseReturn) CommandName() string { return "case.return" }

// AggregateID implements Command.
func (c *CaseReturn) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseDefer) CommandName() string { return "case.defer" }

// AggregateID implements Command.
func (c *CaseDefer) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseResume) CommandName() string { return "case.resume" }

// AggregateID implements Command.
func (c *CaseResume) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseWithdraw) CommandName() string { return "case.withdraw" }

// AggregateID implements Command.
func (c *CaseWithdraw) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseMigrate) CommandName() string { return "case.migrate" }

// AggregateID implements Command.
func (c *CaseMigrate) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseSuspend) CommandName() string { return "case.suspend" }

// AggregateID implements Command.
func (c *CaseSuspend) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseLift) CommandName() string { return "case.lift" }

// AggregateID implements Command.
func (c *CaseLift) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseBeginReview) CommandName() string { return "case.begin_review" }

// AggregateID implements Command.
func (c *CaseBeginReview) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseCompleteExit) CommandName() string { return "case.complete_exit" }

// AggregateID implements Command.
func (c *CaseCompleteExit) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseTick) CommandName() string { return "case.tick" }

// AggregateID implements Command.
func (c *CaseTick) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CommitmentOffer) CommandName() string { return "commitment.offer" }

// AggregateID implements Command.
func (c *CommitmentOffer) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CommitmentChange) CommandName() string { return "commitment.change" }

// AggregateID implements Command.
func (c *CommitmentChange) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CommitmentWithdraw) CommandName() string { return "commitment.withdraw" }

// AggregateID implements Command.
func (c *CommitmentWithdraw) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseAcknowledgeGap) CommandName() string { return "case.acknowledge_gap" }

// AggregateID implements Command.
func (c *CaseAcknowledgeGap) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*ConsentConfirm) CommandName() string { return "consent.confirm" }

// AggregateID implements Command.
func (c *ConsentConfirm) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*ConsentRecord) CommandName() string { return "consent.record" }

// AggregateID implements Command.
func (c *ConsentRecord) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*ConsentDecline) CommandName() string { return "consent.decline" }

// AggregateID implements Command.
func (c *ConsentDecline) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*ConsentWithdraw) CommandName() string { return "consent.withdraw" }

// AggregateID implements Command.
func (c *ConsentWithdraw) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffVote) CommandName() string { return "signoff.vote" }

// AggregateID implements Command.
func (c *SignOffVote) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffRecordVote) CommandName() string { return "signoff.record_vote" }

// AggregateID implements Command.
func (c *SignOffRecordVote) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffCast) CommandName() string { return "signoff.cast" }

// AggregateID implements Command.
func (c *SignOffCast) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffSeekConcurrence) CommandName() string { return "signoff.seek_concurrence" }

// AggregateID implements Command.
func (c *SignOffSeekConcurrence) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffConcur) CommandName() string { return "signoff.concur" }

// AggregateID implements Command.
func (c *SignOffConcur) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffDecideUrgently) CommandName() string { return "signoff.decide_urgently" }

// AggregateID implements Command.
func (c *SignOffDecideUrgently) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffRatify) CommandName() string { return "signoff.ratify" }

// AggregateID implements Command.
func (c *SignOffRatify) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffElectPresider) CommandName() string { return "signoff.elect_presider" }

// AggregateID implements Command.
func (c *SignOffElectPresider) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffDeclareInterest) CommandName() string { return "signoff.declare_interest" }

// AggregateID implements Command.
func (c *SignOffDeclareInterest) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffWithdrawInterest) CommandName() string { return "signoff.withdraw_interest" }

// AggregateID implements Command.
func (c *SignOffWithdrawInterest) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffDispense) CommandName() string { return "signoff.dispense" }

// AggregateID implements Command.
func (c *SignOffDispense) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffClose) CommandName() string { return "signoff.close" }

// AggregateID implements Command.
func (c *SignOffClose) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*SignOffCertify) CommandName() string { return "signoff.certify" }

// AggregateID implements Command.
func (c *SignOffCertify) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*NoticePublish) CommandName() string { return "notice.publish" }

// AggregateID implements Command.
func (c *NoticePublish) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*RepresentationReceive) CommandName() string { return "representation.receive" }

// AggregateID implements Command.
func (c *RepresentationReceive) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*RepresentationAnswer) CommandName() string { return "representation.answer" }

// AggregateID implements Command.
func (c *RepresentationAnswer) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*ContractRecord) CommandName() string { return "contract.record" }

// AggregateID implements Command.
func (c *ContractRecord) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*TargetSet) CommandName() string { return "target.set" }

// AggregateID implements Command.
func (c *TargetSet) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*MeasurementRecord) CommandName() string { return "measurement.record" }

// AggregateID implements Command.
func (c *MeasurementRecord) AggregateID() string { return c.Case }
