package reference

import (
	"reflect"
	"strings"

	"comity/events"
	"comity/services/bus"
	"comity/services/views"
	"comity/workflow"
	"comity/workflow/schema"
)

// replies describes what any command or question may be answered with beside yes.
func (d *described) replies() {
	s := shaper{emptyLists: true, named: d.schemas}
	d.schemas["refusal"] = s.of(reflect.TypeFor[workflow.Refusal]())
	d.schemas["failure"] = s.of(reflect.TypeFor[bus.Failure]())
	d.schemas["done"] = s.of(reflect.TypeFor[bus.Reply]())
	code := func(text string) tree {
		return tree{"type": "object", "required": []string{"Nats-Service-Error-Code"}, "properties": tree{
			"Nats-Service-Error-Code": tree{"type": "string", "description": text},
			"Nats-Service-Error":      tree{"type": "string", "description": "The sentence."},
		}}
	}
	d.messages["done"] = tree{"name": "done", "summary": "The command is carried out, and on stable storage.", "payload": schemaRef("done")}
	d.messages["refusal"] = tree{"name": "refusal", "summary": "No, with every reason. Nothing was changed.",
		"headers": code("The code of the refusal."), "payload": schemaRef("refusal")}
	d.messages["failure"] = tree{"name": "failure", "summary": "Something went wrong in Comity.",
		"headers": code("It is " + bus.CodeInternal + "."), "payload": schemaRef("failure")}
}

// reply describes the channel of the answers: the inbox of who asks, which is known when the request comes.
func (d *described) reply(channel, yes string) tree {
	d.channels[channel] = tree{"address": nil, "messages": tree{
		"yes": pointer("components/messages", yes), "refusal": pointer("components/messages", "refusal"), "failure": pointer("components/messages", "failure")}}
	return tree{"channel": pointer("channels", channel)}
}

// commands describes a channel for each command that people and systems send.
func (d *described) commands() {
	reply := d.reply("reply.command", "done")
	d.schemas["command.headers"] = tree{"type": "object", "required": []string{bus.HeaderCommandID}, "properties": tree{
		bus.HeaderCommandID:        tree{"type": "string", "format": "uuid", "description": "Chosen by the sender, a UUIDv7: however often the command is sent under it, it has one effect and one answer."},
		bus.HeaderExpectedRevision: tree{"type": "string", "pattern": "^[0-9]+$", "description": "The revision on which the sender decided."},
		bus.HeaderDryRun:           tree{"type": "string", "enum": []string{"true", "false"}, "description": "Decide, and record nothing: the answer says what would happen."},
	}}
	for _, spec := range workflow.Commands {
		if spec.System {
			continue
		}
		key := "command." + spec.Name
		body := schema.JSONSchema(spec.Name, spec.Summary, spec.New())
		delete(body, "$schema")
		d.schemas[key] = body
		d.messages[key] = tree{"name": spec.Name, "summary": spec.Summary, "headers": schemaRef("command.headers"), "payload": schemaRef(key)}
		d.ask(key, events.CommandSubject("{partnership}", "{actor}", spec.Name), spec.Summary, reply)
	}
}

// questions describes a channel for each view.
func (d *described) questions() {
	d.schemas["question.headers"] = tree{"type": "object", "properties": tree{
		bus.HeaderAtLeast: tree{"type": "string", "pattern": "^[0-9]+$", "description": "Answer only from this position of the journal on: the seq of a command's answer, or the journalseq of an event."},
	}}
	for _, q := range views.Published() {
		key := "ask." + q.Name
		args := schema.JSONSchema(q.Name, q.Summary, q.Args)
		delete(args, "$schema")
		d.schemas[key] = args
		d.messages[key] = tree{"name": q.Name, "summary": q.Summary, "headers": schemaRef("question.headers"), "payload": schemaRef(key)}
		holds := shaper{emptyLists: true, describe: tagged, named: d.schemas}
		frame := holds.of(reflect.TypeFor[bus.Answer]())
		frame["properties"].(tree)["data"] = holds.of(reflect.TypeOf(q.Answer))
		d.schemas["answer."+q.Name] = frame
		d.messages["answer."+q.Name] = tree{"name": "answer", "summary": "The answer, and how fresh it is.", "payload": schemaRef("answer." + q.Name)}
		d.ask(key, events.AskSubject("{partnership}", "{actor}", q.Name), q.Summary, d.reply("reply."+q.Name, "answer."+q.Name))
	}
}

func tagged(_ reflect.Type, f reflect.StructField) string { return f.Tag.Get("doc") }

// ask describes a channel on which Comity is asked, and how it answers.
func (d *described) ask(key, address, summary string, reply tree) {
	parameters := tree{"partnership": partnershipParameter, "actor": actorParameter}
	kind, _, _ := strings.Cut(key, ".")
	d.channels[key] = tree{"address": address, "parameters": parameters, "messages": tree{kind: pointer("components/messages", key)}}
	d.operations[key] = tree{"action": "receive", "channel": pointer("channels", key), "summary": summary, "reply": reply}
}
