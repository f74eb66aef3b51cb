package web

var workRoutes = []route{}
