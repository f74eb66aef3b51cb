package web

var caseRoutes = []route{}
