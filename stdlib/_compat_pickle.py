"""The names that Python 2 had for what has another name now, for pickles of protocols 0 to 2."""


def _pairs(text):
    return [line.split() for line in text.split(";") if line.split()]


# -- Modules: old, new ---------------------------------------------------------------------------------------

_both_ways = _pairs("""
    __builtin__ builtins; copy_reg copyreg; repr reprlib; commands subprocess; Queue queue; thread _thread;
    dummy_thread _dummy_thread; ConfigParser configparser; SocketServer socketserver; markupbase _markupbase;
    _winreg winreg; _abcoll collections.abc; test.test_support test.support;
    anydbm dbm; dbhash dbm.bsd; dumbdbm dbm.dumb; dbm dbm.ndbm; gdbm dbm.gnu;
    BaseHTTPServer http.server; Cookie http.cookies; cookielib http.cookiejar; httplib http.client;
    htmlentitydefs html.entities; HTMLParser html.parser; SimpleXMLRPCServer xmlrpc.server; xmlrpclib xmlrpc.client;
    robotparser urllib.robotparser; urllib2 urllib.request; urlparse urllib.parse;
    Tkinter tkinter; Tkconstants tkinter.constants; Tkdnd tkinter.dnd; Tix tkinter.tix; ttk tkinter.ttk;
    Dialog tkinter.dialog; ScrolledText tkinter.scrolledtext; tkColorChooser tkinter.colorchooser;
    tkCommonDialog tkinter.commondialog; tkFileDialog tkinter.filedialog; tkFont tkinter.font;
    tkMessageBox tkinter.messagebox; tkSimpleDialog tkinter.simpledialog
""")
_only_read = _pairs("""
    cPickle pickle; StringIO io; cStringIO io; whichdb dbm; UserDict collections; UserList collections;
    UserString collections; CGIHTTPServer http.server; SimpleHTTPServer http.server; DocXMLRPCServer xmlrpc.server;
    FileDialog tkinter.filedialog; SimpleDialog tkinter.simpledialog; _elementtree xml.etree.ElementTree
""")
_only_written = _pairs("bz2 _bz2; dbm _dbm; functools _functools; gdbm _gdbm; pickle _pickle")

IMPORT_MAPPING = {old: new for old, new in _both_ways + _only_read}
REVERSE_IMPORT_MAPPING = {new: old for old, new in _both_ways + _only_written}

# -- Single names: old module and name, new module and name --------------------------------------------------

_both_ways = _pairs("""
    __builtin__ intern sys intern; __builtin__ long builtins int; __builtin__ reduce functools reduce;
    __builtin__ unichr builtins chr; __builtin__ unicode builtins str; __builtin__ xrange builtins range;
    itertools ifilter builtins filter; itertools imap builtins map; itertools izip builtins zip;
    itertools ifilterfalse itertools filterfalse; itertools izip_longest itertools zip_longest;
    UserDict IterableUserDict collections UserDict; UserList UserList collections UserList;
    UserString UserString collections UserString; whichdb whichdb dbm whichdb; _socket fromfd socket fromfd;
    _multiprocessing Connection multiprocessing.connection Connection;
    multiprocessing.forking Popen multiprocessing.popen_fork Popen;
    multiprocessing.process Process multiprocessing.context Process;
    urllib2 HTTPError urllib.error HTTPError; urllib2 URLError urllib.error URLError;
    urllib ContentTooShortError urllib.error ContentTooShortError
""")
for _new, _names in {
    "urllib.parse": "quote quote_plus unquote unquote_plus urlencode",
    "urllib.request": "getproxies pathname2url url2pathname urlcleanup urlopen urlretrieve",
}.items():
    _both_ways += [["urllib", _name, _new, _name] for _name in _names.split()]
for _name in "AuthenticationError BufferTooShort ProcessError TimeoutError".split():
    _both_ways.append(["multiprocessing", _name, "multiprocessing.context", _name])
for _name in """
        ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning
        EOFError EnvironmentError Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError
        ImportWarning IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError
        NotImplementedError OSError OverflowError PendingDeprecationWarning ReferenceError RuntimeError
        RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError
        UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
        UserWarning ValueError Warning ZeroDivisionError""".split():
    _both_ways.append(["exceptions", _name, "builtins", _name])

_only_read = _pairs("""
    __builtin__ basestring builtins str; exceptions StandardError builtins Exception;
    UserDict UserDict collections UserDict; socket _socketobject socket SocketType
""")
_only_written = _pairs("""
    __builtin__ reduce _functools reduce; socket _socketobject _socket socket;
    SimpleDialog SimpleDialog tkinter.simpledialog SimpleDialog; exceptions ImportError builtins ModuleNotFoundError
""")
for _old, _new, _names in [
    ("FileDialog", "tkinter.filedialog", "FileDialog LoadFileDialog SaveFileDialog"),
    ("SimpleHTTPServer", "http.server", "SimpleHTTPRequestHandler"),
    ("CGIHTTPServer", "http.server", "CGIHTTPRequestHandler"),
    ("DocXMLRPCServer", "xmlrpc.server",
     "ServerHTMLDoc XMLRPCDocGenerator DocXMLRPCRequestHandler DocXMLRPCServer DocCGIXMLRPCRequestHandler"),
]:
    _only_written += [[_old, _name, _new, _name] for _name in _names.split()]
for _name in """
        BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
        ConnectionResetError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError
        PermissionError ProcessLookupError TimeoutError""".split():
    _only_written.append(["exceptions", "OSError", "builtins", _name])

NAME_MAPPING = {(om, on): (nm, nn) for om, on, nm, nn in _both_ways + _only_read}
REVERSE_NAME_MAPPING = {(nm, nn): (om, on) for om, on, nm, nn in _both_ways + _only_written}

del _pairs, _both_ways, _only_read, _only_written, _name, _names, _new, _old
