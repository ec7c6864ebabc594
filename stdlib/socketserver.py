"""Servers: what takes requests off a socket and hands each to a handler.

TCPServer, UDPServer, UnixStreamServer and UnixDatagramServer serve one request after the other. Mixed with
ThreadingMixIn or ForkingMixIn they serve each in a thread or a process of its own. A handler is a class derived from
BaseRequestHandler, StreamRequestHandler or DatagramRequestHandler, with a method handle().
"""

import os
import selectors
import socket
import sys
import threading
from io import BufferedIOBase, BytesIO
from time import monotonic

__all__ = ["BaseServer", "TCPServer", "UDPServer", "ThreadingUDPServer", "ThreadingTCPServer", "BaseRequestHandler",
           "StreamRequestHandler", "DatagramRequestHandler", "ThreadingMixIn", "ForkingUDPServer",
           "ForkingTCPServer", "ForkingMixIn", "UnixStreamServer", "UnixDatagramServer", "ThreadingUnixStreamServer",
           "ThreadingUnixDatagramServer"]

_ServerSelector = selectors.PollSelector


class BaseServer:
    """The course of a request through a server. What a request is, derived classes say."""

    timeout = None

    def __init__(self, server_address, RequestHandlerClass):
        self.server_address = server_address
        self.RequestHandlerClass = RequestHandlerClass
        self.__stopped = threading.Event()
        self.__stop_wanted = False

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.server_close()

    # -- What derived classes may change

    def server_activate(self):
        """Get ready for requests."""

    def server_close(self):
        """Clean up."""

    def service_actions(self):
        """Called after each round of serve_forever()."""

    def handle_timeout(self):
        """Called when no request came in self.timeout seconds."""

    def verify_request(self, request, client_address):
        """Shall the request be handled?"""
        return True

    def process_request(self, request, client_address):
        """Handle a request, perhaps elsewhere: the mix-ins put a thread or a process around it."""
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def finish_request(self, request, client_address):
        """Handle a request: make a handler, which does it all."""
        self.RequestHandlerClass(request, client_address, self)

    def shutdown_request(self, request):
        """End a request in good order."""
        self.close_request(request)

    def close_request(self, request):
        """Give up what the system holds for a request."""

    def handle_error(self, request, client_address):
        """Called when a handler has raised: tells about it and goes on."""
        import traceback
        line = "-" * 40
        print(line, file=sys.stderr)
        print("Exception occurred during processing of request from", client_address, file=sys.stderr)
        traceback.print_exc()
        print(line, file=sys.stderr)

    # -- The loop

    def serve_forever(self, poll_interval=0.5):
        """Handle requests until shutdown(), which is noticed within poll_interval seconds."""
        self.__stopped.clear()
        try:
            with _ServerSelector() as selector:
                selector.register(self, selectors.EVENT_READ)
                while not self.__stop_wanted:
                    ready = selector.select(poll_interval)
                    if self.__stop_wanted:
                        break
                    if ready:
                        self._handle_request_noblock()
                    self.service_actions()
        finally:
            self.__stop_wanted = False
            self.__stopped.set()

    def shutdown(self):
        """Make serve_forever() end and wait for it; it must run in another thread."""
        self.__stop_wanted = True
        self.__stopped.wait()

    def handle_request(self):
        """Wait for one request, at most self.timeout seconds, and handle it."""
        timeout = self.socket.gettimeout()
        if timeout is None:
            timeout = self.timeout
        elif self.timeout is not None:
            timeout = min(timeout, self.timeout)
        deadline = None if timeout is None else monotonic() + timeout
        with _ServerSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            while not selector.select(timeout):
                if timeout is not None:
                    timeout = deadline - monotonic()
                    if timeout < 0:
                        return self.handle_timeout()
            return self._handle_request_noblock()

    def _handle_request_noblock(self):
        """Handle the request that select() has seen."""
        try:
            request, client_address = self.get_request()
        except OSError:
            return                      # it has gone again
        if not self.verify_request(request, client_address):
            self.shutdown_request(request)
            return
        try:
            self.process_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
            self.shutdown_request(request)
        except:
            self.shutdown_request(request)
            raise


