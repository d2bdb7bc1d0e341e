match = case = type = _ = 1
match(case)
type(match)
print(match, case, _)
