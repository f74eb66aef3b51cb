package web

var submitRoutes = []route{}
