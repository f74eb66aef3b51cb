package calendar

import "testing"

func BenchmarkIsWorkingDay(b *testing.B) {
	c, err := New(Config{})
	if err != nil {
		b.Fatal(err)
	}
	d := NewDate(2027, 3, 23)
	for b.Loop() {
		c.IsWorkingDay(d)
	}
}

func BenchmarkAddWorkingDays(b *testing.B) {
	c, err := New(Config{})
	if err != nil {
		b.Fatal(err)
	}
	d := NewDate(2027, 3, 23)
	for b.Loop() {
		c.AddWorkingDays(d, 15)
	}
}
