/* pwd and grp: who the users and groups are. The system may ask files, or a server far away. */
#include "runtime/posix.h"
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>

/* One question. The buffer holds the strings of the answer; ERANGE: it is too small. */
typedef struct Lookup {
    const char *name;                           /* NULL: by id */
    unsigned id;
    union { struct passwd user; struct group group; } entry;
    bool found;
    char *room;
    size_t size;
} Lookup;

static int64_t answer(Lookup *l, int err, const void *found) {
    l->found = found != NULL;
    if (err && err != ENOENT && err != ESRCH && err != EBADF && err != EPERM) return errno = err, -1;
    return 0;
}
static int64_t call_user(void *arg) {
    Lookup *l = arg;
    struct passwd *found = NULL;
    int err = l->name ? getpwnam_r(l->name, &l->entry.user, l->room, l->size, &found)
                      : getpwuid_r(l->id, &l->entry.user, l->room, l->size, &found);
    return answer(l, err, found);
}
static int64_t call_group(void *arg) {
    Lookup *l = arg;
    struct group *found = NULL;
    int err = l->name ? getgrnam_r(l->name, &l->entry.group, l->room, l->size, &found)
                      : getgrgid_r(l->id, &l->entry.group, l->room, l->size, &found);
    return answer(l, err, found);
}
static int64_t call_next_user(void *arg) {
    Lookup *l = arg;
    struct passwd *found = NULL;
    int err = getpwent_r(&l->entry.user, l->room, l->size, &found);
    return answer(l, err, found);
}
static int64_t call_next_group(void *arg) {
    Lookup *l = arg;
    struct group *found = NULL;
    int err = getgrent_r(&l->entry.group, l->room, l->size, &found);
    return answer(l, err, found);
}

static bool ask(Thread *t, PosixFn fn, Lookup *l) {
    int err;
    for (l->size = 1024; (l->room = alloc_leaf(t, l->size)); l->size *= 2) {
        if (os_file_call(t, fn, l, &err) == 0) return true;
        if (err != ERANGE || l->size > (16u << 20)) return posix_fail(t, err, VALUE_NULL, VALUE_NULL), false;
    }
    return false;
}

static Value text(Thread *t, const char *s) { return s ? posix_name(t, s, strlen(s), false) : VALUE_NONE; }
static Value id_value(Thread *t, unsigned id) { return id == (unsigned)-1 ? from_small(-1) : from_small(id); }

/* The instance of a module's struct sequence type, once all its items are there. */
static Value entry_value(Thread *t, int state, const Value *items, int n) {
    for (int i = 0; i < n; i++)
        if (!items[i]) return VALUE_ERROR;
    return structseq_new(t, t->interp->module_state[state], items);
}
static Value user_value(Thread *t, const struct passwd *p) {
    Value items[] = { text(t, p->pw_name),  text(t, p->pw_passwd), id_value(t, p->pw_uid), id_value(t, p->pw_gid),
                      text(t, p->pw_gecos), text(t, p->pw_dir),    text(t, p->pw_shell) };
    return entry_value(t, STATE_PWD, items, 7);
}
static Value group_value(Thread *t, const struct group *g) {
    List *members = list_alloc(t, 0, 4);
    for (char **m = g->gr_mem; members && m && *m; m++) {
        Value name = text(t, *m);
        if (!name || !list_append(t, members, name)) return VALUE_ERROR;
    }
    Value items[] = { text(t, g->gr_name), text(t, g->gr_passwd), id_value(t, g->gr_gid), from_ptr(members) };
    return entry_value(t, STATE_GRP, items, 4);
}

static Value not_found(Thread *t, const char *format, Value what) {
    Value message = str_format(t, format, what);
    return message ? raise_key_error(t, message) : VALUE_ERROR;
}

/* -- pwd ------------------------------------------------------------------------------------------------- */

