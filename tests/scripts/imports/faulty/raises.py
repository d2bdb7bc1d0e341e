print("raises starts")
1 / 0
