package web_test

import (
	"net/http"
	"testing"
)

func TestStructure(t *testing.T) {
	s := westmere(t, "westmere-board")
	t.Run("it_is_found_from_the_boards_and_speaks_in_names", func(t *testing.T) {
		b := s.in(t).as("p-lead")
		b.get("/westmere/registers").says("How this partnership is made up")
		legible(t, "p-lead", "structure", b.get("/westmere/structure").is(http.StatusOK).
			says("No seat speaks for parents and carers.", "Children and young people", "Strategic, Executive").silent("voice_missing", "own_organisation"))
	})
	t.Run("what_is_paid_for_attendance_is_for_the_secretariat", func(t *testing.T) {
		s.in(t).as("p-lead").get("/westmere/structure/attendance.csv").is(http.StatusForbidden)
		b := s.in(t).as("p-secretary")
		b.get("/westmere/structure").is(http.StatusOK).says("Paid attendance")
		b.get("/westmere/structure/attendance.csv").is(http.StatusOK).says("To pay (pounds)")
	})
}
