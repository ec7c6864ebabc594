/* The import system: sys.modules, then native modules, then frozen ones, then files and packages on the path.
 * One lookup function (find) knows where modules are; one (load) makes a module of what was found. */
#include "vm/import.h"
#include "vm/frozen_code.h"
#include "vm/interp.h"
#include "vm/lock.h"
#include "vm/thread.h"
#include "compiler/compile.h"
#include "vm/frame.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/oscall.h"
#include <errno.h>
#include <sys/stat.h>

enum FoundKind { FOUND_NOTHING, FOUND_NATIVE, FOUND_FROZEN, FOUND_FILE, FOUND_NAMESPACE };

typedef struct Found {
    enum FoundKind kind;
    const ModuleDef *native;
    const FrozenModule *frozen;
    Value filename;             /* str */
    Value folder;               /* str: a package's place */
    bool is_package;
    Value portions;             /* list of folders of a namespace package, or 0 */
} Found;

/* -- Finding --------------------------------------------------------------------------------------------------------- */

static const FrozenModule *find_frozen(const char *name) {
    size_t lo = 0, hi = frozen_module_count;        /* sorted by name */
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strcmp(name, frozen_modules[mid].name);
        if (c == 0) return &frozen_modules[mid];
        if (c < 0) hi = mid;
        else lo = mid + 1;
    }
    return NULL;
}

static bool is_kind(Thread *t, Value path, mode_t kind) {
    struct stat st;
    size_t n;
    const char *p = str_fs(t, as_str(path), &n);
    if (!p) {
        exc_clear(t);
        return false;
    }
    return os_stat(t, p, &st) == 0 && (st.st_mode & S_IFMT) == kind;
}

/* Looks for `tail` in one folder. false: an exception was raised. */
static bool find_in_folder(Thread *t, Value folder, Value tail, Found *found) {
    const char *sep = as_str(folder)->len ? "/" : "";
    Value base = str_format(t, "%U%s%U", folder, sep, tail);
    if (!base) return false;
    if (is_kind(t, base, S_IFDIR)) {
        Value init = str_format(t, "%U/__init__.py", base);
        if (!init) return false;
        if (is_kind(t, init, S_IFREG)) {
            found->kind = FOUND_FILE;
            found->filename = init;
            found->folder = base;
            found->is_package = true;
            return true;
        }
    }
    Value file = str_format(t, "%U.py", base);
    if (!file) return false;
    if (is_kind(t, file, S_IFREG)) {
        found->kind = FOUND_FILE;
        found->filename = file;
        return true;
    }
    if (is_kind(t, base, S_IFDIR)) {
        if (!found->portions && !(found->portions = from_ptr(list_alloc(t, 0, 1)))) return false;
        return list_append(t, as_list(found->portions), base);
    }
    return true;
}

/* path: an iterable of folders, or 0 for a top-level module (sys.path). */
static bool find(Thread *t, Value name, Value path, Found *found) {
    memset(found, 0, sizeof *found);
    const char *text = str_utf8_lossy(t, as_str(name), NULL);
    if (!text) return false;
    for (const ModuleDef *const *m = native_modules; *m; m++)
        if (strcmp((*m)->name, text) == 0) {
            found->kind = FOUND_NATIVE;
            found->native = *m;
            return true;
        }
    const FrozenModule *frozen = find_frozen(text);
    if (frozen) {
        found->kind = FOUND_FROZEN;
        found->frozen = frozen;
        found->is_package = frozen->is_package;
        return true;
    }
    if (!path) {
        path = dict_get_cstr(t, t->interp->sys->dict, "path");
        if (!path) return raise_error(t, EXC_RuntimeError, "sys.path must be a list of directory names"), false;
    }
    int64_t dot = -1;
    for (int64_t i = 0; i < as_str(name)->len; i++)
        if (str_at(as_str(name), i) == '.') dot = i;
    Value tail = dot < 0 ? name : str_slice(t, as_str(name), dot + 1, as_str(name)->len);
    Tuple *folders = tail ? tuple_from_iterable(t, path) : NULL;
    if (!folders) return false;
    for (int64_t i = 0; i < folders->len; i++) {
        if (!is_str(folders->items[i])) continue;
        if (!find_in_folder(t, folders->items[i], tail, found)) return false;
        if (found->kind) return true;
    }
    if (found->portions) {
        found->kind = FOUND_NAMESPACE;
        found->is_package = true;
    }
    return true;
}

