# Shows: notes below the message of an exception, also strange ones.
error = ValueError("noted")
error.add_note("first")
error.add_note("second\n  and third")
error.add_note("")
error.__notes__.append(5)
cause = KeyError("cause")
cause.__notes__ = "not a list"
raise error from cause
