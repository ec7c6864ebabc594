import sys
print("helpers/__main__.py", __name__, sys.argv[1:], __package__ == "", sys.path[0].split("/")[-1])
