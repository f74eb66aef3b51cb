package web

var dashboardRoutes = []route{}