static bool read_source(Thread *t, Value filename, Buf *source) {
    const char *path = str_fs(t, as_str(filename), NULL);
    if (!path) return false;
    int err = os_read_file(t, path, source);
    if (err > 0) raise_os_error_path(t, err, filename);
    return err == 0;
}

/* -- Loading ---------------------------------------------------------------------------------------------------------- */

/* The module's place in words: <frozen os> as tracebacks of frozen modules show it. */
static Value frozen_filename(Thread *t, const FrozenModule *m) { return str_format(t, "<frozen %s>", m->name); }

static Value parent_of(Thread *t, Value name) {
    Str *s = as_str(name);
    for (int64_t i = s->len; i-- > 0;)
        if (str_at(s, i) == '.') return str_slice(t, s, 0, i);
    return from_ptr(t->interp->empty_str);
}

Value import_spec(Thread *t, Value name, Value origin, bool located, Value search, Value package) {
    Value ns = object_alloc(t, type_by_id(t, T_SIMPLE_NAMESPACE));
    if (!ns) return VALUE_ERROR;
    struct { const char *name; Value v; } rows[] = {
        { "name", name }, { "loader", VALUE_NONE }, { "origin", origin ? origin : VALUE_NONE },
        { "submodule_search_locations", search ? search : VALUE_NONE }, { "parent", package },
        { "has_location", from_bool(located) }, { "cached", VALUE_NONE }, { "_initializing", VALUE_TRUE } };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Str *s = str_intern_cstr(t, rows[i].name);
        if (!s || !set_attr(t, ns, s, rows[i].v)) return VALUE_ERROR;
    }
    return ns;
}

static bool set_initializing(Thread *t, Module *m, bool on) {
    Value spec = dict_get_str(t, m->dict, NAME(t, __spec__));
    Str *name = str_intern_cstr(t, "_initializing");
    if (!name) return false;
    return !spec || spec == VALUE_NONE || set_attr(t, spec, name, from_bool(on));
}

bool module_is_initializing(Thread *t, Value module) {
    if (!is_module(module)) return false;
    Value spec = dict_get_str(t, as_module(module)->dict, NAME(t, __spec__));
    Str *name = str_intern_cstr(t, "_initializing");
    if (!spec || spec == VALUE_NONE || !name) return false;
    Value v = get_attr_or_null(t, spec, name);
    exc_clear(t);
    return v == VALUE_TRUE;
}

/* Runs source as the body of m, which stays in sys.modules only if that succeeds. */
static bool run_body(Thread *t, Module *m, Value filename, const char *source, size_t n) {
    Code *code = compile_source(t, source, n, filename, PARSE_FILE, compile_optimize_flags(t->interp->options->optimize));
    return code && eval_code(t, code, m->dict, VALUE_NULL, VALUE_NONE) != VALUE_ERROR;
}

static bool run_frozen(Thread *t, Module *m, const FrozenModule *frozen) {
    Value filename = frozen_filename(t, frozen);
    if (!filename) return false;
    Code *code = t->interp->options->optimize ? NULL : frozen_code(t, (size_t)(frozen - frozen_modules), filename);
    if (!code && t->exc) return false;
    return code ? eval_code(t, code, m->dict, VALUE_NULL, VALUE_NONE) != VALUE_ERROR
                : run_body(t, m, filename, frozen->source, frozen->size);
}

