package reference

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"comity/events"
	"comity/workflow"
)

const asyncHead = `Comity is an engine for joint commissioning. This document describes what goes in and out of it over NATS, from Comity's own side:
it *sends* what is published, and *receives* commands and questions. Who writes a dashboard subscribes to what Comity sends.

Start with integrating.md. In short: subscribe to comity.feed.<partnership>.<clearance>.> , ask the view snapshot, then give each event whose
sequence is higher than that of the last one to your program.

The schemas say exactly what this version of Comity sends, and no more: additionalProperties is false throughout. Within a version of an event,
which the attribute dataschema ends in, fields are only added. So check incoming messages with the document of the Comity that sends them, or
take additionalProperties out; and ignore in your program what you do not know.`

const accessKey = "accessKey"

// AsyncAPI is the AsyncAPI 3.0 document, in YAML: the feed for each clearance, commands and questions with their answers. It
// is made once. The same code gives the same bytes.
var AsyncAPI = sync.OnceValue(func() []byte {
	d := &described{channels: tree{}, operations: tree{}, messages: tree{}, schemas: sharedSchemas()}
	d.feed()
	d.replies()
	d.commands()
	d.questions()
	head := yaml.MapSlice{
		{Key: "asyncapi", Value: "3.0.0"},
		{Key: "info", Value: yaml.MapSlice{{Key: "title", Value: "Comity"}, {Key: "version", Value: "1.0.0"}, {Key: "description", Value: asyncHead}}},
		{Key: "defaultContentType", Value: "application/json"},
		{Key: "servers", Value: compact(servers())},
		{Key: "channels", Value: compact(d.channels)},
		{Key: "operations", Value: compact(d.operations)},
		{Key: "components", Value: yaml.MapSlice{
			{Key: "securitySchemes", Value: tree{accessKey: tree{"type": "userPassword",
				"description": "The user is the id of the person or the dashboard, the password the secret of its access key. Replies are taken on _INBOX_<user> only: set it as the client's inbox prefix."}}},
			{Key: "messages", Value: compact(d.messages)},
			{Key: "schemas", Value: compact(d.schemas)},
		}},
	}
	var out bytes.Buffer
	out.WriteString("# Made from the code by `comity docs`. Do not edit: change the code, then `make docs`.\n")
	if err := yaml.NewEncoder(&out, yaml.UseLiteralStyleIfMultiline(true)).Encode(head); err != nil {
		panic(err) // plain values
	}
	return out.Bytes()
})

func servers() tree {
	security := []any{tree{"$ref": "#/components/securitySchemes/" + accessKey}}
	return tree{
		"nats": tree{"host": "localhost:4222", "protocol": "nats", "security": security,
			"description": "NATS, for programs. The host is that of your installation."},
		"websocket": tree{"host": "localhost:8443", "protocol": "wss", "security": security,
			"description": "NATS over WebSocket, for browsers, where the installation offers it. The host is that of your installation."},
	}
}

// described is the document in the making.
type described struct {
	channels, operations, messages, schemas tree
}

func pointer(section, name string) tree {
	return tree{"$ref": "#/" + section + "/" + name}
}

var (
	partnershipParameter = tree{"description": "The id of the partnership."}
	actorParameter       = tree{"description": "The id of who asks: the user of the connection."}
)

// feed describes one channel for each clearance, with a message for each type of event.
func (d *described) feed() {
	d.schemas["cloudevent"] = envelope()
	d.schemas["feed.headers"] = feedHeaders()
	for _, name := range publishedTypes() {
		if len(seen(name, workflow.ClearExempt)) == 0 {
			continue // nobody is told of more than the reference
		}
		fields, required := eventFields(name)
		whole := object(fields, required)
		whole["description"] = plainNames(eventMeaning(name))
		d.schemas[versioned(name)] = whole
	}
	var nouns, pasts []string
	for _, name := range publishedTypes() {
		noun, past, _ := strings.Cut(name, ".")
		nouns, pasts = append(nouns, noun), append(pasts, past)
	}
	slices.Sort(nouns)
	slices.Sort(pasts)
	parameters := tree{
		"partnership": partnershipParameter,
		"noun":        tree{"description": "What it happened to.", "enum": slices.Compact(nouns)},
		"past":        tree{"description": "What happened. Noun and past together are the type of the event.", "enum": slices.Compact(pasts)},
		"id":          tree{"description": "The id of the case, or of the partnership."},
	}
	for _, tier := range workflow.Clearances {
		messages := tree{}
		for _, name := range publishedTypes() {
			d.event(name, tier)
			messages[name] = pointer("components/messages", name+"."+tier)
		}
		d.channels["feed."+tier] = tree{
			"address": events.FeedSubject("{partnership}", tier, "{noun}.{past}", "{id}"), "parameters": parameters, "messages": messages,
			"title": "What " + tier + " may see", "description": "Every event once, with the fields that the clearance " + tier + " may see. Subscribe to " + events.FeedOf("PARTNERSHIP", tier) + " for all of them.",
		}
		d.operations["publish."+tier] = tree{"action": "send", "channel": pointer("channels", "feed."+tier),
			"summary": "Publishes what happened, for the clearance " + tier + ", in order, at least once."}
	}
}

