// Search: for functions, file:line, calls, threads, locks. A hit is a state.

class Search {
    constructor(model) {
        this.model = model;
        this.clear();
    }
    clear() {
        this.query = "";
        this.count = 0;
        this.current = null;            // {thread, k}
        this.hits = new Map();          // thread -> {list: states, ends: their ends}
        this.threads = new Set();       // whose name it is
    }
    run(query) {
        this.clear();
        this.query = query = query.trim();
        if (!query) return;
        const q = query.toLowerCase(), exactLine = /:\d+$/.test(q);
        const places = new Set(this.model.places.filter(p => {
            const spot = `${p.file}:${p.line}`.toLowerCase();
            return p.function.toLowerCase().includes(q) || (exactLine ? spot.endsWith(q) : spot.includes(q));
        }));
        const lock = /^(0x[0-9a-f]+|\d{4,})$/.test(q) ? Number(q) : NaN;
        for (const process of this.model.processes) {
            const wanted = new Set();           // numbers of the process's places
            for (const [number, index] of Object.entries(process.placeNumbers))
                if (places.has(this.model.places[index])) wanted.add(Number(number));
            const calls = new Set(process.calls.map((name, i) => clean(name).toLowerCase().includes(q) ? i : -1));
            calls.delete(-1);
            for (const thread of process.threads) this.look(thread, q, wanted, calls, lock);
        }
    }
    look(thread, q, places, calls, lock) {
        const { n, event, events } = thread, { kind, which } = events, list = [];
        const named = thread.label.toLowerCase().includes(q);
        if (named || !places.size && !calls.size && clean(thread.process.label).toLowerCase().includes(q))
            this.threads.add(thread);
        if (places.size || calls.size || lock === lock)
            for (let k = 0; k < n; k++) {
                const e = event[k];
                if (places.size && places.has(events.place(e)) || kind[e] === CALL && calls.has(which[e]) ||
                    lock === lock && kind[e] === LOCK && events.value(e) === lock)
                    list.push(k);
            }
        if (!list.length && !this.threads.has(thread)) return;
        if (!list.length && n) list.push(0);
        this.hits.set(thread, { list, ends: Float64Array.from(list, k => thread.begin[k + 1]) });
        this.count += list.length;
    }
    // The hit after (step 1) or before (-1) the current one, in order of time; round and round.
    step(step) {
        const here = this.current && [this.current.thread.begin[this.current.k], this.current.thread.index];
        let best = null, first = null;
        const less = (a, b) => a[0] < b[0] || a[0] === b[0] && a[1] < b[1];
        for (const [thread, { list }] of this.hits) {
            if (!list.length) continue;
            const number = thread.index, key = i => [thread.begin[list[i]], number];
            let lo = 0, hi = list.length;
            while (here && lo < hi) {           // how many are before the current one, or the same
                const mid = (lo + hi) >> 1;
                if (less(key(mid), here) || step > 0 && !less(here, key(mid))) lo = mid + 1; else hi = mid;
            }
            const candidate = step > 0 ? lo : here ? lo - 1 : -1, end = step > 0 ? 0 : list.length - 1;
            if (candidate >= 0 && candidate < list.length) {
                const at = key(candidate);
                if (!best || (step > 0 ? less(at, best.at) : less(best.at, at)))
                    best = { thread, k: list[candidate], at };
            }
            const at = key(end);
            if (!first || (step > 0 ? less(at, first.at) : less(first.at, at))) first = { thread, k: list[end], at };
        }
        this.current = best ?? first;
        return this.current;
    }
    // Which one the current hit is, from 1.
    get number() {
        if (!this.current) return 0;
        const t = this.current.thread.begin[this.current.k], mine = this.current.thread.index;
        let count = 0;
        for (const [thread, { list }] of this.hits) {
            const number = thread.index;
            let lo = 0, hi = list.length;
            while (lo < hi) {
                const mid = (lo + hi) >> 1, b = thread.begin[list[mid]];
                if (b < t || b === t && number <= mine) lo = mid + 1; else hi = mid;
            }
            count += lo;
        }
        return count;
    }
}
