# socketserver: TCP, UDP and Unix, threads and processes, errors, shutdown().
import io, os, socket, socketserver, sys, tempfile, threading
from socketserver import *

class Upper(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line == b'fail\n': raise ValueError('on request')
            print(self.wfile.write(line.upper()) == len(line), self.wfile.writable(), end=' ') if line == b'q\n' else self.wfile.write(line.upper())
class Slow(Upper):
    wbufsize = 4096
    timeout = 10
    disable_nagle_algorithm = True
class Packet(DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read()[::-1])

def ask(address, text, family=socket.AF_INET):
    with socket.socket(family) as s:
        s.settimeout(10)
        s.connect(address)
        s.sendall(text)
        s.shutdown(socket.SHUT_WR)
        return s.makefile('rb').read()

def serve(server, client):
    t = threading.Thread(target=server.serve_forever, args=(0.01,))
    t.start()
    try:
        client(server.server_address)
    finally:
        server.shutdown()
        t.join()
        server.server_close()
    print(type(server).__name__, server.fileno())

def three(address):
    print([ask(address, b'hello\n%d\n' % i) for i in range(3)])
def together(address):
    out = []
    ts = [threading.Thread(target=lambda i=i: out.append(ask(address, b'x%d\n' % i))) for i in range(6)]
    for t in ts: t.start()
    for t in ts: t.join()
    print(sorted(out))
serve(TCPServer(('127.0.0.1', 0), Upper), three)
serve(TCPServer(('127.0.0.1', 0), Slow), three)
serve(ThreadingTCPServer(('127.0.0.1', 0), Upper), together)

def datagram(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(10)
        for text in (b'abc', b'', b'12345'):
            s.sendto(text, address)
            print(s.recv(100))
serve(UDPServer(('127.0.0.1', 0), Packet), datagram)
serve(ThreadingUDPServer(('127.0.0.1', 0), Packet), datagram)

folder = tempfile.mkdtemp()
path = os.path.join(folder, 's')
serve(UnixStreamServer(path, Upper), lambda address: print(ask(path, b'unix\n', socket.AF_UNIX)))
os.unlink(path)
serve(ThreadingUnixStreamServer(path, Upper), lambda address: print(ask(path, b'unix\n', socket.AF_UNIX)))
os.unlink(path)
os.rmdir(folder)

# errors, one request at a time, what is refused
class Log(TCPServer):
    allow_reuse_address = True
    timeout = 0.02
    def handle_timeout(self): print('nobody came')
    def verify_request(self, request, client_address): return not self.refuse
    def service_actions(self): pass
with Log(('127.0.0.1', 0), Upper) as server:
    server.refuse = False
    server.handle_request()
    server.timeout = 10
    keep, sys.stderr = sys.stderr, io.StringIO()
    s = socket.create_connection(server.server_address)
    s.sendall(b'fail\n')
    server.handle_request()
    text, sys.stderr = sys.stderr.getvalue().splitlines(), keep
    print(text[0], text[1].split(' (')[0], text[-2], text[-1], sep='\n')
    print(s.recv(10))
    s.close()
    server.refuse = True
    s = socket.create_connection(server.server_address)
    server.handle_request()
    print(s.recv(10))
    s.close()
try: TCPServer(('127.0.0.1', 0), Upper).__class__(server.server_address + (1,), Upper)
except TypeError as e: print(e)
server = TCPServer(('127.0.0.1', 0), Upper, bind_and_activate=False)
print(server.server_address, server.socket.getsockname(), server.request_queue_size)
server.server_close()
print([n for n in socketserver.__all__ if not hasattr(socketserver, n)], ThreadingTCPServer.__mro__[1:3])
