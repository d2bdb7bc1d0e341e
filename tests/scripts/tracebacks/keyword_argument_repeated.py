# Shows: a keyword that is given twice in a call.
print("a", sep="-",
      end="\n", sep="+")
