try:
    work()
except (ValueError, TypeError) as error:
    print(error)
