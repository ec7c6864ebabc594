// The recording. An event is 32 bytes (vm/recording.h); the page has them as planes, deflated: first the highest byte
// of all events' times, and so on; planes in which all bytes are the same are left out. What is read is put where it
// stays at once, for most of the time to load a page goes into touching memory. A thread's states are those of its
// events that are no instants; sums over any span come from running totals at every BLOCK-th state, so no span is more
// work than another.

const BLOCK = 8;
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
    constructor(slots, clock, constant) {
        this.slots = slots;
        this.time = new Float64Array(slots);    // in ticks since the recording began; Thread.arrange makes it its own
        this.origin = clock.origin;
        this.plane = [];
        for (let i = 8; i < 32; i++) this.plane[i] = constant[i] === undefined ? new Uint8Array(slots) : null;
        for (const i of [8, 9, 10]) this.plane[i] ??= new Uint8Array(slots).fill(constant[i]);
        [this.kind, this.which, this.lowFlags] = [this.plane[8], this.plane[9], this.plane[10]];
        const field = (from, bytes) => {
            const field = { base: 0, planes: [], factors: [] };
            for (let i = from; i < from + bytes; i++)
                if (this.plane[i]) {
                    field.planes.push(this.plane[i]);
                    field.factors.push(256 ** (i - from));
                } else {
                    field.base += constant[i] * 256 ** (i - from);
                }
            return field;
        };
        this.fields = { flags: field(10, 2), place: field(12, 4), low: field(16, 4), high: field(20, 4),
                        other: field(24, 4),
                        result: field(28, 4) };
        // Times are summed up from their highest bytes down, so that each sum is exact.
        for (let i = 7; i >= 0; i--)
            if (constant[i] !== undefined && constant[i] !== this.origin[i])
                this.time.forEach((t, e) => { this.time[e] = t + (constant[i] - this.origin[i]) * 256 ** i; });
    }
    async read(base64, planes) {
        const stream = new Blob([bytesOfBase64(base64)]).stream().pipeThrough(new DecompressionStream("deflate"));
        const reader = stream.getReader();
        let row = 0, at = 0;
        for (;;) {
            const { done, value } = await reader.read();
            if (done) break;
            for (let i = 0; i < value.length;) {
                const part = value.subarray(i, i + this.slots - at), plane = planes[row];
                if (plane < 8) this.addTimes(part, at, plane);
                else this.plane[plane].set(part, at);
                i += part.length;
                at += part.length;
                if (at === this.slots) [row, at] = [row + 1, 0];
            }
        }
        if (row !== planes.length) throw new Error("the page is not whole");
    }
    addTimes(part, at, plane) {
        const { time } = this, factor = 256 ** plane, origin = this.origin[plane];
        for (let i = 0; i < part.length; i++) time[at + i] += (part[i] - origin) * factor;
    }
    number(e, { base, planes, factors }) {
        for (let i = 0; i < planes.length; i++) base += planes[i][e] * factors[i];
        return base;
    }
    flags(e) { return this.number(e, this.fields.flags); }
    place(e) { return this.number(e, this.fields.place); }
    other(e) { return this.number(e, this.fields.other); }
    result(e) { return this.number(e, this.fields.result) | 0; }
    // null: none
    value(e) {
        const low = this.number(e, this.fields.low), high = this.number(e, this.fields.high);
        return low === 0xffffffff && high === 0xffffffff ? null : high * 4294967296 + low;
    }
}

