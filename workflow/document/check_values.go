package document

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"comity/workflow/calendar"
)

// demand is what the check tag of a field asks of its value.
type demand struct {
	required, token, cel bool
	enum, ref            string
	min                  *int64
}

func demandOf(f reflect.StructField) demand {
	var d demand
	for word := range strings.SplitSeq(f.Tag.Get("check"), ",") {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "required":
			d.required = true
		case "token":
			d.token = true
		case "cel":
			d.cel = true
		case "enum":
			d.enum = value
		case "ref":
			d.ref = value
		case "min":
			n, _ := strconv.ParseInt(value, 10, 64) // a test reads every tag
			d.min = &n
		}
	}
	return d
}

// values holds every value of a document against the tag of its field: what is required, spelt from a list, an id, or the id of
// something in the document. known gives the ids that there are, by noun.
func (c *check) values(v reflect.Value, path string, known map[string][]string) {
	t := v.Type()
	for i := range t.NumField() {
		name := jsonName(t.Field(i))
		if name == "" {
			continue
		}
		c.value(v.Field(i), join(path, name), name, demandOf(t.Field(i)), path, known)
	}
}

func (c *check) value(v reflect.Value, path, name string, d demand, owner string, known map[string][]string) {
	if v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		_, written := c.source.places[path]
		switch {
		case written && v.Kind() == reflect.Int:
			c.word(v, path, name, d, known)
		case d.required:
			c.missing(path, name, owner, d)
		}
		if v.Kind() != reflect.Struct {
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.Elem().Kind() == reflect.Struct && !isScalar(v.Elem().Type()) {
			c.values(v.Elem(), path, known)
		}
	case reflect.Struct:
		if !isScalar(v.Type()) && !(v.IsZero() && d.required) {
			c.values(v, path, known)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if v.Index(i).Kind() == reflect.Struct {
				c.value(v.Index(i), item(path, i), name, demand{}, path, known)
			} else {
				c.word(v.Index(i), item(path, i), name, d, known)
			}
		}
	case reflect.Map:
		if v.Type().Elem().Kind() == reflect.String {
			for _, key := range slices.Sorted(maps.Keys(v.Interface().(map[string]string))) {
				c.word(v.MapIndex(reflect.ValueOf(key)), join(path, key), key, d, known)
			}
		}
	default:
		c.word(v, path, name, d, known)
	}
}

// word checks one text or number.
func (c *check) word(v reflect.Value, path, name string, d demand, known map[string][]string) {
	if v.Kind() == reflect.Int {
		if d.min != nil && v.Int() < *d.min {
			c.fail(path, "too_small", "%s is %d, and must be at least %d.", name, v.Int(), *d.min)
		}
		return
	}
	if v.Kind() != reflect.String {
		return
	}
	word := v.String()
	switch {
	case d.enum != "" && !slices.Contains(enums[d.enum], word):
		c.fail(path, "unknown_value", "%s cannot be %s.%s It is one of: %s.", name, quoted(word), didYouMean(word, enums[d.enum]), strings.Join(enums[d.enum], ", "))
	case d.token && !validID(word):
		c.fail(path, "invalid_id", "%s is %s, which cannot be an id: letters, digits, - and _, beginning with a letter or digit, 64 at most.", name, quoted(word))
	case d.ref != "" && !slices.Contains(known[d.ref], word):
		c.fail(path, "dangling_id", "There is no %s %s.%s", d.ref, quoted(word), didYouMean(word, known[d.ref]))
	}
}

func (c *check) missing(path, name, owner string, d demand) {
	hint := ""
	if d.enum != "" {
		hint = " It is one of: " + strings.Join(enums[d.enum], ", ") + "."
	}
	c.fail(path, "missing", "%s must say %s.%s", c.named(owner), name, hint)
}

// named is what a sentence calls the thing at a path: "The document", "boards (no. 2)", "metadata".
func (c *check) named(path string) string {
	if path == "" {
		return "The document"
	}
	return keyOf(path)
}

// isScalar reports whether documents write values of a type as one word.
func isScalar(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[calendar.Date](), reflect.TypeFor[calendar.Period](), reflect.TypeFor[Pounds](), reflect.TypeFor[Posts]():
		return true
	}
	return false
}

// dates reports days that do not come one after the other.
func (c *check) dates(list []calendar.Date, path string) {
	for i := 1; i < len(list); i++ {
		if !list[i-1].Before(list[i]) {
			c.fail(item(path, i), "dates_out_of_order", "%s comes after %s, and the dates must be in order.", list[i], list[i-1])
		}
	}
}

// span is a validity in words.
func span(v Validity) string {
	from, until := "the beginning", "further notice"
	if !v.From.IsZero() {
		from = v.From.String()
	}
	if !v.Until.IsZero() {
		until = v.Until.String()
	}
	return fmt.Sprintf("%s until %s", from, until)
}
