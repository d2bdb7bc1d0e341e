# Shows: exit and quit of the module site.
print(exit, quit, sep="\n")
try:
    quit(2)
except SystemExit as error:
    print(error.code)
exit("done")
