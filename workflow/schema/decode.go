package schema

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"comity/workflow/calendar"
)

// Problem is one mistake in a message.
type Problem struct {
	About   string // the path of the field: seat, award.value_pence, attendance[0].present; "" for the message as a whole
	Message string // a sentence
}

// Decode reads one JSON object into the struct that into points to. It is strict: names are compared exactly; names twice or
// unknown, values of another type, null, numbers that are not whole, dates that do not exist, control characters and data
// after the object are mistakes; so is what the tags forbid. It returns all mistakes, none when into is good; after a mistake
// into is not to be used.
func Decode(raw []byte, into any) []Problem {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic(fmt.Sprintf("schema: cannot decode into %T", into))
	}
	if err := wellFormed(raw); err != nil {
		return []Problem{{Message: sentence(err.Error())}}
	}
	var d decoder
	c := cursor{raw: raw}
	value := c.value()
	if value[0] != '{' {
		return []Problem{{Message: "The message is " + kind(value) + ", not an object."}}
	}
	s := planOf(structOf(v.Type()))
	d.object(place{}, value, s, v.Elem())
	return d.problems
}

type decoder struct{ problems []Problem }

// place is where in the message a value stands; its path is put together only when it is needed.
type place struct {
	within string // the path of what it is in, "" for the message, else with a full stop at its end
	name   string
	index  int // in the list name, from 1; 0 for none
}

func (p place) path() string {
	if p.index > 0 {
		return p.within + p.name + "[" + strconv.Itoa(p.index-1) + "]"
	}
	return p.within + p.name
}

// inside is what the places of a value's own members are within.
func (p place) inside() string {
	if p.name == "" {
		return ""
	}
	return p.path() + "."
}

func (d *decoder) problem(p place, format string, args ...any) {
	path := p.path()
	d.problems = append(d.problems, Problem{About: path, Message: path + " " + fmt.Sprintf(format, args...)})
}

func (d *decoder) object(p place, object []byte, s *shape, v reflect.Value) {
	var seen uint64
	within := p.inside()
	members(object, func(name string, value []byte) {
		here := place{within: within, name: name}
		i := slices.IndexFunc(s.fields, func(f Field) bool { return f.Name == name })
		if i < 0 {
			d.problem(here, "is not a field here.%s", didYouMean(name, s.fields))
			return
		}
		if seen&(1<<i) != 0 {
			d.problem(here, "is there twice.")
			return
		}
		seen |= 1 << i
		d.field(here, value, &s.fields[i], v.FieldByIndex(s.paths[i]))
	})
	for i := range s.fields {
		if f := &s.fields[i]; f.Required && seen&(1<<i) == 0 {
			d.problem(place{within: within, name: f.Name}, "is missing%s", hint(f))
		}
	}
}

// hint ends a sentence about a field with what the field is.
func hint(f *Field) string {
	if f.Doc == "" {
		return "."
	}
	return ": " + f.Doc
}

// field reads one value into a field. A pointer is a field that may be left out; here it is not.
func (d *decoder) field(p place, value []byte, f *Field, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	before := len(d.problems)
	d.value(p, value, f.Type, f, v)
	if len(d.problems) > before || !f.Required {
		return
	}
	if v.Kind() == reflect.String && strings.TrimSpace(v.String()) == "" || v.Kind() == reflect.Slice && v.Len() == 0 {
		d.problem(p, "is empty%s", hint(f))
	}
}

// wants says what each type looks like, for a sentence, and with what byte it begins.
var wants = map[string]struct{ text, first string }{
	String:  {"a string", `"`},
	Integer: {"a whole number", "-0123456789"},
	Boolean: {"true or false", "tf"},
	Date:    {"a date, as a string", `"`},
	Time:    {"a time, as a string", `"`},
	Object:  {"an object", "{"},
}

