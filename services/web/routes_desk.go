package web

var deskRoutes = []route{}