static Value load(Thread *t, Value name, const Found *found) {
    Dict *modules = t->interp->modules;
    if (found->kind == FOUND_NATIVE) {
        Module *m = module_from_def(t, found->native);
        if (!m || !dict_set(t, modules, name, from_ptr(m))) return VALUE_ERROR;
        Value spec = import_spec(t, name, str_from_cstr(t, "built-in"), false, VALUE_NULL, parent_of(t, name));
        if (!spec || !dict_set_str(t, m->dict, NAME(t, __spec__), spec) || !set_initializing(t, m, false) ||
            !dict_set_str(t, m->dict, NAME(t, __package__), parent_of(t, name)))
            return VALUE_ERROR;
        return from_ptr(m);
    }
    const char *text = str_utf8_lossy(t, as_str(name), NULL);
    Module *m = text ? module_new(t, text, NULL) : NULL;
    if (!m) return VALUE_ERROR;
    Value search = VALUE_NULL, filename = VALUE_NULL;
    if (found->is_package) {
        search = found->kind == FOUND_NAMESPACE ? found->portions
               : from_ptr(list_alloc(t, 0, 1));
        if (!search || (found->kind == FOUND_FILE && !list_append(t, as_list(search), found->folder))) return VALUE_ERROR;
        if (!dict_set_str(t, m->dict, NAME(t, __path__), search)) return VALUE_ERROR;
    }
    Value package = found->is_package ? name : parent_of(t, name);
    if (!package) return VALUE_ERROR;
    if (found->kind == FOUND_FILE) filename = found->filename;
    Value spec = import_spec(t, name, filename ? filename : found->kind == FOUND_FROZEN ? str_from_cstr(t, "frozen") : VALUE_NULL,
                             filename != 0, search, package);
    if (!spec || !dict_set_str(t, m->dict, NAME(t, __spec__), spec) ||
        !dict_set_str(t, m->dict, NAME(t, __package__), package) ||
        !dict_set_str(t, m->dict, NAME(t, __builtins__), from_ptr(t->interp->builtins)) ||
        (filename && !dict_set_str(t, m->dict, NAME(t, __file__), filename)))
        return VALUE_ERROR;
    if (!dict_set(t, modules, name, from_ptr(m))) return VALUE_ERROR;
    bool ok = true;
    if (found->kind == FOUND_FROZEN) {
        ok = run_frozen(t, m, found->frozen);
    } else if (found->kind == FOUND_FILE) {
        Buf source = BUF_INIT;
        ok = read_source(t, filename, &source) && run_body(t, m, filename, source.data ? source.data : "", source.len);
    }
    if (!ok) {
        Value exc = exc_fetch(t);
        if (dict_delete(t, modules, name) < 0) exc_clear(t);
        exc_restore(t, exc);
        return VALUE_ERROR;
    }
    if (!set_initializing(t, m, false)) return VALUE_ERROR;
    Value now = dict_pop(t, modules, name);         /* a module may have replaced itself; it moves to the end */
    if (!now && t->exc) return VALUE_ERROR;
    if (!now) now = from_ptr(m);
    return dict_set(t, modules, name, now) ? now : VALUE_ERROR;
}

static COLD Value not_found(Thread *t, Value name, const char *more, Value parent) {
    if (parent)
        return raise_import_error(t, EXC_ModuleNotFoundError, name, VALUE_NONE, "No module named %R; %R%s", name, parent, more);
    return raise_import_error(t, EXC_ModuleNotFoundError, name, VALUE_NONE, "No module named %R", name);
}

/* -- One thread loads a module, the others wait ------------------------------------------------------------------------ */

/* A module that is being found and run. Interp.loading lists them. */
struct Loading {
    Value name;
    Lock lock;                  /* held by the thread that loads */
    Loading *next;
};

static Loading *loading_by_name(Interp *interp, Value name) {
    Loading *l = interp->loading;
    while (l && !str_equal(as_str(l->name), as_str(name))) l = l->next;
    return l;
}

static Loading *loading_begin(Thread *t, Value name) {
    Loading *l = alloc_array(t, 1, sizeof *l);
    if (!l) return NULL;
    l->lock.use = LOCK_OF_IMPORT;
    l->name = name;
    l->lock.owner = t->id;
    l->next = t->interp->loading;
    return t->interp->loading = l;
}

static void loading_end(Thread *t, Loading *l) {
    Loading **p = &t->interp->loading;
    while (*p && *p != l) p = &(*p)->next;
    if (*p) *p = l->next;
    if (l->lock.owner == t->id) lock_give(t, &l->lock);
}

/* Does the thread that loads l wait, over any number of threads, for a module that t loads? */
static bool waits_for(Thread *t, Loading *l) {
    for (;;) {
        Thread *owner = thread_by_id(t->interp, l->lock.owner);
        Lock *awaited = owner ? lock_awaited(owner) : NULL;
        if (owner == t) return true;
        Loading *next = t->interp->loading;
        while (next && &next->lock != awaited) next = next->next;
        if (!awaited || !next) return false;
        l = next;
    }
}

/* Another thread loads the module: waits for it. 1: look again; 0: it waits for us, take what there is; -1: raised. */
static int loading_wait(Thread *t, Loading *l) {
    if (!thread_by_id(t->interp, l->lock.owner)) {      /* it did not come through a fork */
        loading_end(t, l);
        return 1;
    }
    if (waits_for(t, l)) return 0;
    int r = lock_take(t, &l->lock, INT64_MAX);
    if (r > 0) lock_give(t, &l->lock);
    return r;
}

