# Shows: a module with a syntax error, imported by a script.
print("before")
import broken_parts.module
