package web

var workRoutes = []route{
	{pattern: "GET /work", page: (*visit).work},
}
