/* Static probes for perf, bpftrace and SystemTap: one no-op instruction each. Provider: minipy.
 *
 *     gil__take(thread)               it has the GIL (Thread.id, as in recordings)
 *     gil__release(thread, call)      it lets it go for a system call or a sleep (enum SysKind; vm/oscall.def)
 *     gil__switch(thread, next)       it gives way; next: who gets it, 0: whoever comes first (-X gil=cpython)
 *     gil__request(thread, holder)    it asks for it, since the holder's interval is over
 */
#pragma once
#if __has_include(<sys/sdt.h>)
#include <sys/sdt.h>
#define PROBE1(name, a)         DTRACE_PROBE1(minipy, name, a)
#define PROBE2(name, a, b)      DTRACE_PROBE2(minipy, name, a, b)
#else
#define PROBE1(name, a)         ((void)(a))
#define PROBE2(name, a, b)      ((void)(a), (void)(b))
#endif
