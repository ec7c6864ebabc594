"""Encodings by name: looking up, registering, streams that encode and decode."""

import builtins
import sys
from _codecs import canonical as _canonical, decode_part as _decode_part

__all__ = ["register", "lookup", "open", "EncodedFile", "BOM", "BOM_BE", "BOM_LE", "BOM32_BE", "BOM32_LE",
           "BOM64_BE", "BOM64_LE", "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32",
           "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo", "Codec", "IncrementalEncoder", "IncrementalDecoder",
           "StreamReader", "StreamWriter", "StreamReaderWriter", "StreamRecoder", "getencoder", "getdecoder",
           "getincrementalencoder", "getincrementaldecoder", "getreader", "getwriter", "encode", "decode",
           "iterencode", "iterdecode", "strict_errors", "ignore_errors", "replace_errors",
           "xmlcharrefreplace_errors", "backslashreplace_errors", "namereplace_errors", "register_error",
           "lookup_error"]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32_LE = b"\xff\xfe\0\0"
BOM_UTF32_BE = b"\0\0\xfe\xff"
BOM = BOM_UTF16 = BOM_UTF16_LE if sys.byteorder == "little" else BOM_UTF16_BE
BOM_UTF32 = BOM_UTF32_LE if sys.byteorder == "little" else BOM_UTF32_BE
BOM32_LE, BOM32_BE, BOM64_LE, BOM64_BE = BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_LE, BOM_UTF32_BE


# -- What a codec consists of --------------------------------------------------------------------------------