static Value find_and_load(Thread *t, Value name, Value path) {
    Found found;
    if (!find(t, name, path, &found)) return VALUE_ERROR;
    if (!found.kind) return not_found(t, name, NULL, VALUE_NULL);
    if (!enter_c(t, " while importing a module")) return VALUE_ERROR;
    Value m = load(t, name, &found);
    leave_c(t);
    return m;
}

/* The module of an absolute dotted name, its parents imported first. */
static Value import_absolute(Thread *t, Value name) {
    Value m;
    Loading *loading;
again:;
    int r = dict_lookup(t, t->interp->modules, name, &m);
    if (r < 0) return VALUE_ERROR;
    if (unlikely(t->interp->loading != NULL) && (loading = loading_by_name(t->interp, name)) &&
        loading->lock.owner != t->id) {
        int w = loading_wait(t, loading);
        if (w < 0) return VALUE_ERROR;
        if (w > 0) goto again;
        if (!r) return raise_error(t, EXC_RuntimeError, "deadlock detected while importing %R", name);
    }
    if (r) return m == VALUE_NONE
        ? raise_import_error(t, EXC_ModuleNotFoundError, name, VALUE_NONE, "import of %U halted; None in sys.modules", name) : m;
    Value parent_name = parent_of(t, name), parent = VALUE_NULL, path = VALUE_NULL;
    if (!parent_name) return VALUE_ERROR;
    if (as_str(parent_name)->len) {
        if (!enter_c(t, " while importing a module")) return VALUE_ERROR;
        parent = import_absolute(t, parent_name);
        leave_c(t);
        if (!parent) return VALUE_ERROR;
        r = dict_lookup(t, t->interp->modules, name, &m);       /* the parent may have imported it, or another thread */
        if (r < 0) return VALUE_ERROR;
        if (r) goto again;
        path = get_attr_or_null(t, parent, NAME(t, __path__));
        if (!path) {
            if (t->exc) return VALUE_ERROR;
            return not_found(t, name, " is not a package", parent_name);
        }
    }
    if (t->interp->loading && (loading = loading_by_name(t->interp, name)) && loading->lock.owner != t->id) goto again;
    if (!(loading = loading_begin(t, name))) return VALUE_ERROR;
    m = find_and_load(t, name, path);
    loading_end(t, loading);
    if (!m) return VALUE_ERROR;
    if (parent) {
        Str *s = as_str(name);
        Value tail = str_slice(t, s, as_str(parent_name)->len + 1, s->len);
        Str *attr = tail ? str_intern_exact(t, as_str(tail)) : NULL;
        if (!attr || !set_attr(t, parent, attr, m)) return VALUE_ERROR;
    }
    return m;
}

Value import_module(Thread *t, const char *name) {
    Str *s = str_intern_cstr(t, name);
    return s ? import_absolute(t, from_ptr(s)) : VALUE_ERROR;
}

/* -- import statements ----------------------------------------------------------------------------------------------------- */

/* The package that a relative import starts from. */
static Value calc_package(Thread *t, Dict *globals) {
    Value package = globals ? dict_get_str(t, globals, NAME(t, __package__)) : VALUE_NULL;
    if (package && package != VALUE_NONE) {
        if (!is_str(package)) return raise_type_error(t, "package must be a string");
    } else {
        Value name = globals ? dict_get_str(t, globals, NAME(t, __name__)) : VALUE_NULL;
        if (!name) return raise_key_error(t, from_ptr(str_intern_cstr(t, "'__name__' not in globals")));
        if (!is_str(name)) return raise_type_error(t, "__name__ must be a string");
        package = dict_get_str(t, globals, NAME(t, __path__)) ? name : parent_of(t, name);
        if (!package) return VALUE_ERROR;
    }
    if (!as_str(package)->len)
        return raise_import_error(t, EXC_ImportError, VALUE_NONE, VALUE_NONE,
                                  "attempted relative import with no known parent package");
    return package;
}

static Value absolute_name(Thread *t, Str *name, Dict *globals, int64_t level) {
    if (level == 0) return from_ptr(name);
    Value package = calc_package(t, globals);
    if (!package) return VALUE_ERROR;
    for (int64_t i = 1; i < level; i++) {
        package = parent_of(t, package);
        if (!package) return VALUE_ERROR;
        if (!as_str(package)->len)
            return raise_import_error(t, EXC_ImportError, VALUE_NONE, VALUE_NONE,
                                      "attempted relative import beyond top-level package");
    }
    return name->len ? str_format(t, "%U.%Q", package, name) : package;
}

