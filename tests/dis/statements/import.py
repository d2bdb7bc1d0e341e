import os
import os.path
import os.path as path
import a.b.c as d, e
