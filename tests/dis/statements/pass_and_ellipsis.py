pass
...
'not a docstring'
1
