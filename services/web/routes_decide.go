package web

var decideRoutes = []route{
	{pattern: "GET /{partnership}/cases/{case}/decide/{signoff}", page: (*visit).decide},
	{pattern: "POST /{partnership}/cases/{case}/decide/{signoff}", page: (*visit).decideForm},
	{pattern: "GET /{partnership}/cases/{case}/decide/{signoff}/done", page: (*visit).decideDone},
	{pattern: "GET /{partnership}/cases/{case}/consent/{organisation}", page: (*visit).consent},
	{pattern: "POST /{partnership}/cases/{case}/consent/{organisation}", page: (*visit).consentForm},
	{pattern: "GET /{partnership}/cases/{case}/consent/{organisation}/done", page: (*visit).consentDone},
}
