def check(path): pass
def write(recording, path):
    raise OSError(5,'none')
