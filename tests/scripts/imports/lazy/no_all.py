import sys as sys_of_no_all
visible = "visible"
_hidden = "hidden"