func (d *decoder) value(p place, value []byte, typ string, f *Field, v reflect.Value) {
	if of, ok := strings.CutPrefix(typ, ListOf); ok {
		d.list(p, value, of, f, v)
		return
	}
	if want, ok := wants[typ]; ok && strings.IndexByte(want.first, value[0]) < 0 {
		d.wrong(p, want.text, value)
		return
	}
	switch typ {
	case String:
		d.text(p, text(value), f, v)
	case Integer:
		d.integer(p, string(value), f, v)
	case Boolean:
		v.SetBool(value[0] == 't')
	case Date:
		if f.Clears && text(value) == "" {
			return // v is no date
		}
		day, err := calendar.ParseDate(text(value))
		if err != nil {
			d.problem(p, "is not a date: write it as 2027-04-02.")
			return
		}
		v.Set(reflect.ValueOf(day))
	case Time:
		at, err := time.Parse(time.RFC3339, text(value))
		if err != nil || at.Year() < 1 || at.UTC().Year() > 9999 {
			d.problem(p, "is not a time: write it as 2027-04-02T09:30:00+01:00, with the zone.")
			return
		}
		v.Set(reflect.ValueOf(at))
	case Object:
		d.object(p, value, planOf(v.Type()), v)
	case JSON:
		d.json(p, value, v)
	}
}

func (d *decoder) wrong(p place, want string, value []byte) {
	if value[0] == 'n' {
		d.problem(p, "is null; leave it out, or make it %s.", want)
		return
	}
	d.problem(p, "is %s; it has to be %s.", kind(value), want)
}

func (d *decoder) list(p place, value []byte, of string, f *Field, v reflect.Value) {
	if value[0] != '[' {
		d.wrong(p, "a list", value)
		return
	}
	out := reflect.MakeSlice(v.Type(), 0, 4)
	items(value, func(i int, value []byte) {
		member := reflect.New(v.Type().Elem()).Elem()
		d.value(place{within: p.within, name: p.name, index: i + 1}, value, of, f, member)
		out = reflect.Append(out, member)
	})
	v.Set(out)
}

func (d *decoder) text(p place, s string, f *Field, v reflect.Value) {
	if len(f.Enum) > 0 && !slices.Contains(f.Enum, s) {
		d.problem(p, "is %q; allowed are %s.", s, strings.Join(f.Enum, ", "))
		return
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }); i >= 0 {
		d.problem(p, "holds a control character, at byte %d.", i)
		return
	}
	v.SetString(s)
}

// maxExact is the largest whole number that every JSON reader, and so the record, carries exactly.
const maxExact = 1 << 53

func (d *decoder) integer(p place, s string, f *Field, v reflect.Value) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil && !strings.ContainsAny(s, ".eE") || err == nil && (n > maxExact || n < -maxExact):
		d.problem(p, "is %s, more than can be carried exactly.", s)
	case err != nil:
		d.problem(p, "is %s; it has to be a whole number.", s)
	case f.Minimum != nil && n < *f.Minimum:
		d.problem(p, "is %d; the least is %d.", n, *f.Minimum)
	case v.CanInt():
		v.SetInt(n)
	case n < 0:
		d.problem(p, "is %d; the least is 0.", n)
	default:
		v.SetUint(uint64(n))
	}
}

// json keeps a value as it is, once no object in it has a name twice.
func (d *decoder) json(p place, value []byte, v reflect.Value) {
	if value[0] == 'n' {
		d.wrong(p, "a value", value)
		return
	}
	d.twice(p, value)
	v.SetBytes(slices.Clone(value))
}

func (d *decoder) twice(p place, value []byte) {
	switch value[0] {
	case '{':
		seen, within := map[string]bool{}, p.inside()
		members(value, func(name string, value []byte) {
			here := place{within: within, name: name}
			if seen[name] {
				d.problem(here, "is there twice.")
			}
			seen[name] = true
			d.twice(here, value)
		})
	case '[':
		items(value, func(i int, value []byte) {
			d.twice(place{within: p.within, name: p.name, index: i + 1}, value)
		})
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }
