if (n := len(data)) > 10:
    print(n)
