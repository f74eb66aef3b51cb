package document

import "comity/workflow/schema"

// didYouMean is a question naming the allowed word nearest to got, or nothing where none is near. It starts with a space.
func didYouMean(got string, allowed []string) string {
	if near := schema.Nearest(got, allowed); near != "" {
		return " Did you mean " + near + "?"
	}
	return ""
}
