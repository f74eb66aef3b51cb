package web

var importRoutes = []route{
	{pattern: "GET /{partnership}/import", page: (*visit).importNew},
	{pattern: "POST /{partnership}/import", page: (*visit).importSent, maxBytes: importBytes},
	{pattern: "GET /{partnership}/import/{file}", page: (*visit).importTemplate},
	{pattern: "GET /{partnership}/cases/adopt", page: (*visit).caseAdopt},
	{pattern: "POST /{partnership}/cases/adopt", page: (*visit).caseAdoptSent},
}
