"""Asks another process about its threads, without root: it must belong to the same user (vm/remote.h)."""
import _giltrace
import os
import socket
import struct
import time

DUMP, COUNT, TRACE, STOP = 1, 2, 3, 4           # enum RemoteAsk
SIGQUIT_BIT = 1 << 2
AGAIN = 0.25                    # seconds: a question may get lost among others


class Refused(Exception):
    """Why there is no answer."""


def _check(pid):
    """SIGQUIT would end a program that does not expect it."""
    try:
        with open(f"/proc/{pid}/status") as f:
            fields = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
        program = os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
        ours = os.path.basename(program).startswith("minipy") or os.path.samefile(f"/proc/{pid}/exe", "/proc/self/exe")
    except FileNotFoundError:
        raise Refused(f"there is no process {pid}") from None
    except PermissionError:
        raise Refused(f"process {pid} belongs to another user") from None
    except OSError as e:
        raise Refused(f"process {pid}: {e.strerror}") from None
    if not ours:
        raise Refused(f"process {pid} is not minipy but {os.path.basename(program)}")
    if not int(fields.get("SigCgt", "0"), 16) & SIGQUIT_BIT:
        raise Refused(f"process {pid} is starting or ending, or embeds minipy and has SIGQUIT for itself")


_questions = 0


def ask(pid, what, timeout=5.0):
    """The answer's text. Refused: there is none, and why."""
    global _questions
    _check(pid)
    _questions += 1
    nonce = _questions % 256
    deadline = time.monotonic() + timeout
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(f"\0minipy-gil-{os.getpid()}-{nonce}")
        server.listen(4)
        server.settimeout(AGAIN)
        answer = None
        while answer is None:
            try:
                _giltrace.ask(pid, what, nonce)
                answer = _accept(server, pid)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise Refused(f"process {pid} does not answer: its main thread does not get the GIL, or it handles "
                                  "SIGQUIT itself") from None
            except ProcessLookupError:
                raise Refused(f"process {pid} has ended") from None
            except OSError as e:
                raise Refused(f"process {pid}: {e.strerror}") from None
    if answer.startswith("error "):
        raise Refused(f"process {pid}: {answer[6:]}")
    return answer


def _accept(server, pid):
    """One connection's text; None: somebody else called."""
    connection, _ = server.accept()
    with connection:
        peer = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        connection.settimeout(1)
        pieces = []
        while peer == pid:
            piece = connection.recv(1 << 16)
            if not piece:
                return b"".join(pieces).decode("utf-8", "surrogateescape")
            pieces.append(piece)
    return None


class Watch:
    """with Watch(pid) as folder: the process is recorded meanwhile, if it is not so anyway."""

    def __init__(self, pid, events=False):
        self.pid = pid
        self.what = TRACE if events else COUNT

    def __enter__(self):
        kind, _, self.folder = ask(self.pid, self.what).partition(" ")
        self.ours = self.running = kind == "new"
        return self.folder

    def stop(self):
        """Nothing is added to the recording any more."""
        if self.running:
            self.running = False
            try:
                ask(self.pid, STOP)
            except Refused:
                pass                    # it has ended

    def __exit__(self, *exc_info):
        self.stop()
        if self.ours:
            from . import _remove
            _remove(self.folder)
