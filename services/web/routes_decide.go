package web

var decideRoutes = []route{}
