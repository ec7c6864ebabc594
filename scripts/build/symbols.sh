#!/bin/sh
# Lists the writable process-global data of object files: symbols.sh OBJECT ... Any that is not in the list
# below is an error. Constants with addresses in them (.data.rel.ro) are read-only once the program runs.
allowed='
    heap.o:once                 the collector: set up by whichever thread comes first
    heap.o:open_heaps           the collector: what a collection must reach
    heap.o:other_roots          the collector: its own marking step
    heap.o:large_kind            the collector: its number for arrays that grow
    large.o:large               the collector: where large objects lie, before and after a fork
    pages.o:parts               the collector: the memory of its heap
    pages.o:first_part          the collector: the memory that its heap begins with
    int.o:reserve               memory that GMP falls back on; its allocator belongs to the process
    signal.o:pending            signals that have arrived, who takes them, and the descriptor that wakes a waiter
    signal.o:passed_on
    signal.o:question
    signal.o:receiver
    signal.o:wakeup_fd
'
objdump -t "$@" | awk -v allowed="$allowed" '
    BEGIN {
        n = split(allowed, lines, "\n")
        for (i = 1; i <= n; i++) if (split(lines[i], words, " ")) ok[words[1]] = 1
    }
    /file format/ { file = $1; sub(/:$/, "", file); short = file; sub(/.*\//, "", short) }
    # VALUE FLAGS SECTION SIZE NAME, where FLAGS are seven columns that may be blank
    /^[0-9a-f]+ .......? / {
        flags = substr($0, 18, 7); split(substr($0, 26), f, /[ \t]+/)
        section = f[1]; name = f[3]; sub(/\.[0-9]+$/, "", name)
        if (flags !~ /O/ && section != "*COM*") next
        if (section !~ /^\.t?(data|bss)(\.|$)/ && section != "*COM*") next
        if (section ~ /^\.data\.rel\.ro/) next
        if ((short ":" name) in ok) next
        print "writable global state: " file ": " name " (" section ")"
        bad = 1
    }
    END { exit bad }'
