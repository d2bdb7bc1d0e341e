from .helper import name
visible = f"__main__ of a package, helper is {name}"
print(visible)
