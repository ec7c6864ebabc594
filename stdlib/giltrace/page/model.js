// The recording. An event is 32 bytes (vm/recording.h); the page has them as planes: first the lowest byte of all
// events' first field, and so on, deflated. A thread's states are those of its events that are no instants; sums over
// any span come from running totals, so no span is more work than another.

const RUN = 0, WAIT = 1, CALL = 2, LOCK = 3, COLLECT = 4, STATES = 5, HELD = 5;
const REQUEST = 16, SIGNAL = 17, FORK = 18, SPAWN = 19, START = 20, END = 21;
const WAIT_START = 0, WAIT_CALL = 1, WAIT_LOCK = 2, WAIT_FORCED = 3, WAIT_YIELD = 4;
const KEPT = 1, URGENT = 2, DIRECT = 4;
const STATE_NAMES = ["running", "waiting for the GIL", "in a system call", "on a lock", "collecting garbage"];
const STATE_CLASSES = ["run", "wait", "call", "lock", "collect"];
const LOCK_NAMES = ["lock", "notification", "join", "start", "import"];

function bytesOfBase64(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text), bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
}

async function inflate(bytes, size) {
    const all = new Uint8Array(size);
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    for (let at = 0;;) {
        const { done, value } = await reader.read();
        if (done) return all;
        all.set(value, at);
        at += value.length;
    }
}

// The first i in [lo, hi) with array[i] > x, else hi.
function after(array, x, lo, hi) {
    while (lo < hi) {
        const mid = (lo + hi) >>> 1;
        if (array[mid] > x) hi = mid; else lo = mid + 1;
    }
    return lo;
}
// The same, quick if the answer is near lo.
function afterNear(array, x, lo, hi) {
    let step = 1, low = lo;
    while (low + step < hi && array[low + step] <= x) {
        low += step;
        step *= 2;
    }
    return after(array, x, low, Math.min(low + step + 1, hi));
}

class Events {
    constructor(bytes, count, clock) {
        this.count = count;
        this.plane = [];
        for (let i = 0; i < 32; i++) this.plane.push(bytes.subarray(i * count, (i + 1) * count));
        this.kind = this.plane[8];
        this.which = this.plane[9];
        this.time = new Float64Array(count);
        const p = this.plane, time = this.time;
        for (let i = 0; i < count; i++) {
            const low = (p[0][i] | p[1][i] << 8 | p[2][i] << 16) + p[3][i] * 0x1000000;
            const high = (p[4][i] | p[5][i] << 8 | p[6][i] << 16) + p[7][i] * 0x1000000;
            time[i] = ((high - clock.high) * 4294967296 + (low - clock.low)) * clock.rate;
        }
    }
    number(e, from) {
        const p = this.plane;
        return (p[from][e] | p[from + 1][e] << 8 | p[from + 2][e] << 16) + p[from + 3][e] * 0x1000000;
    }
    flags(e) { return this.plane[10][e] | this.plane[11][e] << 8; }
    place(e) { return this.number(e, 12); }
    other(e) { return this.number(e, 24); }
    result(e) { return this.number(e, 28) | 0; }
    // null: none
    value(e) {
        const low = this.number(e, 16), high = this.number(e, 20);
        return low === 0xffffffff && high === 0xffffffff ? null : high * 4294967296 + low;
    }
}