class Thread {
    constructor(data, process, events, first) {
        Object.assign(this, data);
        this.process = process;
        this.events = events;
        this.first = first;
        this.last = first + data.count;                 // one slot more is the thread's
        let n = 0;
        const kind = events.kind;
        for (let e = first; e < this.last; e++) n += kind[e] < STATES;
        this.n = n;
        this.event = new Uint32Array(n);
        this.instants = new Uint32Array(this.last - first - n);
        this.moment = new Float64Array(this.instants.length);   // when they were
        this.begin = data.count ? events.time.subarray(first, first + n + 1) : new Float64Array([this.end]);
        this.arrange();
    }
    // begin: of each state, and the end of the last one. Lies where the times of all events were.
    arrange() {
        const { event, instants, moment, begin, events, n } = this, { kind, time } = events;
        const rate = this.process.model.clock.rate;
        const { which } = events, gaveWay = [];
        let k = 0, m = 0, end = this.end;
        for (let e = this.first; e < this.last; e++) {
            const t = time[e] * rate;
            if (kind[e] < STATES) {
                if (kind[e] === WAIT && which[e] === WAIT_FORCED) gaveWay.push(k);
                event[k] = e;
                begin[k] = k && t < begin[k - 1] ? begin[k - 1] : t;        // the file may be damaged
                k++;
            } else {
                moment[m] = m && t < moment[m - 1] ? moment[m - 1] : t;
                if (kind[e] === END) end = moment[m];
                instants[m++] = e;
            }
        }
        this.gaveWay = Uint32Array.from(gaveWay);       // the states that followed
        begin[n] = Math.max(end, n ? begin[n - 1] : 0);
        // total[s][b]: time in state s (HELD: with the GIL) before state b * BLOCK
        const sums = new Float64Array(HELD + 1), blocks = Math.floor(n / BLOCK) + 1;
        this.total = Array.from(sums, () => new Float64Array(blocks));
        for (let b = 0; b < blocks; b++) {
            for (let s = 0; s <= HELD; s++) this.total[s][b] = sums[s];
            this.tally(b * BLOCK, Math.min((b + 1) * BLOCK, n), sums);
        }
    }
    tally(k, j, sums) {
        const { begin, event } = this, { kind, lowFlags: flags } = this.events;
        for (; k < j; k++) {
            const e = event[k], state = kind[e], length = begin[k + 1] - begin[k];
            sums[state] += length;
            if (state === RUN || state === COLLECT || state === CALL && flags[e] & KEPT) sums[HELD] += length;
        }
    }
    // Adds the times in the states [k, j) to sums.
    add(k, j, sums) {
        if (j - k < 2 * BLOCK) return this.tally(k, j, sums);
        const first = Math.ceil(k / BLOCK), last = Math.floor(j / BLOCK);
        this.tally(k, first * BLOCK, sums);
        for (let s = 0; s <= HELD; s++) sums[s] += this.total[s][last] - this.total[s][first];
        this.tally(last * BLOCK, j, sums);
    }
    state(k) { return this.events.kind[this.event[k]]; }
    holds(k) {
        const e = this.event[k], state = this.events.kind[e];
        return state === RUN || state === COLLECT || state === CALL && (this.events.lowFlags[e] & KEPT) !== 0;
    }
    // The state at a time; -1: none.
    at(t) {
        return this.n === 0 || t < this.begin[0] || t >= this.begin[this.n] ? -1 : after(this.begin, t, 0, this.n) - 1;
    }
    // Adds the times in the states between two moments to sums.
    addSpan(from, to, sums) {
        const { begin, n } = this;
        if (!n) return;
        const a = Math.max(from, begin[0]), b = Math.min(to, begin[n]);
        if (b <= a) return;
        const i = Math.max(after(begin, a, 0, n) - 1, 0), k = Math.max(after(begin, b, i, n) - 1, 0);
        this.add(i, k, sums);
        const correct = (state, length) => {
            sums[this.state(state)] += length;
            if (this.holds(state)) sums[HELD] += length;
        };
        correct(i, begin[i] - a);
        correct(k, b - begin[k]);
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
        this.calls = model.callNames[data.callTable];
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
        this.events = new Events(data.slots, data.clock, data.constant);
        if (data.slots) await this.events.read(base64, data.planes);
        this.places = data.places.map(([line, name, file, source]) =>
            ({ line, function: clean(data.names[name]), file: clean(data.names[file]), source }));
        let first = 0;
        this.threads = [];
        this.processes = data.processes.map(row => {
            const process = new Process(row, this);
            process.threads = row.threads.map(thread => {
                const made = new Thread(thread, process, this.events, first);
                first = thread.count ? made.last + 1 : first;
                made.label = clean(made.label);
                made.index = this.threads.length;
                this.threads.push(made);
                process.byId.set(made.id, made);
                return made;
            });
            return process;
        });
        this.processes.forEach(process => { process.parent = this.processes[process.parentIndex] ?? null; });
        this.findStarts();
        return this;
    }
    // Where threads and processes come from.
    findStarts() {
        const { events } = this, { kind } = events;
        const byPid = new Map(this.processes.filter(p => !p.interp).map(p => [p.pid, p]));
        this.starts = [];
        for (const thread of this.threads)
            for (let i = 0; i < thread.instants.length; i++) {
                const e = thread.instants[i], what = kind[e];
                if (what < FORK || what > START) continue;
                const to = what === START ? thread.process.byId.get(events.other(e))
                    : byPid.get(events.value(e))?.threads[0], t = thread.moment[i];
                if (to && to !== thread && to.start >= t - 1e6)
                    this.starts.push({ kind: "start", from: thread, to, t, u: Math.max(to.start, t) });
            }
        this.starts.sort((a, b) => a.t - b.t);
    }
    // The hand-over after which the thread was in state k: to whom, and when that one ran. null: not known. CPython's
    // rule hands it to nobody in particular: then to whoever ran next.
    handOver(thread, k) {
        const { events } = this, e = thread.event[k], t = thread.begin[k], { byId, threads } = thread.process;
        const id = events.other(e), kind = events.lowFlags[e] & URGENT ? "urgent" : "forced";
        const candidates = id ? [byId.get(id)] : threads.length <= 64 ? threads : [];
        let best = null;
        for (const to of candidates) {
            if (!to || to === thread) continue;
            let i = after(to.begin, t, 0, to.n) - 1;
            for (i = Math.max(i, 0); i < to.n && (to.begin[i] < t || to.state(i) !== RUN);) i++;
            if (i < to.n && !(to.lost && to.begin[0] > t) && (!best || to.begin[i] < best.u))
                best = { kind, from: thread, to, t, u: to.begin[i] };
        }
        return best && (id || best.u < thread.begin[k + 1] + 1) ? best : null;
    }
    get arrows() { return this.starts.length + this.threads.reduce((n, thread) => n + thread.gaveWay.length, 0); }
}
