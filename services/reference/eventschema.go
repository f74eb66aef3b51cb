package reference

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"comity/events"
	"comity/workflow"
)

// registerNouns are the nouns of events that happen to a partnership's register; every other noun is of a case.
var registerNouns = []string{"partnership", "organisation", "workflow", "member", "deputy", "mandate", "authority", "briefing", "level_report", "engagement", "feedback", "overarching", "meeting", "pool"}

// unpublished are the events that the feed has for nobody: those of the installation itself.
var unpublished = []string{"installation.created"}

// ofCase reports whether an event happens to a case, so that it is published with the reference.
func ofCase(eventType string) bool {
	noun, _, _ := strings.Cut(eventType, ".")
	return !slices.Contains(registerNouns, noun)
}

// publishedTypes lists the events that the feed has.
func publishedTypes() []string {
	return slices.DeleteFunc(events.Types(), func(name string) bool { return slices.Contains(unpublished, name) })
}

// eventFields describes every field of an event as it is in the journal, and lists those that are always there.
func eventFields(eventType string) (fields tree, required []string) {
	s := shaper{describe: func(in reflect.Type, f reflect.StructField) string {
		return plainNames(wireNames(in, ofEvents()[in.Name()+"."+f.Name]))
	}}
	t := reflect.TypeOf(events.Zero(eventType))
	return s.fields(t, t)
}

// versioned is the name of the present version of an event type: gate.passed.v1.
func versioned(eventType string) string {
	return eventType + ".v" + strconv.Itoa(events.Version(eventType))
}

// eventsSchema is the bundle of schemas of every event as the journal and the exempt tier have it.
func eventsSchema() []byte {
	defs := tree{}
	for _, name := range events.Types() {
		fields, required := eventFields(name)
		s := object(fields, required)
		s["title"], s["description"] = name, plainNames(eventMeaning(name))
		defs[versioned(name)] = s
	}
	bundle := tree{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:comity:events", "title": "Comity events",
		"description": "The data of every event as the journal holds it, by type and version: $defs/gate.passed.v1. What each clearance is told of it is in asyncapi.yaml.",
		"$defs":       defs,
	}
	out, err := json.MarshalIndent(bundle, "", "  ")
	if err != nil {
		panic(err) // plain values
	}
	return append(out, '\n')
}

// Names of schemas that those of many events share.
const (
	refReference = "reference"
	refNothing   = "nothing"
)

func above(tier string) string { return refReference + ".above." + tier }

func schemaRef(path ...string) tree {
	return tree{"$ref": "#/components/schemas/" + strings.Join(path, "/")}
}

// referenceFields are those that every clearance is told of every event of a case.
func referenceFields(classifications []string) (fields tree, required []string) {
	statuses := []string{string(workflow.Draft), string(workflow.Working), string(workflow.AtGate), string(workflow.PendingEffect),
		string(workflow.Deferred), string(workflow.InDispute), string(workflow.Suspended), string(workflow.Closed)}
	return tree{
		"case":           tree{"type": "string", "description": "The case's id."},
		"stage":          tree{"type": "string", "description": "The stage at which the case is after the event's record; empty for a draft."},
		"status":         tree{"type": "string", "enum": statuses, "description": "The status of the case after the event's record."},
		"classification": tree{"type": "string", "enum": classifications, "description": "From which clearance on more of the case is told; empty means public."},
	}, []string{"case", "stage", "status", "classification"}
}

// reaches lists the classifications that a tier reaches, and those that it does not. A case without one counts as public.
func reaches(tier string) (these, others []string) {
	i := slices.Index(workflow.Clearances, tier)
	return append([]string{""}, workflow.Clearances[:i+1]...), workflow.Clearances[i+1:]
}

// sharedSchemas are what the data of many events has in common.
func sharedSchemas() tree {
	out := tree{refNothing: tree{"type": "object", "additionalProperties": false, "description": "No field at all: the clearance is told that it happened, and no more."}}
	named := func(name, text string, classifications []string) {
		s := object(referenceFields(classifications))
		s["description"] = text
		out[name] = s
	}
	named(refReference, "The reference of a case alone, whatever its classification.", append([]string{""}, workflow.Clearances...))
	for _, tier := range workflow.Clearances[1:] {
		if _, others := reaches(tier); len(others) > 0 {
			named(above(tier), "The reference of a case whose classification is above "+tier+".", others)
		}
		these, _ := reaches(tier)
		out["classification.to."+tier] = tree{"type": "string", "enum": these, "description": "A classification that " + tier + " reaches; empty means public."}
	}
	return out
}

// seen lists the fields of an event that a tier may see, sorted.
func seen(eventType, tier string) []string {
	fields, _ := eventFields(eventType)
	sees := workflow.Sees(eventType, tier)
	var out []string
	for name := range fields {
		if slices.Contains(sees, "*") || slices.Contains(sees, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// tierSchema describes the data of an event as one tier is told of it. The event's own fields are said by reference to the
// schema of the whole event, so that each is described once.
func tierSchema(eventType, tier string) tree {
	visible := seen(eventType, tier)
	_, always := eventFields(eventType)
	fields, required := tree{}, []string{}
	for _, name := range visible {
		fields[name] = schemaRef(versioned(eventType), "properties", name)
		if slices.Contains(always, name) {
			required = append(required, name)
		}
	}
	switch {
	case !ofCase(eventType) && len(visible) == 0:
		return schemaRef(refNothing)
	case !ofCase(eventType):
		return object(fields, required)
	case tier == workflow.ClearPublic || len(visible) == 0:
		return schemaRef(refReference)
	}
	for _, name := range []string{"case", "stage", "status"} { // the reference is told of the case, whatever the event's own field says
		fields[name] = schemaRef(refReference, "properties", name)
		required = append(required, name)
	}
	fields["classification"] = schemaRef("classification.to." + tier)
	required = append(required, "classification")
	slices.Sort(required)
	full := object(fields, slices.Compact(required))
	if _, others := reaches(tier); len(others) == 0 {
		return full
	}
	return tree{"oneOf": []any{full, schemaRef(above(tier))}}
}