class Thread {
    constructor(data, process, events, first) {
        Object.assign(this, data);
        this.process = process;
        this.events = events;
        this.first = first;
        this.last = first + data.count;
        let n = 0;
        const kind = events.kind;
        for (let e = first; e < this.last; e++) n += kind[e] < STATES;
        this.n = n;
        this.event = new Uint32Array(n);
        this.instants = new Uint32Array(this.last - first - n);
        this.begin = new Float64Array(n + 1);           // of each state; one more: the end of the last
        this.total = [];                                // by state: time in it before the i-th begins; HELD: with the GIL
        for (let s = 0; s <= HELD; s++) this.total.push(new Float64Array(n + 1));
        this.arrange();
    }
    arrange() {
        const { event, instants, begin, total, events } = this, { kind, time } = events;
        const sums = new Float64Array(HELD + 1);
        let k = 0, m = 0, end = this.end;
        for (let e = this.first; e < this.last; e++) {
            if (kind[e] < STATES) {
                event[k] = e;
                begin[k++] = time[e];
            } else {
                instants[m++] = e;
                if (kind[e] === END) end = time[e];
            }
        }
        begin[k] = Math.max(end, k ? begin[k - 1] : 0);
        for (let i = 0; i < k; i++) {
            const state = kind[event[i]], length = begin[i + 1] - begin[i];
            for (let s = 0; s <= HELD; s++) total[s][i] = sums[s];
            sums[state] += length;
            if (this.holds(i)) sums[HELD] += length;
        }
        for (let s = 0; s <= HELD; s++) total[s][k] = sums[s];
    }
    state(k) { return this.events.kind[this.event[k]]; }
    holds(k) {
        const e = this.event[k], state = this.events.kind[e];
        return state === RUN || state === COLLECT || state === CALL && (this.events.plane[10][e] & KEPT) !== 0;
    }
    // The state at a time; -1: none.
    at(t) {
        return this.n === 0 || t < this.begin[0] || t >= this.begin[this.n] ? -1 : after(this.begin, t, 0, this.n) - 1;
    }
    until(t, s, k) {
        return this.total[s][k] + (this.n && (s === HELD ? this.holds(k) : this.state(k) === s) ? t - this.begin[k] : 0);
    }
    // Time in a state (or HELD) between two moments.
    time(s, from, to) {
        if (!this.n) return 0;
        const a = Math.max(from, this.begin[0]), b = Math.min(to, this.begin[this.n]);
        if (b <= a) return 0;
        const i = Math.min(after(this.begin, a, 0, this.n), this.n) - 1, k = Math.min(after(this.begin, b, i, this.n), this.n) - 1;
        return this.until(b, s, Math.max(k, 0)) - this.until(a, s, Math.max(i, 0));
    }
    place(k) { return this.process.place(this.events.place(this.event[k])); }
    // The call of state k as its name, or null.
    call(k) { return this.state(k) === CALL ? this.process.callName(this.events.which[this.event[k]]) : null; }
}

class Process {
    constructor(data, model) {
        Object.assign(this, data);
        this.model = model;
        this.byId = new Map();
    }
    callName(i) { return this.calls[i] || `call ${i}`; }
    // A row of model.places, or null.
    place(number) { return this.model.places[this.placeNumbers[number] ?? -1] ?? null; }
    name(id) { return id === 0 ? null : this.byId.get(id)?.label ?? `thread ${id}`; }
}

class Model {
    async load(data, base64) {
        Object.assign(this, data);
        this.end = Math.max(data.length, 1);
        const raw = data.count ? await inflate(bytesOfBase64(base64), data.count * 32) : new Uint8Array(0);
        this.events = new Events(raw, data.count, data.clock);
        this.places = data.places.map(([line, name, file, source]) =>
            ({ line, function: clean(data.names[name]), file: clean(data.names[file]), source }));
        let first = 0;
        this.threads = [];
        this.processes = data.processes.map(row => {
            const process = new Process(row, this);
            process.threads = row.threads.map(thread => {
                const made = new Thread(thread, process, this.events, first);
                first = made.last;
                made.label = clean(made.label);
                made.index = this.threads.length;
                this.threads.push(made);
                process.byId.set(made.id, made);
                return made;
            });
            return process;
        });
        this.processes.forEach(process => { process.parent = this.processes[process.parentIndex] ?? null; });
        this.findArrows();
        return this;
    }
    // Hand-overs that were forced, and where threads and processes come from.
    findArrows() {
        const { kind, which, time, plane } = this.events;
        const byPid = new Map(this.processes.filter(p => !p.interp).map(p => [p.pid, p]));
        this.arrows = [];
        for (const thread of this.threads) {
            for (let k = 0; k < thread.n; k++) {
                const e = thread.event[k];
                if (kind[e] !== WAIT || which[e] !== WAIT_FORCED) continue;
                const other = thread.process.byId.get(this.events.other(e));
                if (!other || other === thread) continue;
                let i = Math.max(after(other.begin, time[e], 0, other.n) - 1, 0);
                while (i < other.n && (other.begin[i] < time[e] || other.state(i) !== RUN)) i++;
                if (i < other.n)
                    this.arrows.push({ kind: plane[10][e] & URGENT ? "urgent" : "forced", from: thread, to: other,
                                       t: time[e], u: other.begin[i] });
            }
            for (const e of thread.instants) {
                const what = kind[e];
                if (what < FORK || what > START) continue;
                const to = what === START ? thread.process.byId.get(this.events.other(e))
                    : byPid.get(this.events.value(e))?.threads[0];
                if (to && to !== thread && to.start >= time[e] - 1e6)
                    this.arrows.push({ kind: "start", from: thread, to, t: time[e], u: Math.max(to.start, time[e]) });
            }
        }
        this.arrows.sort((a, b) => a.t - b.t);
        this.arrowTimes = Float64Array.from(this.arrows, a => a.t);
    }
}