class CodecInfo(tuple):
    """The parts of a codec: (encode, decode, streamreader, streamwriter), and others as attributes."""

    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None, *, _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        self.streamwriter = streamwriter
        self.streamreader = streamreader
        if _is_text_encoding is not None:
            self._is_text_encoding = _is_text_encoding
        return self

    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} object for encoding {self.name} at {id(self):#x}>"


class Codec:
    """Encodes and decodes without a state: what a codec's classes derive from."""

    def encode(self, input, errors="strict"):
        """(encoded, how much of input was used)"""
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        """(decoded, how much of input was used)"""
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes text that comes in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        """Forget what came before."""

    def getstate(self):
        """What setstate() takes."""
        return 0

    def setstate(self, state):
        """Go back to where getstate() was called."""


class BufferedIncrementalEncoder(IncrementalEncoder):
    """... by a function _buffer_encode(input, errors, final) that may leave something for the next time."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = ""

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_encode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        super().reset()
        self.buffer = ""

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ""


class IncrementalDecoder:
    """Decodes bytes that come in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        """Forget what came before."""

    def getstate(self):
        """(bytes that wait, a number): what setstate() takes."""
        return b"", 0

    def setstate(self, state):
        """Go back to where getstate() was called."""


class BufferedIncrementalDecoder(IncrementalDecoder):
    """... by a function _buffer_decode(input, errors, final) that may leave something for the next time."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_decode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        super().reset()
        self.buffer = b""

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


# -- Streams -------------------------------------------------------------------------------------------------

class _OnStream:
    # What all share: attributes that they lack are the stream's.

    def __getattr__(self, name):
        if name == "stream":
            raise AttributeError(name)
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.stream.close()

    def __reduce_ex__(self, protocol):
        raise TypeError(f"can't serialize {type(self).__name__}")


class _Stream(_OnStream, Codec):
    # What readers and writers share.

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors


class StreamWriter(_Stream):
    """Writes text to a stream of bytes."""

    def write(self, object):
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        self.write("".join(list))

    def reset(self):
        """Bring the stream into a state that anybody can go on from."""

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        if whence == 0 and offset == 0:
            self.reset()


class StreamReader(_Stream):
    """Reads text from a stream of bytes."""

    charbuffertype = str

    def __init__(self, stream, errors="strict"):
        super().__init__(stream, errors)
        self.bytebuffer = b""
        self.charbuffer = self.charbuffertype()

    def _fill(self, size):
        # Reads about size bytes more (-1: all) into charbuffer; False at the end of the stream.
        new = self.stream.read() if size < 0 else self.stream.read(size)
        data = self.bytebuffer + new
        if not data:
            return False
        text, used = self.decode(data, self.errors)
        self.bytebuffer = data[used:]
        self.charbuffer += text
        return bool(new)

    def _take(self, n):
        text, self.charbuffer = self.charbuffer[:n], self.charbuffer[n:]
        return text

    def read(self, size=-1, chars=-1, firstline=False):
        """About size bytes as text, or exactly chars characters; -1: all."""
        if chars < 0:
            if size < 0:
                self._fill(-1)
            elif not self.charbuffer:
                while self._fill(size) and not self.charbuffer:
                    pass
            return self._take(len(self.charbuffer))
        while len(self.charbuffer) < chars and self._fill(size if size >= 0 else 72):
            pass
        return self._take(chars)

    def readline(self, size=None, keepends=True):
        """The next line, "" at the end."""
        step = size or 72
        while True:
            lines = self.charbuffer.splitlines(True)
            # A \r at the end may be half of a \r\n.
            if len(lines) > 1 or (lines and lines[0].splitlines() != lines and not lines[0].endswith("\r")):
                break
            if not self._fill(step):
                lines = self.charbuffer.splitlines(True)
                break
            step = min(step * 2, 8000)
        if not lines:
            return self.charbuffertype()
        line = self._take(len(lines[0]))
        return line if keepends else line.splitlines()[0]

    def readlines(self, sizehint=None, keepends=True):
        """All lines that are left."""
        return self.read().splitlines(keepends)

    def reset(self):
        """Forget what was read ahead."""
        self.bytebuffer = b""
        self.charbuffer = self.charbuffertype()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration


class StreamReaderWriter(_OnStream):
    """Reads and writes text on one stream of bytes."""

    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream = stream
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None):
        return self.reader.readline(size)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.reader)

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()
        if whence == 0 and offset == 0:
            self.writer.reset()


class StreamRecoder(StreamReaderWriter):
    """Reads and writes bytes in one encoding on a stream that is in another."""

    data_encoding = file_encoding = "unknown"

    def __init__(self, stream, encode, decode, Reader, Writer, errors="strict"):
        super().__init__(stream, Reader, Writer, errors)
        self.encode = encode
        self.decode = decode

    def _encoded(self, text):
        return self.encode(text, self.errors)[0]

    def read(self, size=-1):
        return self._encoded(self.reader.read(size))

    def readline(self, size=None):
        return self._encoded(self.reader.readline() if size is None else self.reader.readline(size))

    def readlines(self, sizehint=None):
        return self._encoded(self.reader.read()).splitlines(keepends=True)

    def __next__(self):
        return self._encoded(next(self.reader))

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.write(b"".join(list))


# -- The built-in encodings ----------------------------------------------------------------------------------

def _text_functions(name):
    # encode and decode as codecs call them; decode may leave an incomplete character alone.
    def encode(input, errors="strict"):
        if errors is None:
            errors = "strict"
        return str.encode(input, name, errors), len(input)

    def decode(input, errors="strict"):
        return _decode_part(name, input, errors or "strict", True)

    return encode, decode


class _TextEncoder(IncrementalEncoder):
    # _name; _later: what it is called once the byte order mark is written

    _later = None

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self._begun = False

    def encode(self, input, final=False):
        name = self._later if self._later and self._begun else self._name
        if input:
            self._begun = True
        return input.encode(name, self.errors) if input or not self._later else b""

    def reset(self):
        self._begun = False

    def getstate(self):
        return int(self._later is not None and not self._begun)

    def setstate(self, state):
        self._begun = not state


class _TextDecoder(BufferedIncrementalDecoder):
    def _buffer_decode(self, input, errors, final):
        return _decode_part(self._name, input, errors, final)


class _MarkedDecoder(BufferedIncrementalDecoder):
    # UTF-16 and UTF-32: the mark says which byte order.

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self._order = None

    def _buffer_decode(self, input, errors, final):
        skip = 0
        if self._order is None:
            if len(input) < self._width:
                if final and input:
                    return _decode_part(self._name, input, errors, True)
                return "", 0
            mark = input[:self._width]
            if mark == self._marks[0]:
                self._order = "-le"
            elif mark == self._marks[1]:
                self._order = "-be"
            else:
                raise UnicodeError(f"{self._name.upper()} stream does not start with BOM")
            skip = self._width
        text, used = _decode_part(self._name + self._order, input[skip:], errors, final)
        return text, used + skip

    def reset(self):
        super().reset()
        self._order = None

    def getstate(self):
        return self.buffer, {None: 2, "-le": int(sys.byteorder != "little"),
                             "-be": int(sys.byteorder == "little")}[self._order]

    def setstate(self, state):
        self.buffer, number = state
        native = "-le" if sys.byteorder == "little" else "-be"
        self._order = None if number == 2 else native if number == 0 else "-be" if native == "-le" else "-le"


class _SigDecoder(BufferedIncrementalDecoder):
    # utf-8-sig: a mark at the beginning, and only there, means nothing.

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self._first = True

    def _buffer_decode(self, input, errors, final):
        skip = 0
        if self._first:
            if len(input) < 3 and BOM_UTF8.startswith(input) and not final:
                return "", 0
            self._first = False
            if input[:3] == BOM_UTF8:
                skip = 3
        text, used = _decode_part("utf-8", input[skip:], errors, final)
        return text, used + skip

    def reset(self):
        super().reset()
        self._first = True

    def getstate(self):
        return self.buffer, int(self._first)

    def setstate(self, state):
        self.buffer, first = state
        self._first = bool(first)


def _text_codec(name):
    encode, decode = _text_functions(name)
    fields = {"_name": name}
    native = "-le" if sys.byteorder == "little" else "-be"
    later, base = None, _TextDecoder
    if name in ("utf-16", "utf-32"):
        later, base = name + native, _MarkedDecoder
        fields["_width"] = 2 if name == "utf-16" else 4
        fields["_marks"] = (BOM_UTF16_LE, BOM_UTF16_BE) if name == "utf-16" else (BOM_UTF32_LE, BOM_UTF32_BE)
    elif name == "utf-8-sig":
        later, base = "utf-8", _SigDecoder
    encoder = type("IncrementalEncoder", (_TextEncoder,), {"_name": name, "_later": later})
    decoder = type("IncrementalDecoder", (base,), fields)

    class Writer(StreamWriter):
        def __init__(self, stream, errors="strict"):
            super().__init__(stream, errors)
            self._encoder = encoder(errors)

        def encode(self, input, errors="strict"):
            self._encoder.errors = errors
            return self._encoder.encode(input), len(input)

        def decode(self, input, errors="strict"):
            return decode(input, errors)

        def reset(self):
            self._encoder.reset()

    class Reader(StreamReader):
        def __init__(self, stream, errors="strict"):
            super().__init__(stream, errors)
            self._decoder = decoder(errors)

        def encode(self, input, errors="strict"):
            return encode(input, errors)

        def decode(self, input, errors="strict"):
            # The decoder keeps what is incomplete: all of input is used.
            self._decoder.errors = errors
            return self._decoder.decode(input), len(input)

        def reset(self):
            super().reset()
            self._decoder.reset()

    Writer.__name__ = Writer.__qualname__ = "StreamWriter"
    Reader.__name__ = Reader.__qualname__ = "StreamReader"
    return CodecInfo(encode, decode, Reader, Writer, encoder, decoder, name)


# -- Codecs between bytes, and between texts -----------------------------------------------------------------

def _binary_codec(name, encode, decode):
    def encode_all(input, errors="strict"):
        assert errors == "strict"
        return encode(input), len(input)

    def decode_all(input, errors="strict"):
        assert errors == "strict"
        return decode(input), len(input)

    class encoder(IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input)

    class decoder(IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input)

    class Writer(StreamWriter):
        charbuffertype = bytes
        encode = staticmethod(encode_all)
        decode = staticmethod(decode_all)

    class Reader(StreamReader):
        charbuffertype = bytes
        encode = staticmethod(encode_all)
        decode = staticmethod(decode_all)

    return CodecInfo(encode_all, decode_all, Reader, Writer, encoder, decoder, name, _is_text_encoding=False)


def _hex_codec():
    from binascii import a2b_hex, b2a_hex
    return _binary_codec("hex", b2a_hex, a2b_hex)


def _base64_codec():
    import base64
    return _binary_codec("base64", base64.encodebytes, base64.decodebytes)


def _zlib_codec():
    import zlib
    return _binary_codec("zlib", zlib.compress, zlib.decompress)


def _bz2_codec():
    import bz2
    return _binary_codec("bz2", bz2.compress, bz2.decompress)


def _rot13_codec():
    table = {}
    for first in (65, 97):
        for i in range(26):
            table[first + i] = first + (i + 13) % 26
    rotate = lambda text: str.translate(text, table)
    return _binary_codec("rot13", rotate, rotate)


_others = {"hex": _hex_codec, "hex_codec": _hex_codec, "base64": _base64_codec, "base_64": _base64_codec,
           "base64_codec": _base64_codec, "zlib": _zlib_codec, "zip": _zlib_codec, "zlib_codec": _zlib_codec,
           "bz2": _bz2_codec, "bz2_codec": _bz2_codec, "rot13": _rot13_codec, "rot_13": _rot13_codec}


# -- The registry --------------------------------------------------------------------------------------------

_search_functions = []
_cache = {}
_error_handlers = {}


def register(search_function, /):
    """Ask search_function for codecs: it gets a normalised name and returns a CodecInfo or None."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _search_functions.append(search_function)


def unregister(search_function, /):
    """Ask it no more, and forget what it has said."""
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _cache.clear()


def lookup(encoding, /):
    """The CodecInfo of an encoding."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    if "\0" in encoding:
        raise ValueError("embedded null character")
    info = _cache.get(encoding)
    if info is not None:
        return info
    key = encoding.lower().replace(" ", "-")
    plain = "".join(c if c.isalnum() or c == "." else "_" for c in key)
    name = _canonical(encoding)
    if name is not None:
        info = _text_codec(name)
    elif plain in _others:
        try:
            info = _others[plain]()
        except ImportError:
            pass
    if info is None:
        for search in _search_functions:
            info = search(plain)
            if info is not None:
                if not isinstance(info, tuple) or len(info) != 4:
                    raise TypeError("codec search functions must return 4-tuples")
                break
    if info is None:
        raise LookupError(f"unknown encoding: {encoding}")
    _cache[encoding] = info
    return info


def encode(obj, encoding="utf-8", errors="strict"):
    """What the codec makes of obj."""
    return lookup(encoding).encode(obj, errors)[0]


def decode(obj, encoding="utf-8", errors="strict"):
    """What the codec reads in obj."""
    return lookup(encoding).decode(obj, errors)[0]


def getencoder(encoding):
    """The function that encodes."""
    return lookup(encoding).encode


def getdecoder(encoding):
    """The function that decodes."""
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    """The class of encoders for text in pieces; LookupError if the codec has none."""
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    """The class of decoders for bytes in pieces; LookupError if the codec has none."""
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def getreader(encoding):
    """The class of readers."""
    return lookup(encoding).streamreader


def getwriter(encoding):
    """The class of writers."""
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors="strict", **kwargs):
    """The encoded pieces of the texts of an iterator."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in iterator:
        output = encoder.encode(piece)
        if output:
            yield output
    output = encoder.encode("", True)
    if output:
        yield output


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    """The texts in the pieces of an iterator of bytes."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in iterator:
        output = decoder.decode(piece)
        if output:
            yield output
    output = decoder.decode(b"", True)
    if output:
        yield output


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """A file whose text is in an encoding; it is opened in binary mode, so that line ends stay as they are."""
    if encoding is not None and "b" not in mode:
        mode += "b"
    file = builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    try:
        info = lookup(encoding)
        result = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
        result.encoding = encoding
        return result
    except:
        file.close()
        raise


def EncodedFile(file, data_encoding, file_encoding=None, errors="strict"):
    """A stream of bytes in data_encoding on a file that is in file_encoding."""
    if file_encoding is None:
        file_encoding = data_encoding
    data, there = lookup(data_encoding), lookup(file_encoding)
    result = StreamRecoder(file, data.encode, data.decode, there.streamreader, there.streamwriter, errors)
    result.data_encoding = data_encoding
    result.file_encoding = file_encoding
    return result


# -- Error handlers ------------------------------------------------------------------------------------------

def register_error(errors, handler, /):
    """Let a handler be known by a name: it gets the exception, returns (replacement, where to go on)."""
    if not isinstance(errors, str):
        raise TypeError(f"register_error() argument 1 must be str, not {type(errors).__name__}")
    if not callable(handler):
        raise TypeError("handler must be callable")
    _error_handlers[errors] = handler


def lookup_error(name, /):
    """The handler of that name."""
    try:
        return _error_handlers[name]
    except KeyError:
        raise LookupError(f"unknown error handler name '{name}'") from None


def _cannot_handle(exception):
    raise TypeError(f"don't know how to handle {type(exception).__name__} in error callback")


def strict_errors(exception, /):
    """Raise it."""
    if isinstance(exception, Exception):
        raise exception
    raise TypeError("codec must pass exception instance")


def ignore_errors(exception, /):
    """Leave it out."""
    if not isinstance(exception, UnicodeError):
        _cannot_handle(exception)
    return "", exception.end


def replace_errors(exception, /):
    """Put ? or U+FFFD there."""
    if isinstance(exception, UnicodeEncodeError):
        return "?" * (exception.end - exception.start), exception.end
    if isinstance(exception, UnicodeDecodeError):
        return "\ufffd", exception.end
    if isinstance(exception, UnicodeTranslateError):
        return "\ufffd" * (exception.end - exception.start), exception.end
    _cannot_handle(exception)


def _bad_part(exception):
    return exception.object[exception.start:exception.end]


def xmlcharrefreplace_errors(exception, /):
    """Put &#number; there."""
    if not isinstance(exception, UnicodeEncodeError):
        _cannot_handle(exception)
    return "".join(f"&#{ord(c)};" for c in _bad_part(exception)), exception.end


def _escaped(c):
    code = c if isinstance(c, int) else ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def backslashreplace_errors(exception, /):
    """Put a backslash and the number there."""
    if not isinstance(exception, UnicodeError):
        _cannot_handle(exception)
    return "".join(map(_escaped, _bad_part(exception))), exception.end


def namereplace_errors(exception, /):
    """Put \\N{name} there."""
    if not isinstance(exception, UnicodeEncodeError):
        _cannot_handle(exception)
    return _bad_part(exception).encode("ascii", "namereplace").decode("ascii"), exception.end


def _surrogateescape_errors(exception):
    # Bytes that are no characters travel as lone surrogates.
    part = _bad_part(exception)
    if isinstance(exception, UnicodeEncodeError):
        if all("\udc80" <= c <= "\udcff" for c in part):
            return bytes(ord(c) - 0xdc00 for c in part), exception.end
        raise exception
    if not isinstance(exception, UnicodeDecodeError):
        _cannot_handle(exception)
    text = ""
    for byte in part:
        if byte < 128:
            break
        text += chr(0xdc00 + byte)
    if not text:
        raise exception
    return text, exception.start + len(text)


def _surrogatepass_errors(exception):
    # Surrogates are encoded as if they were characters.
    encoding = _canonical(exception.encoding) or ""
    if isinstance(exception, UnicodeEncodeError):
        return _bad_part(exception).encode(encoding, "surrogatepass"), exception.end
    if not isinstance(exception, UnicodeDecodeError):
        _cannot_handle(exception)
    width = 3 if encoding == "utf-8" else 2 if encoding.startswith("utf-16") else 4
    part = exception.object[exception.start:exception.start + width]
    try:
        return part.decode(encoding, "surrogatepass"), exception.start + width
    except UnicodeDecodeError:
        raise exception from None


for _name, _handler in (("strict", strict_errors), ("ignore", ignore_errors), ("replace", replace_errors),
                        ("xmlcharrefreplace", xmlcharrefreplace_errors),
                        ("backslashreplace", backslashreplace_errors), ("namereplace", namereplace_errors),
                        ("surrogateescape", _surrogateescape_errors),
                        ("surrogatepass", _surrogatepass_errors)):
    _error_handlers[_name] = _handler
del _name, _handler


# -- The functions of the encodings under their own names ----------------------------------------------------

def _make_functions():
    for name, label, partial in (("ascii", "ascii", False), ("latin-1", "latin_1", False),
                                 ("utf-8", "utf_8", True), ("utf-16", "utf_16", True),
                                 ("utf-16-le", "utf_16_le", True), ("utf-16-be", "utf_16_be", True),
                                 ("utf-32", "utf_32", True), ("utf-32-le", "utf_32_le", True),
                                 ("utf-32-be", "utf_32_be", True), ("unicode-escape", "unicode_escape", False),
                                 ("raw-unicode-escape", "raw_unicode_escape", False)):
        def encoder(string, errors=None, /, name=name):
            return string.encode(name, errors or "strict"), len(string)

        def decoder(data, errors=None, final=False, /, name=name, partial=partial):
            return _decode_part(name, data, errors or "strict", final or not partial)

        encoder.__name__ = encoder.__qualname__ = label + "_encode"
        decoder.__name__ = decoder.__qualname__ = label + "_decode"
        yield encoder.__name__, encoder
        yield decoder.__name__, decoder


globals().update(_make_functions())


def escape_encode(data, errors=None, /):
    """Bytes as they stand in a bytes literal."""
    return repr(bytes(data)).encode("ascii")[2:-1], len(data)


def escape_decode(data, errors=None, /):
    """The bytes that stand in a literal."""
    if isinstance(data, str):
        data = data.encode()
    text = bytes(data).decode("latin-1")
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        body = text.replace("\\u", "\\\\u").replace("\\U", "\\\\U").replace("\\N", "\\\\N")
        return body.encode("latin-1").decode("unicode_escape").encode("latin-1"), len(data)
