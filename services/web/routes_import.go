package web

var importRoutes = []route{
	{pattern: "GET /{partnership}/cases/import", page: (*visit).importNew},
	{pattern: "POST /{partnership}/cases/import", page: (*visit).importSent, maxBytes: importBytes},
	{pattern: "GET /{partnership}/desk/import", page: (*visit).importNew},
	{pattern: "POST /{partnership}/desk/import", page: (*visit).importSent, maxBytes: importBytes},
	{pattern: "GET /{partnership}/desk/import/{file}", page: (*visit).importTemplate},
	{pattern: "GET /{partnership}/cases/adopt", page: (*visit).caseAdopt},
	{pattern: "POST /{partnership}/cases/adopt", page: (*visit).caseAdoptSent},
}
