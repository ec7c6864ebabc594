# Not with SAN: the code of such builds leaves more on the stack that looks like an object in use
# Who leaves a connection or a file to its fate ends it: the other side waits for that, and nothing else happens.
import os
import signal
import socket
import tempfile
import threading

signal.alarm(30)


def answer(connection):
    with connection:
        file = connection.makefile('rwb')           # keeps the connection open, and is never closed
        for line in file:
            file.write(line.upper())
            file.flush()
            if line == b'quit\n':
                break


def serve(server, n):
    for _ in range(n):
        connection, _ = server.accept()
        threading.Thread(target=answer, args=(connection,)).start()
        del connection


server = socket.create_server(('127.0.0.1', 0))
thread = threading.Thread(target=serve, args=(server, 3))
thread.start()
for i in range(3):
    with socket.create_connection(server.getsockname()) as client:
        client.sendall(b'hello %d\nquit\n' % i)
        received = b''
        while piece := client.recv(5):
            received += piece
        print(received)
thread.join()


def count():
    connection, _ = server.accept()
    with connection:
        print(sum(iter(lambda: len(connection.recv(100)), 0)))


def send():
    socket.create_connection(server.getsockname()).sendall(b'12345')


thread = threading.Thread(target=count)             # the main thread waits for a lock
thread.start()
threading.Thread(target=send).start()
thread.join()
server.close()

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'fifo')
    os.mkfifo(path)

    def read():
        with open(path) as file:
            print(file.read())

    thread = threading.Thread(target=read)
    thread.start()
    open(path, 'w').write('to nobody in particular')
    thread.join()
