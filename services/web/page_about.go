package web

var aboutRoutes = []route{
	{pattern: "GET /accessibility", page: about("accessibility", "Accessibility statement"), open: true},
	{pattern: "GET /cookies", page: about("cookies", "Cookies"), open: true},
	{pattern: "GET /privacy", page: about("privacy", "Privacy notice"), open: true},
}

// about shows a page that says something of the service itself, and asks nothing.
func about(name, title string) func(*visit) error {
	return func(v *visit) error { return v.show(name, page{Title: title}) }
}
