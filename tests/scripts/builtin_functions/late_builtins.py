# exit and its kin are there however a program comes to them.
import sys

print(type(getattr(__builtins__, "ex" + "it")).__module__, repr(eval("qu" "it")))
print(sorted(name for name in dir(__builtins__) if name in {"copyright", "credits", "exit", "help", "license", "quit"}))
try:
    exec("ex" + "it(3)")
except SystemExit as error:
    print(error.code)
