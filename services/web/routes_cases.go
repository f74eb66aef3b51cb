package web

var casesRoutes = []route{}
