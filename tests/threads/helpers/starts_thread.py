import threading
out = []


def body():
    import helpers.slow
    import json
    out.append(json.dumps(1))


t = threading.Thread(target=body)
t.start()
t.join()
result = out