/* Submodules named in a fromlist are imported if the package lacks the attribute. */
static bool import_fromlist(Thread *t, Value module, Value fromlist) {
    Value path = get_attr_or_null(t, module, NAME(t, __path__));
    if (!path) return t->exc == 0;
    Tuple *names = tuple_from_iterable(t, fromlist);
    if (!names) return false;
    for (int64_t i = 0; i < names->len; i++) {
        Value name = names->items[i];
        if (!is_str(name)) {
            raise_type_error(t, "Item in ``from list'' must be str, not %T", name);
            return false;
        }
        if (str_equals_cstr(as_str(name), "*")) {
            Value all = get_attr_or_null(t, module, NAME(t, __all__));
            if (t->exc || (all && !import_fromlist(t, module, all))) return false;
            continue;
        }
        Str *s = str_intern_exact(t, as_str(name));
        Value have = s ? get_attr_or_null(t, module, s) : VALUE_ERROR;
        if (have) continue;
        if (t->exc) return false;
        Value package = get_attr(t, module, NAME(t, __name__));
        Value full = package ? str_format(t, "%S.%U", package, name) : VALUE_ERROR;
        if (!full) return false;
        if (!import_absolute(t, full)) {
            if (!exc_matches(t, EXC_ModuleNotFoundError)) return false;
            Value missing = as_exc(t->exc)->field[1];
            if (!missing || !is_str(missing) || !str_equal(as_str(missing), as_str(full))) return false;
            exc_clear(t);                           /* `from m import x` says so itself */
        }
    }
    return true;
}

Value import_module_level(Thread *t, Str *name, Dict *globals, Value fromlist, int64_t level) {
    if (level < 0) return raise_value_error(t, "level must be >= 0");
    if (!name->len && level == 0) return raise_value_error(t, "Empty module name");
    Value full = absolute_name(t, name, globals, level);
    if (!full) return VALUE_ERROR;
    Value m = import_absolute(t, full);
    if (!m) return VALUE_ERROR;
    int from = fromlist ? truth_of(t, fromlist) : 0;
    if (from < 0) return VALUE_ERROR;
    if (from) return import_fromlist(t, m, fromlist) ? m : VALUE_ERROR;
    int64_t dot = 0;                                /* `import a.b` binds a */
    while (dot < name->len && str_at(name, dot) != '.') dot++;
    if (dot == name->len) return m;
    Value top = str_slice(t, as_str(full), 0, as_str(full)->len - (name->len - dot));
    return top ? import_absolute(t, top) : VALUE_ERROR;
}

Value import_builtin(Thread *t, Value *a) {
    if (!is_str(a[0])) return raise_type_error(t, "module name must be a string");
    int64_t level;
    if (!as_int64(t, a[4], &level)) return VALUE_ERROR;
    Str *name = str_intern_exact(t, as_str(a[0]));
    if (!name) return VALUE_ERROR;
    return import_module_level(t, name, a[1] && is_dict(a[1]) ? as_dict(a[1]) : NULL, a[3], level);
}

bool import_find_source(Thread *t, Value name, Value *filename, Buf *source, bool *is_package, Value *search_path) {
    Value parent_name = parent_of(t, name), path = VALUE_NULL;
    if (!parent_name) return false;
    if (as_str(parent_name)->len) {
        Value parent = import_absolute(t, parent_name);
        if (!parent) return false;
        path = get_attr_or_null(t, parent, NAME(t, __path__));
        if (!path) {
            if (!t->exc)
                raise_import_error(t, EXC_ModuleNotFoundError, parent_name, VALUE_NONE,
                                   "__path__ attribute not found on %R while trying to find %R", parent_name, name);
            return false;
        }
    }
    Found found;
    if (!find(t, name, path, &found)) return false;
    *is_package = found.is_package;
    *search_path = found.folder;
    if (found.kind == FOUND_FILE) {
        *filename = found.filename;
        return read_source(t, found.filename, source);
    }
    if (found.kind == FOUND_FROZEN) {
        buf_add(source, found.frozen->source, found.frozen->size);
        *filename = frozen_filename(t, found.frozen);
        return *filename != VALUE_ERROR;
    }
    if (found.kind == FOUND_NATIVE)
        raise_error(t, EXC_ImportError, "No code object available for %U", name);
    else
        not_found(t, name, NULL, VALUE_NULL);
    return false;
}

bool import_init(Thread *t) { return (t->interp->modules = dict_new(t)) != NULL; }
