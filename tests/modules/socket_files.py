# Sockets as files: makefile(), SocketIO, sendfile().
import socket, os, time, errno, io, tempfile, select
def tr(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__, e)
# makefile
a,b=socket.socketpair()
f=a.makefile('rw',encoding='utf-8',newline='\n'); g=b.makefile('rwb',buffering=0)
f.write('h\xe9llo\nline2\n'); f.flush(); print(g.read(7), g.readline()); g.write(b'answer\nmore'); print(f.readline()); b.shutdown(socket.SHUT_WR); print(f.read())
print(f.mode, f.encoding, g.mode, g.readable(), g.writable(), g.seekable(), g.closed, f.buffer.__class__.__name__)
f.close(); print(a.fileno()>=0); a.close(); print(a.fileno()); b.close(); print(b.fileno()>=0); g.close(); print(b.fileno(), g.name, g.closed); tr(g.read,1); tr(g.readable); tr(g.seekable);tr(g.writable)
a,b=socket.socketpair(); g=a.makefile('rb'); a.settimeout(0.01); tr(g.read,1); tr(g.read,1); a.setblocking(False)
h=a.makefile('rb',0); print(h.read(1)); w=b.makefile('wb'); tr(w.read); tr(w.write,b'data'); w.flush(); print(h.read(10)); h=b.makefile('r'); tr(h.write,'x'); a.close(); b.close()
# sendfile
with tempfile.TemporaryFile() as f:
    f.write(b'0123456789'*1000); f.seek(0); a,b=socket.socketpair()
    print(a.sendfile(f), f.tell(), len(b.recv(20000))); print(a.sendfile(f,9990), f.tell(), b.recv(100)); print(a.sendfile(f,5,10), f.tell(), b.recv(100)); print(a.sendfile(io.BytesIO(b'bytesio'),2), b.recv(100)); print(a._sendfile_use_send(f,1,3), f.tell(), b.recv(9))
    a.settimeout(2); print(a.sendfile(f,9000), len(b.recv(2000)))
