VALUE = f"in {__name__}"
