package notices

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"comity/services/outbox"
)

// The stage send: one mail to the mail server, and what it says.

// unsent says why a mail did not go.
type unsent struct {
	text      string // what the server said, without addresses
	permanent bool   // it never will
	away      bool   // the server did not even take a mail
}

func (u *unsent) Error() string { return u.text }

// postman keeps one connection for the mails of a round. It belongs to one goroutine.
type postman struct {
	smtp SMTP
	host string // of the pages
	open *mail.Client
}

func (n *Notices) postman() *postman { return &postman{smtp: n.cfg.SMTP, host: n.host} }

// post sends a mail. Errors: *unsent.
func (p *postman) post(ctx context.Context, m outbox.Mail) error {
	msg, err := p.message(m)
	if err != nil {
		return &unsent{text: err.Error(), permanent: true}
	}
	within, cancel := context.WithTimeout(ctx, p.smtp.Timeout)
	defer cancel()
	if p.open == nil {
		c, err := p.client()
		if err != nil {
			return &unsent{text: err.Error(), away: true}
		}
		if err := c.DialWithContext(within); err != nil {
			return &unsent{text: "the mail server cannot be reached: " + withoutAddresses(err.Error()), away: true}
		}
		p.open = c
	}
	err = p.open.Send(msg)
	if err == nil {
		return nil
	}
	p.close() // whatever state the conversation is in
	return refusal(err)
}

func (p *postman) close() {
	if p.open != nil {
		_ = p.open.Close()
		p.open = nil
	}
}

// refusal reads what the server said: 5xx is for good, anything else may pass.
func refusal(err error) *unsent {
	u := &unsent{text: withoutAddresses(err.Error())}
	var no *mail.SendError
	if !errors.As(err, &no) {
		return u
	}
	u.permanent = !no.IsTemp() && no.ErrorCode() >= 500
	u.away = no.Reason == mail.ErrConnCheck
	if said := answered.FindStringSubmatch(u.text); said != nil {
		u.text = strings.Join(strings.Fields(strings.ReplaceAll(said[1], `"`, "")), " ")
	}
	return u
}

// answered is the server's own line in what the library says.
var answered = regexp.MustCompile(`(?s)\b([45]\d\d\b.*?)(?:,? affected (?:recipient|message).*)?$`)

var address = regexp.MustCompile(`[^\s<>@]+@[^\s<>@]+`)

// withoutAddresses keeps addresses out of what is stored, logged and shown to a secretary.
func withoutAddresses(s string) string { return address.ReplaceAllString(s, "(address)") }

func (p *postman) client() (*mail.Client, error) {
	opts := []mail.Option{mail.WithTimeout(p.smtp.Timeout), mail.WithHELO(p.host)}
	port := p.smtp.Port
	switch p.smtp.TLS {
	case "", StartTLS:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	case Opportunistic:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSOpportunistic))
	case NoTLS:
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	case TLS:
		opts = append(opts, mail.WithSSL())
		if port == 0 {
			port = 465
		}
	}
	if port == 0 {
		port = 587
	}
	opts = append(opts, mail.WithPort(port))
	if p.smtp.Username != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(p.smtp.Username), mail.WithPassword(p.smtp.Password))
	}
	return mail.NewClient(p.smtp.Host, opts...)
}

// message makes a mail as it goes over the wire: text first, then HTML. The Message-ID follows from the id, for ever.
func (p *postman) message(m outbox.Mail) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(p.smtp.From); err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if err := msg.To(m.Address); err != nil {
		return nil, errors.New("the address in the directory is not one")
	}
	if p.smtp.ReplyTo != "" {
		if err := msg.ReplyTo(p.smtp.ReplyTo); err != nil {
			return nil, fmt.Errorf("reply to: %w", err)
		}
	}
	msg.Subject(oneLine(m.Subject))
	msg.SetMessageIDWithValue(p.messageID(m.ID))
	if m.Thread != "" {
		msg.SetGenHeader(mail.HeaderInReplyTo, "<"+p.messageID(m.Thread)+">")
		msg.SetGenHeader(mail.HeaderReferences, "<"+p.messageID(m.Thread)+">")
	}
	if !m.QueuedAt.IsZero() {
		msg.SetDateWithValue(m.QueuedAt.In(time.UTC))
	}
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetGenHeader("List-Id", "<notices."+p.host+">")
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

func (p *postman) messageID(id string) string { return id + "@" + p.host }

// oneLine keeps line breaks, and what else does not belong there, out of a header.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || r == ' ' }), " ")
}