// event describes the message and the data of one type of event for one tier.
func (d *described) event(name, tier string) {
	key := name + "." + tier
	data := tierSchema(name, tier)
	if data["$ref"] == nil {
		d.schemas[versioned(name)+"."+tier] = data
		data = schemaRef(versioned(name) + "." + tier)
	}
	d.messages[key] = tree{
		"name": name, "title": name + ", as " + tier + " may see it",
		"contentType": events.CloudEventsContentType, "headers": schemaRef("feed.headers"),
		"payload": tree{"allOf": []any{schemaRef("cloudevent"), tree{"properties": tree{
			"type": tree{"const": name}, "clearance": tree{"const": tier}, "dataschema": tree{"const": events.DataSchema(name, tier)}, "data": data}}}},
	}
}

// envelope describes a CloudEvent without its data.
func envelope() tree {
	text := func(about, pattern string) tree {
		out := tree{"type": "string", "description": about}
		if pattern != "" {
			out["pattern"] = pattern
		}
		return out
	}
	const token = `[A-Za-z0-9][A-Za-z0-9_-]{0,63}`
	fields := tree{
		"specversion":     tree{"const": events.CloudEventsVersion},
		"id":              text("<partnership>/<kind>/<id>/<revision>/<index>/<clearance>: the same however often the event is delivered.", `^`+token+`/(case|register|mandate|pool)/`+token+`/[1-9][0-9]*/[0-9]+/[a-z]+$`),
		"source":          text("/comity/<partnership>", `^/comity/`+token+`$`),
		"type":            text("The type of the event.", `^[a-z_]+\.[a-z_]+$`),
		"subject":         text("<kind>/<id>: case/C-2026-T63BH, mandate/<mandate>, pool/<pool>, or register/<partnership>.", `^(case|register|mandate|pool)/`+token+`$`),
		"time":            tree{"type": "string", "format": "date-time", "description": "When it was decided, in UTC.", "pattern": "Z$"},
		"datacontenttype": tree{"const": "application/json"},
		"dataschema":      text("urn:comity:event:<type>:v<version>:<clearance>. While it is the same, fields of data are only added.", `^urn:comity:event:`),
		"data":            tree{"type": "object"},
		"sequence":        text("The position in the feed: it rises, and no two events of a clearance share one. A whole number of up to 64 bits, as text.", `^[1-9][0-9]*$`),
		"journalseq":      text("The position of the event's record in the journal, as text: what the header Comity-At-Least of a question takes.", `^[1-9][0-9]*$`),
		"partnership":     text("The id of the partnership.", `^`+token+`$`),
		"clearance":       tree{"type": "string", "enum": workflow.Clearances},
	}
	var required []string
	for name := range fields {
		required = append(required, name)
	}
	s := object(fields, required)
	s["title"], s["description"] = "CloudEvent", "CloudEvents 1.0, structured, with the extension attributes sequence, journalseq, partnership and clearance."
	return s
}

func feedHeaders() tree {
	return tree{"type": "object", "required": []string{events.HeaderJournalSeq, events.HeaderLeft}, "properties": tree{
		"Nats-Msg-Id":           tree{"type": "string", "description": "The event's id."},
		"Content-Type":          tree{"const": events.CloudEventsContentType},
		events.HeaderJournalSeq: tree{"type": "string", "description": "As journalseq."},
		events.HeaderLeft:       tree{"type": "string", "description": "How many messages of the same record are still to follow, those of other clearances included; 0 for the last."},
	}}
}
