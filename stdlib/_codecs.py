"""Encoding and decoding by name; pickles of protocols 0 to 2 refer to encode()."""

__all__ = ["encode", "decode"]


def encode(obj, encoding="utf-8", errors="strict"):
    """Text as bytes."""
    return obj.encode(encoding, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    """Bytes as text."""
    return obj.decode(encoding, errors)
