package web

import "comity/workflow"

var outboxRoutes = []route{
	{pattern: "GET /outbox", page: (*visit).sentMails, open: true},
	{pattern: "GET /outbox/mail/{mail}", page: (*visit).sentMail, open: true},
}

// sentMails shows every e-mail of the installation. It is there in development only, where nobody's mail is real; elsewhere
// what could not be delivered is on the secretary's desk.
func (v *visit) sentMails() error {
	if !v.web.cfg.Development {
		return v.lost()
	}
	all, err := v.web.outbox.List(v.ctx())
	if err != nil {
		return err
	}
	return v.show("outbox", page{Title: "E-mails sent", Data: all})
}

// sentMail shows one of them.
func (v *visit) sentMail() error {
	if !v.web.cfg.Development {
		return v.lost()
	}
	m, err := v.web.outbox.Mail(v.ctx(), v.path("mail"))
	if err != nil {
		return workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "There is no such e-mail, or it is too old."})
	}
	return v.show("outbox_mail", page{Title: m.Subject, Back: "/outbox", Data: m})
}
