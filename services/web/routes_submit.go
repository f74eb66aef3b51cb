package web

// uploadBytes bounds a request that brings a file: what is somewhat too large is still read, so that the page can say so.
const uploadBytes = 2*fileBytes + formBytes

var submitRoutes = []route{
	{pattern: "GET /{partnership}/cases/new", page: (*visit).submitNew},
	{pattern: "POST /{partnership}/cases/new", page: (*visit).submitNewSent},
	{pattern: "GET /{partnership}/cases/{case}/edit", page: (*visit).submit},
	{pattern: "GET /{partnership}/cases/{case}/edit/check", page: (*visit).submitCheck},
	{pattern: "POST /{partnership}/cases/{case}/edit/check", page: (*visit).submitCheckSent},
	{pattern: "GET /{partnership}/cases/{case}/edit/evidence", page: (*visit).evidence},
	{pattern: "GET /{partnership}/cases/{case}/edit/{step}", page: (*visit).submitStep},
	{pattern: "POST /{partnership}/cases/{case}/edit/{step}", page: (*visit).submitStepSent},
	{pattern: "GET /{partnership}/cases/{case}/offer", page: (*visit).offerList},
	{pattern: "POST /{partnership}/cases/{case}/offer", page: (*visit).offerSent},
	{pattern: "GET /{partnership}/cases/{case}/offer/{commitment}", page: (*visit).offerChange},
	{pattern: "POST /{partnership}/cases/{case}/offer/{commitment}", page: (*visit).offerChangeSent},
	{pattern: "GET /{partnership}/cases/{case}/evidence/add", page: (*visit).evidenceAdd},
	{pattern: "POST /{partnership}/cases/{case}/evidence/add", page: (*visit).evidenceAddSent, maxBytes: uploadBytes},
	{pattern: "GET /{partnership}/cases/{case}/evidence/{item}/remove", page: (*visit).evidenceRemove},
	{pattern: "POST /{partnership}/cases/{case}/evidence/{item}/remove", page: (*visit).evidenceRemoveSent},
	{pattern: "GET /{partnership}/cases/{case}/evidence/{item}/file", page: (*visit).evidenceFile},
	{pattern: "GET /{partnership}/cases/{case}/gate", page: (*visit).gate},
	{pattern: "POST /{partnership}/cases/{case}/gate", page: (*visit).gateSent},
	{pattern: "GET /{partnership}/cases/{case}/gate/done", page: (*visit).gateDone},
}
