print("faulty starts")