static Value pwd_getpwnam(Thread *t, Value *a) {
    Lookup l = { 0 };
    if (!is_str(a[0])) {
        return raise_type_error(t, "getpwnam() argument must be str, not %V", a[0]);
    }
    if (!(l.name = fs_encode(t, a[0])) || !ask(t, call_user, &l)) return VALUE_ERROR;
    return l.found ? user_value(t, &l.entry.user) : not_found(t, "getpwnam(): name not found: %R", a[0]);
}
static Value pwd_getpwuid(Thread *t, Value *a) {
    Lookup l = { 0 };
    if (!posix_id(t, a[0], "uid", &l.id)) {
        if (!exc_matches(t, EXC_OverflowError)) return VALUE_ERROR;
        exc_clear(t);
        return not_found(t, "getpwuid(): uid not found", a[0]);
    }
    if (!ask(t, call_user, &l)) return VALUE_ERROR;
    return l.found ? user_value(t, &l.entry.user)
                   : not_found(t, "getpwuid(): uid not found: %S", id_value(t, l.id));
}

/* The position in the database belongs to the process. */
static Value all(Thread *t, void (*first)(void), PosixFn next, void (*end)(void), bool users) {
    List *list = list_alloc(t, 0, 16);
    bool ok = list != NULL;
    first();
    while (ok) {
        Lookup l = { 0 };
        if (!(ok = ask(t, next, &l)) || !l.found) break;
        Value v = users ? user_value(t, &l.entry.user) : group_value(t, &l.entry.group);
        ok = v && list_append(t, list, v);
    }
    end();
    return ok ? from_ptr(list) : VALUE_ERROR;
}
static Value pwd_getpwall(Thread *t, Value *a) { return all(t, setpwent, call_next_user, endpwent, true); }

static bool structseq_init(Thread *t, Module *m, int state, const char *name, const char *const *fields, int n) {
    Type *y = posix_structseq(t, m, name, fields, n, n);
    t->interp->module_state[state] = y;
    return y != NULL;
}
static bool pwd_init(Thread *t, Module *m) {
    static const char *const fields[] = { "pw_name",  "pw_passwd", "pw_uid", "pw_gid",
                                          "pw_gecos", "pw_dir",    "pw_shell" };
    return structseq_init(t, m, STATE_PWD, "pwd.struct_passwd", fields, 7);
}
const ModuleDef mod_pwd = {
    .name = "pwd",
    .doc = "The users of this machine.",
    .functions = (const FunctionDef[]){
        { "getpwall", pwd_getpwall, "", "All users.", 0 },
        { "getpwnam", pwd_getpwnam, "name, /", "The user of that name.", 0 },
        { "getpwuid", pwd_getpwuid, "uidobj, /", "The user with that number.", 0 },
        { 0 },
    },
    .init = pwd_init,
};

/* -- grp ------------------------------------------------------------------------------------------------- */

static Value grp_getgrnam(Thread *t, Value *a) {
    Lookup l = { 0 };
    if (!is_str(a[0])) {
        return raise_type_error(t, "getgrnam() argument 'name' must be str, not %V", a[0]);
    }
    if (!(l.name = fs_encode(t, a[0])) || !ask(t, call_group, &l)) return VALUE_ERROR;
    return l.found ? group_value(t, &l.entry.group) : not_found(t, "getgrnam(): name not found: %R", a[0]);
}
static Value grp_getgrgid(Thread *t, Value *a) {
    Lookup l = { 0 };
    if (!posix_id(t, a[0], "gid", &l.id) || !ask(t, call_group, &l)) return VALUE_ERROR;
    return l.found ? group_value(t, &l.entry.group)
                   : not_found(t, "getgrgid(): gid not found: %S", id_value(t, l.id));
}
static Value grp_getgrall(Thread *t, Value *a) { return all(t, setgrent, call_next_group, endgrent, false); }

static bool grp_init(Thread *t, Module *m) {
    static const char *const fields[] = { "gr_name", "gr_passwd", "gr_gid", "gr_mem" };
    return structseq_init(t, m, STATE_GRP, "grp.struct_group", fields, 4);
}
const ModuleDef mod_grp = {
    .name = "grp",
    .doc = "The groups of this machine.",
    .functions = (const FunctionDef[]){
        { "getgrall", grp_getgrall, "", "All groups.", 0 },
        { "getgrgid", grp_getgrgid, "id", "The group with that number.", 0 },
        { "getgrnam", grp_getgrnam, "name", "The group of that name.", 0 },
        { 0 },
    },
    .init = grp_init,
};
