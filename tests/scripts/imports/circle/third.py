from .fourth import needed
provided = 1
