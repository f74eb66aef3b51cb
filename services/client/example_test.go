package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"comity/services/client"
	"comity/workflow"
)

// A command is sent as a Go value. A no comes as an error that says everything that stands against it.
func ExampleClient_Do() {
	nc, stop, err := startEngine()
	defer stop()
	if err != nil {
		log.Fatal(err)
	}
	c, ctx := client.New(nc, client.Config{}), context.Background()

	spec, _ := workflow.Find("case.create")
	cmd, problems := client.Fill(spec, map[string]any{
		"case": "C-1", "title": "Early help", "sponsor": "wcc", "unit": "jcu", "areas": "north,south", "plan": "£300,000",
	})
	if len(problems) > 0 {
		log.Fatal(problems)
	}
	done, err := c.Do(ctx, "westmere", "p-unit", cmd)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(done.Case, "is at revision", done.Revision, done.Events)

	_, err = c.Do(ctx, "westmere", "p-lead", &workflow.CaseWithdraw{Case: "C-1", Reason: "Not needed."})
	var no *workflow.Refusal
	if errors.As(err, &no) {
		fmt.Println(no.Status, no.Code)
	}
	// Output:
	// C-1 is at revision 1 [case.created]
	// 403 not_permitted
}

// Every answer says what position it holds for, and it is never older than what the same client has written.
func ExampleClient_Ask() {
	nc, stop, err := startEngine()
	defer stop()
	if err != nil {
		log.Fatal(err)
	}
	c, ctx := client.New(nc, client.Config{}), context.Background()

	title, sponsor, unit := "Early help", "wcc", "jcu"
	fields := workflow.CaseFields{Title: &title, Sponsor: &sponsor, Unit: &unit}
	done, err := c.Do(ctx, "westmere", "p-unit", &workflow.CaseCreate{Case: "C-1", CaseFields: fields})
	if err != nil {
		log.Fatal(err)
	}
	var answer struct{ Label, Title string }
	at, err := c.Ask(ctx, "westmere", "p-unit", "case", map[string]string{"case": "C-1"}, &answer)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Title, "is", answer.Label)
	fmt.Println(at.Seq >= done.Seq)
	// Output:
	// Early help is draft
	// true
}

// A dashboard begins where it stopped, and follows. Its fn ends it with an error of its own.
func ExampleClient_Watch() {
	nc, stop, err := startEngine()
	defer stop()
	if err != nil {
		log.Fatal(err)
	}
	c, ctx := client.New(nc, client.Config{}), context.Background()
	go func() {
		title, sponsor, unit := "Early help", "wcc", "jcu"
		fields := workflow.CaseFields{Title: &title, Sponsor: &sponsor, Unit: &unit}
		if _, err := c.Do(ctx, "westmere", "p-unit", &workflow.CaseCreate{Case: "C-1", CaseFields: fields}); err != nil {
			log.Print(err)
		}
	}()

	enough := errors.New("enough")
	err = c.Watch(ctx, "westmere", "public", 0, func(e client.Event) error {
		fmt.Println(e.Type, e.Subject)
		if e.Type == "case.created" {
			return enough
		}
		return nil
	})
	fmt.Println(err)
	// Output:
	// partnership.published register/westmere
	// workflow.published register/westmere
	// case.created case/C-1
	// enough
}
