# minipy. `make help` lists the targets; everything made stays under build/.
# DEBUG=1, STRESS=100 (collects at every 100th allocation) and SAN=address,undefined build beside the normal one.
# V=1 shows the commands.

CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
PREFIX  ?= /usr/local
LEMPAR  ?= /usr/share/lemon/lempar.c
UCD     ?= /usr/share/unicode
SECONDS ?= 20

ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:

comma := ,
B     := build
ifdef DEBUG
B     := build/debug
endif
ifdef STRESS
B     := build/stress-$(STRESS)
endif
ifdef SAN
B     := build/san-$(subst $(comma),-,$(SAN))
endif
O     := $(B)/obj
GEN   := build/gen
Q     := $(if $(V),,@)

# -- Flags ---------------------------------------------------------------------------------------------------

CPPFLAGS := -I. -I$(GEN)
CFLAGS   := -std=gnu11 -O2 -g -Wall -Wextra -Werror -Wno-unused-parameter -Wno-missing-field-initializers \
            -fno-strict-aliasing -fPIE
LDFLAGS  :=
# The libraries go into the binary: it starts faster and runs on machines without them.
LDLIBS   := -Wl,-Bstatic -lgc -lgmp -lutf8proc -lz -Wl,-Bdynamic -lm -lpthread -ldl
# The collector leaves and enters a thread faster without getcontext (vm/base/heap.c), and keeps small free blocks (pages.c).
WRAP     := -Wl,--wrap=getcontext,--wrap=madvise,--wrap=mmap
ifneq ($(findstring thread,$(SAN)),)
# The collector's signals go by the sanitizer (vm/base/tsan.c).
LDFLAGS  += -Wl,--wrap=sigaction,--wrap=sigsuspend,--wrap=sem_post
endif
# Names are bound at the start: what is bound later is bound once more in every child process.
BIND     := -Wl,-z,now

ifdef SAN
# Names that a host's program has to see as well.
SAN_NAMES := __asan_* __tsan_* __wrap_s*
# A conservative collector must see locals where they are, and what it holds the leak checker believes lost.
CFLAGS   += -O1 -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS  += -fsanitize=$(SAN)
export ASAN_OPTIONS := \
    detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1:$(ASAN_OPTIONS)
export UBSAN_OPTIONS := print_stacktrace=1:$(UBSAN_OPTIONS)
else
CFLAGS   += -fwrapv
endif
ifdef DEBUG
CFLAGS   += -O0 -DMINIPY_DEBUG
endif
ifdef STRESS
CFLAGS   += -DHEAP_STRESS=$(STRESS)
endif
ifneq ($(SAN)$(STRESS)$(DEBUG),)
TIMEOUT  ?= 200
export TIMEOUT
# Tests may say that they are nothing for such a build (tests/lib.sh).
export CHECKERS := $(if $(SAN),SAN) $(if $(STRESS),STRESS) $(if $(DEBUG),DEBUG)
export CK_TIMEOUT_MULTIPLIER := 10
endif
ifneq ($(findstring clang,$(CC)),)
CFLAGS   += -Wno-error -Wno-ignored-optimization-argument
endif

# The loop: without these gcc merges the indirect jumps that the branch predictor lives on.
$(O)/vm/eval.o: CFLAGS += -fno-gcse -fno-crossjumping

# -- Files ---------------------------------------------------------------------------------------------------

