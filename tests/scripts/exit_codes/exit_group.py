# Shows: a group that holds SystemExit is no exit.
raise BaseExceptionGroup("a group", [SystemExit(3), ValueError("v")])
