package web

var workRoutes = []route{
	{pattern: "GET /work", page: (*visit).work},
	{pattern: "GET /work/decide", page: (*visit).together},
	{pattern: "POST /work/decide", page: (*visit).togetherForm},
	{pattern: "GET /work/decide/done", page: (*visit).togetherDone},
}