GRAMMAR := $(patsubst compiler/%.y,$(GEN)/%.c,$(wildcard compiler/*.y))
LEXER   := $(patsubst compiler/%.re,$(GEN)/%.c,$(wildcard compiler/*.re))
GEN_C   := $(GRAMMAR) $(LEXER) $(GEN)/frozen.c
GEN_H   := $(GRAMMAR:.c=.h) $(GEN)/pow10.h $(GEN)/unicode_names.h $(GEN)/charmaps.h
LIB_C   := $(wildcard vm/base/*.c vm/object/*.c compiler/*.c vm/*.c runtime/*.c)
LIB_O   := $(LIB_C:%.c=$(O)/%.o) $(GEN_C:build/%.c=$(O)/%.o)
FROZEN_O := $(if $(STRESS),,$(O)/vm/frozen_code_data.o)
CLI_O   := $(patsubst %.c,$(O)/%.o,$(wildcard cli/*.c))
UNITS   := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
EMBEDS  := $(patsubst tests/embed/%.c,$(B)/embed/%,$(wildcard tests/embed/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
FROZEN  := $(shell find stdlib -name '*.py' -o -name '*.html' -o -name '*.css' -o -name '*.js' 2>/dev/null)

# The other stress, STRESS=1, is the collector's.
.PHONY: all run test unit embed symbols scripts stress stress-documents page bench pictures fuzz fuzzers install clean help \
        deps objects

all: $(B)/minipy $(B)/libminipy.a   ## (default) build/minipy and build/libminipy.a

run: $(B)/minipy        ## run the main job, scripts/factorize.py
	$(Q)$< scripts/factorize.py

test: unit embed symbols scripts    ## all tests, on this build: also with SAN=, DEBUG=, STRESS=
	@echo "all tests passed"

unit: $(UNITS)          ## the unit tests of the C parts
	@status=0; for t in $^; do $$t || status=1; done; exit $$status

embed: $(EMBEDS)        ## C programs that know only include/minipy.h
	@for t in $^; do $$t || exit 1; done

symbols: $(LIB_O) $(CLI_O)  ## no writable process-global state but what the design allows
	$(if $(SAN),,@sh scripts/build/symbols.sh $^)

scripts: $(B)/minipy | unit embed symbols   ## the script tests
	@MINIPY="$(CURDIR)/$(B)/minipy" sh tests/run.sh

stress: $(B)/minipy     ## the tests of threads N=20 times each, JOBS=4 at once, with random changes of threads
	@MINIPY="$(CURDIR)/$(B)/minipy" N="$(or $(N),20)" JOBS="$(or $(JOBS),4)" sh tests/stress.sh

stress-documents: $(B)/minipy   ## the documents' scripts N=20 times each, and 10,000 child processes: what is left over?
	@MINIPY="$(CURDIR)/$(B)/minipy" N="$(or $(N),20)" sh tests/stress_documents.sh
	CHILDREN=10000 $(B)/minipy tests/process/many_children.py

page: $(B)/minipy        ## the tests of the HTML timeline in Chromium, ONE=name only one; SHOTS=folder for pictures
	@sh scripts/build/chromium.sh
	@$(B)/minipy tests/browser/timeline.py $(if $(SHOTS),-s $(SHOTS)) $(ONE)

bench: build/minipy     ## compare with CPython 3.11: speed, start-up, memory
	@sh scripts/bench/run.sh

pictures: build/minipy  ## draw the pictures of docs/gil.md anew
	@sh scripts/pictures.sh

fuzz:                   ## the fuzzers of tests/fuzz on random input, SECONDS=20 each (with clang)
	@$(MAKE) CC=clang SAN=fuzzer-no-link,address,undefined fuzzers

fuzzers: $(FUZZERS)
	@for f in $^; do echo "$${f##*/}"; mkdir -p $$f.corpus; \
	    $$f -max_total_time=$(SECONDS) -verbosity=0 -artifact_prefix=$$f- $$f.corpus || exit 1; done

install: all            ## under PREFIX=/usr/local; DESTDIR= as usual
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/include
	install -m 755 $(B)/minipy $(DESTDIR)$(PREFIX)/bin/minipy
	install -m 644 $(B)/libminipy.a $(DESTDIR)$(PREFIX)/lib/libminipy.a
	install -m 644 include/minipy.h $(DESTDIR)$(PREFIX)/include/minipy.h

clean:                  ## remove build/
	rm -rf build

help:                   ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*##  */\1	/p' Makefile | expand -t 12

objects: $(LIB_O) $(CLI_O)

# Before anything is compiled: installs what is missing, silent if nothing is.
deps:
	@CC="$(CC)" sh scripts/build/deps.sh

# -- Rules ---------------------------------------------------------------------------------------------------

say = $(if $(V),,@echo "  $(1) $(@:build/%=%)")

# No relocation at start: the code is position independent for the sake of hosts, the command need not be.
$(B)/minipy: $(CLI_O) $(LIB_O) $(FROZEN_O)
	$(call say,link)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(WRAP) $(BIND) -no-pie -o $@ $^ $(LDLIBS)

# One object that shows the names of include/minipy.h and no others.
$(B)/libminipy.a: $(LIB_O) $(FROZEN_O)
	$(call say,link)
	@rm -f $@
	$(Q)ld -r -o $(B)/minipy.o $^
	$(Q)objcopy --wildcard --keep-global-symbol='minipy_*' $(SAN_NAMES:%=--keep-global-symbol='%') $(B)/minipy.o
	$(Q)ar rcs $@ $(B)/minipy.o

$(O)/%.o: %.c Makefile | deps $(GEN_H)
	$(call say,cc)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The library's own modules are compiled by the compiler that they come with. (Where the collector runs all the time that
# takes too long: such a build reads their source.)
$(B)/freeze_code: $(O)/scripts/build/freeze_code.o $(LIB_O)
	$(call say,link)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(WRAP) -no-pie -o $@ $^ $(LDLIBS)

$(B)/frozen_code.bin: $(B)/freeze_code
	$(call say,freeze)
	$(Q)$< > $@

$(O)/vm/frozen_code_data.o: vm/frozen_code_data.S $(B)/frozen_code.bin Makefile
	$(Q)$(CC) -DFROZEN_CODE='"$(B)/frozen_code.bin"' -c -o $@ $<

$(O)/cli/%.o $(O)/vm/api.o: CPPFLAGS += -Iinclude

$(O)/gen/%.o: build/gen/%.c Makefile | deps $(GEN_H)
	$(call say,cc)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -DNDEBUG -Wno-unused-variable -Wno-implicit-fallthrough -MMD -MP -c -o $@ $<

$(B)/unit/%: $(O)/tests/unit/%.o $(LIB_O)
	$(call say,link)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(WRAP) -o $@ $^ -lcheck_pic -lsubunit -lrt $(LDLIBS)

$(B)/embed/%: tests/embed/%.c include/minipy.h $(B)/libminipy.a
	$(call say,link)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -Iinclude -o $@ $< $(B)/libminipy.a $(LDLIBS)

$(B)/fuzz/%: $(O)/tests/fuzz/%.o $(LIB_O)
	$(call say,link)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -fsanitize=fuzzer,address,undefined -o $@ $^ $(LDLIBS)

# Lemon writes beside its input, so it gets a copy; a conflict in the grammar is an error.
$(GEN)/%.c $(GEN)/%.h &: compiler/%.y | deps
	$(call say,lemon)
	@mkdir -p $(GEN)
	@cp $< $(GEN)/$*.y
	$(Q)lemon -T$(LEMPAR) -q -d$(GEN) $(GEN)/$*.y

$(GEN)/%.c: compiler/%.re | deps
	$(call say,re2c)
	@mkdir -p $(GEN)
	$(Q)re2c -W -Werror --no-generation-date -o $@ $<

$(GEN)/frozen.c: $(FROZEN) stdlib build/tools/freeze
	$(call say,freeze)
	@mkdir -p $(GEN)
	$(Q)build/tools/freeze stdlib > $@

$(GEN)/pow10.h: build/tools/pow10
	$(call say,table)
	@mkdir -p $(GEN)
	$(Q)build/tools/pow10 > $@

$(GEN)/charmaps.h: build/tools/charmaps
	$(call say,table)
	@mkdir -p $(GEN)
	$(Q)build/tools/charmaps > $@

build/tools/charmaps: vm/object/charmaps.def

$(GEN)/unicode_names.h: build/tools/unicode_names
	$(call say,table)
	@mkdir -p $(GEN)
	$(Q)build/tools/unicode_names $(UCD)/UnicodeData.txt $(UCD)/NameAliases.txt > $@

build/tools/%: scripts/build/%.c | deps
	$(call say,cc)
	@mkdir -p $(@D)
	$(Q)$(CC) -O1 -Wall -Wextra -Werror -o $@ $< -lgmp

-include $(LIB_O:.o=.d) $(O)/scripts/build/freeze_code.d $(CLI_O:.o=.d) $(UNITS:$(B)/unit/%=$(O)/tests/unit/%.d) \
         $(FUZZERS:$(B)/fuzz/%=$(O)/tests/fuzz/%.d)