class TCPServer(BaseServer):
    """Serves connections; a request is the socket of one."""

    address_family = socket.AF_INET
    socket_type = socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = False
    allow_reuse_port = False

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        super().__init__(server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if bind_and_activate:
            try:
                self.server_bind()
                self.server_activate()
            except:
                self.server_close()
                raise

    def server_bind(self):
        """Give the socket its address."""
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self.allow_reuse_port:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def server_activate(self):
        """Listen."""
        self.socket.listen(self.request_queue_size)

    def server_close(self):
        """Close the socket."""
        self.socket.close()

    def fileno(self):
        """The descriptor of the socket, for selectors."""
        return self.socket.fileno()

    def get_request(self):
        """Take a connection: its socket and the address of the other side."""
        return self.socket.accept()

    def shutdown_request(self, request):
        """End a connection: the other side reads to the end what was sent."""
        try:
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass                        # the other side was first
        self.close_request(request)

    def close_request(self, request):
        """Close a connection."""
        request.close()


class UDPServer(TCPServer):
    """Serves datagrams; a request is a pair of the data and the server's socket."""

    socket_type = socket.SOCK_DGRAM
    allow_reuse_address = False
    allow_reuse_port = False
    max_packet_size = 8192

    def server_activate(self):
        """Nothing to do: there are no connections."""

    def get_request(self):
        """Receive a datagram."""
        data, client_address = self.socket.recvfrom(self.max_packet_size)
        return (data, self.socket), client_address

    def shutdown_request(self, request):
        """Nothing to end."""
        self.close_request(request)

    def close_request(self, request):
        """Nothing to close."""


class ForkingMixIn:
    """Each request in a process of its own."""

    timeout = 300
    active_children = None              # ids of processes that may still run
    max_children = 40
    block_on_close = True               # server_close() waits for them

    def collect_children(self, *, blocking=False):
        """Ask after processes that have ended; wait while there are too many."""
        if self.active_children is None:
            return
        while len(self.active_children) >= self.max_children:
            try:
                pid, _ = os.waitpid(-1, 0)
                self.active_children.discard(pid)
            except ChildProcessError:
                self.active_children.clear()        # somebody else has asked
            except OSError:
                break
        for pid in self.active_children.copy():
            try:
                ended, _ = os.waitpid(pid, 0 if blocking else os.WNOHANG)
                self.active_children.discard(ended)
            except ChildProcessError:
                self.active_children.discard(pid)
            except OSError:
                pass

    def handle_timeout(self):
        """Use the quiet time."""
        self.collect_children()

    def service_actions(self):
        """Ask after processes in each round."""
        self.collect_children()

    def process_request(self, request, client_address):
        """Start a process that handles a request."""
        pid = os.fork()
        if pid:
            if self.active_children is None:
                self.active_children = set()
            self.active_children.add(pid)
            self.close_request(request)
            return
        status = 1                      # the child never returns
        try:
            self.finish_request(request, client_address)
            status = 0
        except Exception:
            self.handle_error(request, client_address)
        finally:
            try:
                self.shutdown_request(request)
            finally:
                os._exit(status)

    def server_close(self):
        """Close the server, wait for the processes."""
        super().server_close()
        self.collect_children(blocking=self.block_on_close)


class ThreadingMixIn:
    """Each request in a thread of its own."""

    daemon_threads = False              # the program ends without waiting for them
    block_on_close = True               # server_close() waits for those that are not daemons
    _threads = None

    def process_request_thread(self, request, client_address):
        """What a thread does with its request."""
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        """Start a thread that handles a request."""
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address))
        thread.daemon = self.daemon_threads
        if self.block_on_close and not thread.daemon:
            self._threads = [known for known in self._threads or () if known.is_alive()]
            self._threads.append(thread)
        thread.start()

    def server_close(self):
        """Close the server, wait for the threads."""
        super().server_close()
        threads, self._threads = self._threads, None
        for thread in threads or ():
            thread.join()


class ForkingUDPServer(ForkingMixIn, UDPServer):
    """Datagrams, each in a process."""


class ForkingTCPServer(ForkingMixIn, TCPServer):
    """Connections, each in a process."""


class ThreadingUDPServer(ThreadingMixIn, UDPServer):
    """Datagrams, each in a thread."""


class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    """Connections, each in a thread."""


class UnixStreamServer(TCPServer):
    """Connections over a Unix socket."""

    address_family = socket.AF_UNIX


class UnixDatagramServer(UDPServer):
    """Datagrams over a Unix socket."""

    address_family = socket.AF_UNIX


class ThreadingUnixStreamServer(ThreadingMixIn, UnixStreamServer):
    """Connections over a Unix socket, each in a thread."""


class ThreadingUnixDatagramServer(ThreadingMixIn, UnixDatagramServer):
    """Datagrams over a Unix socket, each in a thread."""


class BaseRequestHandler:
    """Handles one request: setup(), handle(), and finish() in any case.

    self.request, self.client_address and self.server are what the server has given.
    """

    def __init__(self, request, client_address, server):
        self.request = request
        self.client_address = client_address
        self.server = server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        """Called before handle()."""

    def handle(self):
        """Do what is asked for."""

    def finish(self):
        """Called after handle(), also when that has raised."""


class StreamRequestHandler(BaseRequestHandler):
    """Handles a connection by way of two files, rfile and wfile."""

    rbufsize = -1                       # of rfile, as for open()
    wbufsize = 0                        # 0: what is written goes out at once
    timeout = None
    disable_nagle_algorithm = False

    def setup(self):
        self.connection = self.request
        if self.timeout is not None:
            self.connection.settimeout(self.timeout)
        if self.disable_nagle_algorithm:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        if self.wbufsize == 0:
            self.wfile = _SocketWriter(self.connection)
        else:
            self.wfile = self.connection.makefile("wb", self.wbufsize)

    def finish(self):
        if not self.wfile.closed:
            try:
                self.wfile.flush()
            except OSError:
                pass                    # nobody is there to read it
        self.wfile.close()
        self.rfile.close()


class _SocketWriter(BufferedIOBase):
    """A file without a buffer whose write() sends everything."""

    def __init__(self, sock):
        self._sock = sock

    def writable(self):
        return True

    def write(self, b):
        self._sock.sendall(b)
        with memoryview(b) as view:
            return view.nbytes

    def fileno(self):
        return self._sock.fileno()


class DatagramRequestHandler(BaseRequestHandler):
    """Handles a datagram: rfile has what has come, wfile collects what goes back."""

    def setup(self):
        self.packet, self.socket = self.request
        self.rfile = BytesIO(self.packet)
        self.wfile = BytesIO()

    def finish(self):
        self.socket.sendto(self.wfile.getvalue(), self.client_address)
