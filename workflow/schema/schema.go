// Package schema reads the shape of a command or of a question's arguments from its Go type, and decodes JSON by it strictly:
// every mistake is reported, all of them at once, each with the path of its field.
//
// The shape comes from struct tags: json (name), required, enum (words with commas), minimum, doc (a sentence). Embedded
// structs are flattened, lists and structs are walked. Endpoints, the command line, forms and the reference page all use it,
// so that they cannot differ. It is a leaf: it knows nothing of what the fields mean.
package schema

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"comity/workflow/calendar"
)

// The types of a field. A list is ListOf and the type of its members.
const (
	String  = "string"
	Integer = "integer" // whole, within ±2^53, which JSON carries exactly
	Boolean = "boolean"
	Date    = "date"   // YYYY-MM-DD
	Time    = "time"   // RFC 3339, with a zone
	Object  = "object" // its members are Field.Fields
	JSON    = "json"   // any JSON value, kept as it is
	ListOf  = "list of "
)

// Field is one field of a command.
type Field struct {
	Name     string
	Type     string
	Required bool     // it must be there, and be neither blank nor an empty list
	Enum     []string // the words allowed; none for any
	Minimum  *int64
	Doc      string  // a sentence
	Fields   []Field // of an object, or of the objects in a list
	Clears   bool    // a date that may be "": one that is there is then taken away
}

// Element is the type of a list's members; ok is false for what is no list.
func (f Field) Element() (of string, ok bool) { return strings.CutPrefix(f.Type, ListOf) }

// Of lists the fields of a command, in the order of its struct; v is a struct or a pointer to one.
// It panics for a Go type that has no place in a command: that is a mistake of the programmer.
func Of(v any) []Field { return planOf(structOf(reflect.TypeOf(v))).fields }

// shape is what is known of one struct type.
type shape struct {
	fields []Field
	paths  [][]int // of each field, for reflect.Value.FieldByIndex
}

var shapes sync.Map // reflect.Type → *shape

func structOf(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("schema: %v is not a struct", t))
	}
	return t
}

func planOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := new(shape)
	s.add(t, nil)
	known, _ := shapes.LoadOrStore(t, s)
	return known.(*shape)
}

// add takes in the fields of a struct type that is reached by a path.
func (s *shape) add(t reflect.Type, path []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		here := append(append([]int(nil), path...), i)
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		switch {
		case sf.Anonymous && name == "":
			s.add(sf.Type, here)
		case !sf.IsExported() || name == "-":
		default:
			s.fields = append(s.fields, field(sf, name))
			s.paths = append(s.paths, here)
		}
	}
	if len(s.fields) > 64 {
		panic(fmt.Sprintf("schema: %v has more than 64 fields", t))
	}
}

func field(sf reflect.StructField, name string) Field {
	f := Field{Name: name, Required: sf.Tag.Get("required") == "true", Doc: sf.Tag.Get("doc")}
	if name == "" {
		f.Name = sf.Name
	}
	if words := sf.Tag.Get("enum"); words != "" {
		f.Enum = strings.Split(words, ",")
	}
	if least, ok := sf.Tag.Lookup("minimum"); ok {
		n, err := strconv.ParseInt(least, 10, 64)
		if err != nil {
			panic(fmt.Sprintf("schema: minimum of %s: %v", f.Name, err))
		}
		f.Minimum = &n
	}
	f.Type, f.Fields = typeOf(sf.Type)
	f.Clears = f.Type == Date && sf.Type.Kind() == reflect.Pointer
	return f
}

var (
	dateType = reflect.TypeFor[calendar.Date]()
	timeType = reflect.TypeFor[time.Time]()
	rawType  = reflect.TypeFor[json.RawMessage]()
)

func typeOf(t reflect.Type) (string, []Field) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == dateType:
		return Date, nil
	case t == timeType:
		return Time, nil
	case t == rawType:
		return JSON, nil
	}
	switch t.Kind() {
	case reflect.String:
		return String, nil
	case reflect.Bool:
		return Boolean, nil
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return Integer, nil
	case reflect.Struct:
		return Object, planOf(t).fields
	case reflect.Slice:
		of, fields := typeOf(t.Elem())
		return ListOf + of, fields
	}
	panic(fmt.Sprintf("schema: %v has no place in a command", t))
}
