# Shows: a character that Python has no use for.
price = 5 €
