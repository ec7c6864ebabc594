# socket: numbers, names of addresses, byte order, enumerations. Nothing that asks a server or the files of /etc.
import socket, _socket, os
def tr(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__, type(e).__mro__[1].__name__, e)
K=socket
for f in 'htons','htonl','ntohs','ntohl':
    f=getattr(K,f); tr(f,'x'); tr(f,-1); tr(f,65535); tr(f,65536); tr(f,1<<32); tr(f,(1<<32)-1);tr(f,1<<80);  tr(f,1.5); tr(f,1<<31); tr(f, 1<<63)
tr(K.inet_aton,'x'); tr(K.inet_aton,'1.2.3.4'); tr(K.inet_aton,'1.2'); tr(K.inet_aton,5); tr(K.inet_aton,'255.255.255.255'); tr(K.inet_aton,b'1.2.3.4'); tr(K.inet_aton,'a\0'); tr(K.inet_aton,'1.2.3.4 x')
tr(K.inet_ntoa,b'1234'); tr(K.inet_ntoa,b'12'); tr(K.inet_ntoa,'x'); tr(K.inet_ntoa,bytearray(4)); 
tr(K.inet_pton,2,'1.2'); tr(K.inet_pton,2,'1.2.3.4'); tr(K.inet_pton,10,'::1'); tr(K.inet_pton,1,'::1'); tr(K.inet_pton,'a','b'); tr(K.inet_pton,2); tr(K.inet_pton,2,5)
tr(K.inet_ntop,2,b'1234'); tr(K.inet_ntop,2,b'12'); tr(K.inet_ntop,10,b'12'); tr(K.inet_ntop,10,b'1'*16); tr(K.inet_ntop,1,b'1'*16); tr(K.inet_ntop,2,'x'); tr(K.inet_ntop,10,bytes(15)+b'\1')
tr(K.getaddrinfo,'127.0.0.1','80',type=1); tr(K.getaddrinfo,b'127.0.0.1',b'80',2,1); tr(K.getaddrinfo,5,80); tr(K.getaddrinfo,'127.0.0.1',5.5); tr(K.getaddrinfo,'127.0.0.1',None,0,1); tr(K.getaddrinfo,'127.0.0.1',1<<40,type=1); tr(K.getaddrinfo,'127.0.0.1',80,family=999); tr(K.getaddrinfo,'127.0.0.1',-1,type=1); tr(K.getaddrinfo); tr(K.getaddrinfo,'127.0.0.1',1,foo=1); tr(K.getaddrinfo,'127.0.0.1',80,type=1,flags=K.AI_CANONNAME); tr(K.getaddrinfo,'127.0.0.1',1<<70); tr(K.getaddrinfo,'127.0.0.1','\ud800'); tr(K.getaddrinfo,'x'*300,1); tr(K.getaddrinfo,'a..b',1)
tr(_socket.getaddrinfo,'127.0.0.1',80,0,1);tr(_socket.getaddrinfo,5,80); tr(_socket.getaddrinfo)
tr(K.getnameinfo,('127.0.0.1',80),K.NI_NUMERICHOST|K.NI_NUMERICSERV); tr(K.getnameinfo,5,0); tr(K.getnameinfo,('127.0.0.1',),0); tr(K.getnameinfo,('127.0.0.1',80,0,0),3); tr(K.getnameinfo,('::1',80,5,0),3);tr(K.getnameinfo,('::1',80,1<<20,0),3); tr(K.getnameinfo,('127.0.0.1',80),'x'); tr(K.getnameinfo,('127.0.0.1','80'),3); tr(K.getnameinfo,('127.0.0.1',70000),3); tr(K.getnameinfo,('::1',80),3); tr(K.getnameinfo,(5,80),3); 
tr(K.gethostbyname,'127.0.0.1'); tr(K.gethostbyname,5); tr(K.gethostbyname,''); tr(K.gethostbyname,'<broadcast>'); tr(K.gethostbyname,'::1'); tr(K.gethostbyname,b'127.0.0.1'); tr(K.gethostbyname,'a\0b')
tr(K.gethostbyname_ex,'127.0.0.1'); tr(K.gethostbyname_ex,5)
tr(K.gethostbyaddr,5)
tr(K.getservbyname,'nosuch'); tr(K.getservbyname,5); tr(K.getservbyname,'http','x'); tr(K.getservbyname,'http',None)
tr(K.getservbyport,1,'nosuch'); tr(K.getservbyport,-1); tr(K.getservbyport,70000); tr(K.getservbyport,'x'); tr(K.getservbyport,65000)
tr(K.getprotobyname,'x'); tr(K.getprotobyname,5)
tr(K.if_nametoindex,'nosuch'); tr(K.if_nametoindex,5); tr(K.if_indextoname,999999); tr(K.if_indextoname,-1); tr(K.if_indextoname,'x'); tr(K.if_indextoname,1<<40); tr(K.if_nameindex,1)
tr(K.CMSG_LEN,5); tr(K.CMSG_LEN,-1); tr(K.CMSG_LEN,'x'); tr(K.CMSG_LEN,1<<62); tr(K.CMSG_SPACE,5); tr(K.CMSG_SPACE,-1); tr(K.CMSG_SPACE,1<<63);tr(K.CMSG_LEN,1<<63)
tr(K.setdefaulttimeout,'x'); tr(K.setdefaulttimeout,-1); tr(K.getdefaulttimeout); tr(K.setdefaulttimeout,1.5); tr(K.getdefaulttimeout); print(K.socket().gettimeout()); tr(K.setdefaulttimeout,0); print(K.socket().gettimeout()); a,b=K.socketpair(); print(a.gettimeout()); tr(K.setdefaulttimeout,None)
tr(K.gethostname,1); tr(K.sethostname,5); 
print(K.herror.__mro__, K.gaierror.__module__, K.timeout, K.error, repr(K.AF_INET), repr(K.SOCK_STREAM), repr(K.MSG_PEEK), repr(K.AI_PASSIVE), str(K.AF_INET), K.AddressFamily.__module__, type(K.MSG_PEEK|K.MSG_OOB),K.MSG_PEEK|K.MSG_OOB)
print(len(K.AddressFamily), len(K.SocketKind), len(K.MsgFlag), len(K.AddressInfo), K.AddressFamily.__members__.keys() )
print(list(K.MsgFlag), list(K.SocketKind), list(K.AddressInfo))
print([n for n in dir(K) if n.isupper() and type(getattr(K,n)) is int][:5], K.has_ipv6, K.SocketType, _socket.SocketType)
# names that are not ASCII; AI_NUMERICHOST: nobody is asked
for name in ('b\xfccher.example', '\xe9'*63, '\xe4..b', '\u65e5\u672c\u3002jp', 'a'*64 + '.x', 'x\0y', '\xe4\0y'):
    tr(K.getaddrinfo, name, 1, flags=K.AI_NUMERICHOST)
for name in ('\xe9'*63, '\xe4..b', 'x\0y', '\xe4\0y', '\ud800'): tr(K.socket().connect, (name, 1))
s=K.socket()
print([(s.settimeout(x), s.gettimeout())[1] for x in (0.1, 0.3, 1.1, 2.3, 1e-9, 1e-10, 0.7, 5, 3600)])
