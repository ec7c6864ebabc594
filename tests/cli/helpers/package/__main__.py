import sys
from . import inner
print("package __main__", __name__, __package__, sys.argv[1:], inner.__name__, sys.argv[0].split("helpers/")[-1])
