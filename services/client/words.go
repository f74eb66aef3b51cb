package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"comity/workflow/quantity"
	"comity/workflow/schema"
)

// value turns what somebody wrote into what the field takes in JSON; nil leaves the field out. What it does not understand
// and the decoder will, it hands on.
func (f *form) value(path, typ string, u unit, field schema.Field, v any) (any, error) {
	if s, ok := v.(string); ok && strings.TrimSpace(s) == "" && (typ != schema.String || len(field.Enum) > 0) {
		return nil, nil
	}
	of, many := strings.CutPrefix(typ, schema.ListOf)
	if s, ok := v.(string); ok && (many || typ == schema.Object) {
		var err error
		if v, err = structured(s); err != nil {
			return nil, err
		}
	}
	if many {
		return f.list(path, of, field, v)
	}
	if _, several := v.([]any); several && typ != schema.JSON {
		return nil, errors.New("give one value, not several")
	}
	switch typ {
	case schema.String:
		return words(v), nil
	case schema.Integer:
		return whole(u, v)
	case schema.Boolean:
		return yesOrNo(v), nil
	case schema.Date:
		if s, ok := v.(string); ok && field.Clears && strings.EqualFold(strings.TrimSpace(s), "none") {
			return "", nil // a day that is there is taken away
		}
		return date(v), nil
	case schema.Time:
		return f.moment(v)
	case schema.Object:
		if m, ok := mapOf(v); ok {
			return f.object(path+".", field.Fields, m), nil
		}
		if len(field.Fields) > 0 {
			return nil, fmt.Errorf("it has to be an object: write %s.%s=…, or JSON", path, Spellings(field.Fields[0].Name)[0])
		}
	case schema.JSON:
		return anything(v), nil
	}
	return v, nil
}

// structured reads text as JSON where it begins like a list or an object, as on a command line. Other text stands for itself.
func structured(s string) (any, error) {
	if s = strings.TrimSpace(s); !strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "[") {
		return s, nil
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber() // a number stays as it was written
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		return nil, errors.New("that is not JSON")
	}
	return v, nil
}

// list reads a list: one, or words with commas, or a single member.
func (f *form) list(path, of string, field schema.Field, v any) (any, error) {
	var members []any
	switch rv := reflect.ValueOf(v); {
	case v == nil:
		return nil, nil
	case rv.Kind() == reflect.Slice:
		for i := range rv.Len() {
			members = append(members, rv.Index(i).Interface())
		}
	case rv.Kind() == reflect.String:
		for part := range strings.SplitSeq(rv.String(), ",") {
			if part = strings.TrimSpace(part); part != "" {
				members = append(members, part)
			}
		}
	default:
		members = []any{v}
	}
	out := make([]any, len(members))
	for i, m := range members {
		var err error
		if out[i], err = f.value(fmt.Sprintf("%s[%d]", path, i), of, plain, field, m); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// words writes as text what YAML may have read as something else: 12.5, true, a day.
func words(v any) any {
	switch v := v.(type) {
	case string, nil:
		return v
	case time.Time:
		return date(v)
	}
	if s, ok := number(v); ok {
		return s
	}
	if b, ok := v.(bool); ok {
		return strconv.FormatBool(b)
	}
	return v
}

// number writes any Go number in plain digits, and passes text on.
func number(v any) (string, bool) {
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(rv.Int(), 10), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(rv.Uint(), 10), true
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(rv.Float(), 'f', -1, 64), true
	case reflect.String:
		return strings.TrimSpace(rv.String()), true
	}
	return "", false
}

// whole reads a whole number, or an amount in the unit it is written in.
func whole(u unit, v any) (any, error) {
	s, ok := number(v)
	if !ok {
		return v, nil
	}
	switch u {
	case pounds:
		p, err := quantity.ParsePounds(s)
		return int64(p), err
	case posts:
		fte, err := quantity.ParseFTE(strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.ToUpper(s), "FTE"), "%")))
		return int64(fte), err
	}
	n, err := strconv.ParseInt(strings.NewReplacer("_", "", ",", "").Replace(s), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is not a whole number", s)
	}
	return n, nil
}

func yesOrNo(v any) any {
	if s, ok := v.(string); ok {
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "true", "yes", "y", "on":
			return true
		case "false", "no", "n", "off":
			return false
		}
	}
	return v
}

func date(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case string:
		s := strings.TrimSpace(v)
		for _, layout := range []string{"2 January 2006", "2 Jan 2006"} {
			if at, err := time.Parse(layout, s); err == nil {
				return at.Format(time.DateOnly)
			}
		}
		return s
	}
	return v
}

// london is where a time without a zone is meant.
var london = func() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return zone
}()

// moment reads a time with a zone, or without one as the clocks of the form's zone show it.
func (f *form) moment(v any) (any, error) {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.RFC3339), nil
	case string:
		s := strings.TrimSpace(v)
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2 January 2006 15:04", "2 January 2006, 15:04"} {
			if at, err := time.ParseInLocation(layout, s, f.zone); err == nil {
				return at.Format(time.RFC3339Nano), nil
			}
		}
		return nil, errors.New("write it as 2027-04-02 09:30, or as 2027-04-02T09:30:00+01:00")
	}
	return v, nil
}

// anything reads JSON where text is JSON, as on a command line; other values stand for themselves.
func anything(v any) any {
	if s, ok := v.(string); ok && json.Valid([]byte(s)) {
		return json.RawMessage(s)
	}
	return plainJSON(v)
}

// plainJSON makes maps with other keys than text, as YAML may give, into maps that JSON knows.
func plainJSON(v any) any {
	if m, ok := mapOf(v); ok {
		out := make(map[string]any, len(m))
		for k, v := range m {
			out[k] = plainJSON(v)
		}
		return out
	}
	if list, ok := v.([]any); ok {
		out := make([]any, len(list))
		for i, v := range list {
			out[i] = plainJSON(v)
		}
		return out
	}
	return v
}

// mapOf reads any map as one from text.
func mapOf(v any) (map[string]any, bool) {
	if m, ok := v.(map[string]any); ok {
		return m, true
	}
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Map {
		return nil, false
	}
	out := make(map[string]any, rv.Len())
	for key, value := range rv.Seq2() {
		out[fmt.Sprint(key.Interface())] = value.Interface()
	}
	return out, true
}
