/* _codecs: what stdlib/codecs.py is built on. */
#include "vm/native.h"
#include "vm/object/codec.h"

static const char *text_argument(Thread *t, Value v) { return is_str(v) ? str_utf8(t, as_str(v), NULL) : NULL; }

/* The name that CPython gives to an encoding of ours; None: it is none. */
static Value canonical(Thread *t, Value *a) {
    const char *name = text_argument(t, a[0]);
    if (!name)
        return t->exc ? VALUE_ERROR : raise_type_error(t, "lookup() argument must be str, not %V", a[0]);
    CodecId id = codec_find(name);
    return id == CODEC_UNKNOWN ? VALUE_NONE : str_from_cstr(t, codec_name(id));
}

/* (text, number of bytes it was made from): the same number as there are if final. */
static Value decode_part(Thread *t, Value *a) {
    const char *name = text_argument(t, a[0]), *errors = text_argument(t, a[2]);
    CodecId id = name ? codec_find(name) : CODEC_UNKNOWN;
    int final = truth_of(t, a[3]);
    BufferView b;
    if (t->exc || final < 0)
        return VALUE_ERROR;
    if (id == CODEC_UNKNOWN)
        return raise_error(t, EXC_LookupError, "unknown encoding: %S", a[0]);
    if (!get_buffer(t, a[1], &b))
        return VALUE_ERROR;
    size_t consumed = b.len;
    Value text = codec_decode(t, id, b.data, b.len, errors, final ? NULL : &consumed);
    release_buffer(t, &b);
    return text ? tuple_pack2(t, text, from_small((int64_t)consumed)) : VALUE_ERROR;
}

/* The name that pickles of protocols 0 to 2 know; codecs.encode() does it. */
static Value encode(Thread *t, Value *a) {
    Value module = import_module(t, "codecs"), f = module ? get_attr_cstr(t, module, "encode") : VALUE_ERROR;
    return f ? call3(t, f, a[0], a[1], a[2]) : VALUE_ERROR;
}

const ModuleDef mod_codecs = {
    .name = "_codecs",
    .doc = "Encodings.",
    .functions = (const FunctionDef[]) {
        { "canonical", canonical, "name, /", "The name of a built-in encoding that has this alias, or None.", 0 },
        { "decode_part", decode_part, "encoding, data, errors='strict', final=False, /",
          "The text of the complete characters, and how many bytes they take.", 0 },
        { "encode", encode, "obj, encoding='utf-8', errors='strict'", "obj in an encoding.", 0 }, { 0 } },
};
