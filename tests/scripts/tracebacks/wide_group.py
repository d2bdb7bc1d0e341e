# Shows: a group with more exceptions than a traceback shows, and groups nested too deep.
errors = [ValueError(number) for number in range(20)]
deep = ValueError("bottom")
for level in range(12):
    deep = ExceptionGroup(f"level {level}", [deep])
raise ExceptionGroup("wide", [*errors[:3], deep, *errors[3:]])
