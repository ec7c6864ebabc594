/* Answers to questions from other processes. What runs in the signal handler makes system calls only. */
#include "vm/remote.h"
#include "vm/dump.h"
#include "vm/observe.h"
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

uint64_t remote_question(const siginfo_t *info) {
    uint64_t value = (uint64_t)(uintptr_t)info->si_value.sival_ptr;
    return info->si_code == SI_QUEUE && value >> 48 == REMOTE_MAGIC ? value : 0;
}

static enum RemoteAsk what_of(uint64_t question) { return question >> 32 & 0xff; }

int remote_ask(pid_t pid, enum RemoteAsk what, unsigned nonce) {
    uint64_t value = (uint64_t)REMOTE_MAGIC << 48 | (uint64_t)(nonce & 0xff) << 40 | (uint64_t)what << 32 | (uint32_t)getpid();
    return sigqueue(pid, SIGQUIT, (union sigval){ .sival_ptr = (void *)(uintptr_t)value }) == 0 ? 0 : errno;
}

static char *put_number(char *out, uint32_t n) {
    char digits[12];
    int i = 0;
    do digits[i++] = (char)('0' + n % 10);
    while (n /= 10);
    while (i) *out++ = digits[--i];
    return out;
}

/* The socket's name, without memory or stdio. */
static socklen_t address_of(uint64_t question, struct sockaddr_un *a) {
    static const char name[] = "minipy-gil-";
    memset(a, 0, sizeof *a);
    a->sun_family = AF_UNIX;
    char *p = a->sun_path + 1;
    for (const char *c = name; *c; c++) *p++ = *c;
    p = put_number(p, (uint32_t)question);
    *p++ = '-';
    p = put_number(p, question >> 40 & 0xff);
    return (socklen_t)(p - (char *)a);
}

/* Only to whom it says it is, and only if that one may look. */
static bool may_know(int fd, uint32_t pid) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (uint32_t)peer.pid == pid &&
           (peer.uid == 0 || peer.uid == geteuid());
}

static int connect_to(uint64_t question) {
    struct sockaddr_un address;
    struct timeval second = { 1, 0 };           /* nobody is to be held up by who does not read */
    socklen_t size = address_of(question, &address);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second) == 0 &&
        connect(fd, (const struct sockaddr *)&address, size) == 0 && may_know(fd, (uint32_t)question))
        return fd;
    close(fd);
    return -1;
}

bool remote_answer_now(const Interp *interp, uint64_t question) {
    if (what_of(question) != ASK_DUMP) return false;
    int fd = connect_to(question);
    if (fd >= 0) {
        dump_threads(interp, dump_caller(interp), fd);
        close(fd);
    }
    return true;
}

static void start(Thread *t, uint64_t room, char *out, size_t n) {
    bool new = !t->interp->observer;
    Observation what = { .room = room, .how = HOW_COMMAND };
    int err = new ? observe_start(t, &what) : 0;
    if (!err && new) t->interp->observer_owner = getpid();
    if (err) snprintf(out, n, "error %s", strerror(err));
    else snprintf(out, n, "%s %s", new ? "new" : "old", observe_folder(t->interp));
}

void remote_answer(Thread *t, uint64_t question) {
    char text[4200] = "done";
    switch (what_of(question)) {
    case ASK_COUNT: start(t, 0, text, sizeof text); break;
    case ASK_TRACE: start(t, ROOM_USUAL, text, sizeof text); break;
    case ASK_STOP: observe_stop(t, 0); break;
    default: strcpy(text, "error not understood");
    }
    int fd = connect_to(question);
    if (fd < 0) return;
    if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0) errno = 0;     /* the asker has gone: nothing to say to anybody */
    close(fd);
}
