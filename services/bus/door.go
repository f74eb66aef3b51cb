package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
	"github.com/nats-io/nuid"
	"github.com/rs/zerolog"

	"comity/workflow"
)

const (
	// inFlight is how many requests a service works on at once. Those beyond are told to come again.
	inFlight = 1024

	// workFor bounds the work on one request. It is longer than a cluster needs to find a new leader.
	workFor = 30 * time.Second

	// idleFor is how long a goroutine waits for its next request.
	idleFor = 10 * time.Second

	// finishWithin bounds the wait for what is in hand when a service stops.
	finishWithin = 20 * time.Second

	// toldWithin bounds the wait for the server to know that a service has stopped.
	toldWithin = 2 * time.Second
)

// door is what commands and questions have in common: a micro service, how many are let in, and how they are answered.
type door struct {
	nc     *nats.Conn
	log    zerolog.Logger
	slots  chan struct{} // one for each request in hand
	idle   chan func()   // to a goroutine that has nothing in hand
	closed chan struct{} // closed when the service has stopped

	workers sync.WaitGroup
}

func newDoor(nc *nats.Conn, log zerolog.Logger) *door {
	return &door{nc: nc, log: log, slots: make(chan struct{}, inFlight), idle: make(chan func()), closed: make(chan struct{})}
}

// serve opens the endpoints, says so, and closes them when ctx ends: no more is taken, what is in hand is finished.
// micro calls a handler from the one goroutine of its endpoint, so each request gets a goroutine of its own.
func (d *door) serve(ctx context.Context, cfg micro.Config, endpoints map[string]string, ready func(), handle func(context.Context, string, micro.Request)) error {
	if cfg.Version == "" {
		cfg.Version = "0.0.0"
	}
	cfg.QueueGroup = cfg.Name
	svc, err := micro.AddService(d.nc, cfg)
	if err != nil {
		return fmt.Errorf("serve %s: %w", cfg.Name, err)
	}
	defer svc.Stop()
	for name, subject := range endpoints {
		h := micro.HandlerFunc(func(req micro.Request) { d.admit(ctx, name, req, handle) })
		if err := svc.AddEndpoint(strings.ReplaceAll(name, ".", "-"), h, micro.WithEndpointSubject(subject)); err != nil {
			return fmt.Errorf("serve %s: %w", name, err)
		}
	}
	if err := d.nc.FlushTimeout(workFor); err != nil { // the server knows of the endpoints
		return fmt.Errorf("serve %s: %w", cfg.Name, err)
	}
	if ready != nil {
		ready()
	}
	<-ctx.Done()
	err = svc.Stop()
	if flushed := d.nc.FlushTimeout(toldWithin); flushed != nil { // the server knows that nobody asks here any more, or is not there itself
		d.log.Debug().Err(flushed).Msg("whether the endpoints are closed is not confirmed")
	}
	late := d.finish()
	close(d.closed)
	if late == nil {
		d.workers.Wait() // they are idle; nobody is admitted any more, since finish holds every slot
	}
	return errors.Join(err, late)
}

// admit takes a slot and a goroutine for a request. The work is not broken off when the service stops.
func (d *door) admit(ctx context.Context, name string, req micro.Request, handle func(context.Context, string, micro.Request)) {
	select {
	case d.slots <- struct{}{}:
	default:
		d.refuse(req, workflow.Refuse(workflow.Problem{Code: workflow.TooManyRequests, Message: "Too much is asked at once. Try again in a moment, with the same command id."}))
		return
	}
	job := func() {
		defer func() { <-d.slots }()
		defer d.rescue(req)
		work, cancel := context.WithTimeout(context.WithoutCancel(ctx), workFor)
		defer cancel()
		handle(work, name, req)
	}
	select {
	case d.idle <- job:
	default:
		d.workers.Go(func() { d.work(job) })
	}
}

// work does a job, and then whatever comes while it is idle. The rules need a deep stack: a goroutine that has grown one
// answers faster than a new one.
func (d *door) work(job func()) {
	rest := time.NewTimer(idleFor)
	defer rest.Stop()
	for {
		job()
		rest.Reset(idleFor)
		select {
		case job = <-d.idle:
		case <-rest.C:
			return
		case <-d.closed:
			return
		}
	}
}

// rescue turns a panic of the rules into a failure of this one request: a bug in one of them is not to stop the others.
func (d *door) rescue(req micro.Request) {
	if p := recover(); p != nil {
		d.fail(req, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
	}
}

// finish waits until every slot is free.
func (d *door) finish() error {
	late := time.After(finishWithin)
	for range inFlight {
		select {
		case d.slots <- struct{}{}:
		case <-late:
			return errors.New("stopped with requests still in hand")
		}
	}
	return nil
}

// answer says yes.
func (d *door) answer(req micro.Request, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		d.fail(req, err)
		return
	}
	err = d.send(req, data, nil)
	if errors.Is(err, nats.ErrMaxPayload) {
		d.refuse(req, workflow.Refuse(workflow.Problem{Code: workflow.TooLarge, Message: "The answer is larger than one message. Ask for less at a time."}))
	}
}

// refuse says no.
func (d *door) refuse(req micro.Request, no *workflow.Refusal) {
	d.errorAnswer(req, string(no.Code), no.Status, no)
}

// fail says that something went wrong on our side; what it was is in the log, under the reference.
func (d *door) fail(req micro.Request, err error) {
	f := Failure{Code: CodeInternal, Status: 500, Reference: nuid.Next()}
	f.Message = "Something went wrong on our side. It is in our log as " + f.Reference + "."
	d.log.Error().Err(err).Str("reference", f.Reference).Str("subject", req.Subject()).Msg("request failed")
	d.errorAnswer(req, f.Code, f.Status, f)
}

func (d *door) errorAnswer(req micro.Request, code string, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		d.log.Error().Err(err).Str("subject", req.Subject()).Msg("refusal cannot be written")
	}
	_ = d.send(req, data, nats.Header{micro.ErrorHeader: {code}, micro.ErrorCodeHeader: {strconv.Itoa(status)}})
}

// send publishes an answer. One that cannot be sent is lost, and the caller asks again.
func (d *door) send(req micro.Request, data []byte, header nats.Header) error {
	if req.Reply() == "" {
		return nil
	}
	err := d.nc.PublishMsg(&nats.Msg{Subject: req.Reply(), Header: header, Data: data})
	if err != nil {
		d.log.Warn().Err(err).Str("subject", req.Subject()).Msg("answer not sent")
	}
	return err
}

// refusalFor turns what a handler returned into the answer no; nil means that it is a failure of ours.
func refusalFor(err error) *workflow.Refusal {
	var no *workflow.Refusal
	switch {
	case errors.As(err, &no):
		return no
	case errors.Is(err, ErrOutcomeUnknown):
		return workflow.Refuse(workflow.Problem{Code: workflow.OutcomeUnknown, Message: "Whether this was carried out is not known yet. Ask again with the same command id."})
	case errors.Is(err, ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return workflow.Refuse(workflow.Problem{Code: workflow.Unavailable, Message: "Something that is needed does not answer just now. Nothing was carried out; try again in a moment."})
	}
	return nil
}

// passing reports whether a refusal says nothing of the command itself: asked again, it may well be carried out.
func passing(code workflow.Code) bool {
	switch code {
	case workflow.Unavailable, workflow.OutcomeUnknown, workflow.TooManyRequests:
		return true
	}
	return false
}
