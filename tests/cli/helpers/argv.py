import sys
print(__name__, [a.replace("\\", "/").split("helpers/")[-1] for a in sys.argv[:1]] + sys.argv[1:], sys.path[0].split("/")[-1])
