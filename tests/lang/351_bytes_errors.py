# bytes and bytearray: errors.
b = b"abc"
ba = bytearray(b"abc")
for source in ("bytes(-1)", "bytes('a')", "bytes(1.5)", "bytes([256])", "bytes([-1])", "bytes(['a'])", "bytes([1.5])", "bytes(None)", "bytes(5, 'utf-8')", "bytes(b'a', 'utf-8')", "bytes('a', 'utf-8', 'strict', 1)", "bytes(10**20)", "b + 'a'", "b + 1", "'a' + b", "b * 'a'", "b * 1.5", "b['a']", "b[5]", "b[0] = 1", "del b[0]", "b.x", "b'a' in 5", "'a' in b", "256 in b", "-1 in b", "1.5 in b",
               "b.find('a')", "b.find(256)", "b.index(b'z')", "b.rindex(b'z')", "b.count('a')", "b.startswith('a')", "b.startswith(['a'])", "b.startswith((1,))", "b.replace('a', 'b')", "b.replace(b'a')", "b.split('a')", "b.split(b'')", "b.join('a')", "b.join([1])", "b','.join(['a'])", "b.partition('a')", "b.partition(b'')", "b.strip('a')", "b.center(5, 'a')", "b.center(5, b'ab')", "b.center('a')", "b.translate(b'a')", "b.translate('a')", "b.translate()", "bytes.maketrans(b'a', b'bc')", "bytes.maketrans('a', 'b')",
               "bytes.fromhex('0')", "bytes.fromhex('zz')", "bytes.fromhex('a b')", "bytes.fromhex(b'00')", "bytes.fromhex('é0')", "b.hex('ab')", "b.hex('é')", "b.hex(1)", "b.decode('ascii', 'strict', 1)", "b < 'a'", "b < 1", "b.upper(1)", "b.expandtabs('a')", "b.zfill('a')", "b'%d' % 'a'", "b'%s' % 'a'", "b'%b' % 5", "b'%c' % 256", "b'%c' % b'ab'", "b'%x' % 1.5", "b'%q' % 1", "b'%d %d' % 1", "b'%(a)s' % {b'a': b'x'}", "b'%(a)s' % {'a': b'x'}", "b'a' % 1", "int(b)", "b()", "ord(b)", "chr(b)", "hash(ba)",
               "bytearray(-1)", "bytearray('a')", "bytearray([256])", "bytearray(1.5)", "ba.append(256)", "ba.append('a')", "ba.append(b'a')", "ba.extend('a')", "ba.extend(5)", "ba.extend([256])", "ba.insert('a', 1)", "ba.insert(0, 256)", "ba.pop(10)", "ba.pop('a')", "bytearray().pop()", "ba.remove(1)", "ba.remove('a')", "ba.remove(256)", "ba[0] = 256", "ba[0] = 'a'", "ba[10] = 1", "ba['a'] = 1", "ba[0:1] = 'a'", "ba[0:1] = 5", "ba[::2] = b'a'", "ba[0:2] = [300]", "del ba[10]", "ba + 'a'", "ba * 'a'", "ba += 1", "ba.foo", "ba[1.5]", "ba.reverse(1)", "ba.copy(1)", "ba.clear(1)"):
    try:
        if "=" in source and "==" not in source or source.startswith("del"):
            exec(source)
            print(source, "ok", ba)
        else:
            print(source, "=", repr(eval(source)))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
