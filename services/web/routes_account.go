package web

var accountRoutes = []route{
	{pattern: "GET /account", page: func(v *visit) error { return v.show("problem", page{Title: "Account", Data: trouble{Heading: "Account"}}) }},
}
