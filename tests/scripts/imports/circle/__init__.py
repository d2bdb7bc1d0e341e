print("circle starts")
