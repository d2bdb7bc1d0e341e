# Shows: a string without an end.
text = "no end
