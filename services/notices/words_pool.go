package notices

import (
	"maps"

	"comity/workflow"
)

// What is said of pooled funds whose parties are replaced.
func init() {
	maps.Copy(phrases, map[string]phrase{
		workflow.ToldPoolPassed: {"A pooled fund passes on", "The place of {org} in a pooled fund has passed on[ to {others}][, from {day}]: what is agreed, paid and owed, to the penny. What was confirmed counts again once they have confirmed it.", ""},
		workflow.ToldPoolStands: {"A pooled fund stands still", "The place of {org} in a pooled fund has passed on[ to {others}][, from {day}]. Nobody {holds} it for now: until another version of its agreement says who does, none of its money is spent.", ""},
		workflow.ToldPoolHeld:   {"A pooled fund is held again", "The agreement of a pooled fund says who holds it: {org}. Its money can move again.", ""},
	})
}
