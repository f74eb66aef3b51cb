package client

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"comity/workflow/schema"
)

// indexed is a name with a place in a list: attendance[0].
var indexed = regexp.MustCompile(`^([a-z_-]+)\[(\d{1,3})\]$`)

// Place puts a value where its key says, for Values to read: award.value into an object, attendance[0].seat into the first object of a
// list, and what is said twice into a list.
// Errors: the key names a member of a list and no field of it; what is said is said in two ways.
func Place(into map[string]any, key, value string) error {
	path := strings.Split(key, ".")
	for _, name := range path[:len(path)-1] {
		var next map[string]any
		if m := indexed.FindStringSubmatch(name); m != nil {
			index, _ := strconv.Atoi(m[2]) // three digits
			next = member(into, m[1], index)
		} else {
			next = object(into, name)
		}
		if next == nil {
			return fmt.Errorf("%s is given in two ways", name)
		}
		into = next
	}
	name := path[len(path)-1]
	if indexed.MatchString(name) {
		return fmt.Errorf("%s: say which field of it, as in %s.organisation=…", key, key)
	}
	switch before := into[name].(type) {
	case nil:
		into[name] = value
	case string:
		into[name] = []any{before, value}
	case []any:
		into[name] = append(before, value)
	default:
		return fmt.Errorf("%s is given in two ways", key)
	}
	return nil
}

// object is the object under a name, which is made where there is none; nil where something else stands there.
func object(into map[string]any, name string) map[string]any {
	if into[name] == nil {
		into[name] = map[string]any{}
	}
	m, _ := into[name].(map[string]any)
	return m
}

// member is the object at a place of a list, which grows as far as it must; nil where something else stands there.
func member(into map[string]any, name string, index int) map[string]any {
	list, ok := into[name].([]any)
	if !ok && into[name] != nil {
		return nil
	}
	for len(list) <= index {
		list = append(list, map[string]any{})
	}
	into[name] = list
	m, _ := list[index].(map[string]any)
	return m
}

// Placed finds the field that a key of Place is of, or is within: decisions for decisions[0].gate.
func Placed(key string, fields []schema.Field) (schema.Field, bool) {
	name, _, _ := strings.Cut(key, ".")
	if m := indexed.FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	f, _, ok := find(fields, name)
	return f, ok
}
