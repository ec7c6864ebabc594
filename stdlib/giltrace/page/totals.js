// What a span of time contains, per thread and per call.

function totalsOf(model, from, to) {
    const rows = [], calls = new Map();
    for (const thread of model.threads) {
        if (thread.end <= from || thread.start >= to) continue;
        const row = { thread, states: null, forced: 0, brokenOff: 0, given: 0 }, sums = new Float64Array(HELD + 1);
        thread.addSpan(from, to, sums);
        row.states = [...sums.subarray(0, STATES)];
        const { begin, event, events, n } = thread, { kind, which } = events;
        for (let k = n ? Math.max(after(begin, from, 0, n) - 1, 0) : n; k < n && begin[k] < to; k++) {
            const e = event[k], inside = begin[k] >= from;
            if (kind[e] === WAIT) {
                if (inside && which[e] === WAIT_FORCED) row[events.flags(e) & URGENT ? "brokenOff" : "forced"]++;
                else if (inside && which[e] === WAIT_YIELD) row.given++;
            } else if (kind[e] === LOCK) {
                row.given += inside;
            } else if (kind[e] === CALL) {
                const length = Math.min(begin[k + 1], to) - Math.max(begin[k], from), kept = thread.holds(k);
                if (length <= 0 && !inside) continue;
                row.given += inside && !kept;
                const name = clean(thread.process.callName(which[e]));
                let call = calls.get(name);
                if (!call) calls.set(name, call = { name, count: 0, ns: 0, longest: 0, kept: 0 });
                call.count++;
                call.ns += Math.max(length, 0);
                call.longest = Math.max(call.longest, length);
                call.kept += kept;
            }
        }
        rows.push(row);
    }
    return { from, to, rows, calls: [...calls.values()].sort((a, b) => b.ns - a.ns) };
}

function totalsTables(model, totals) {
    const length = totals.to - totals.from, many = model.processes.length > 1;
    const cell = ns => h("td", {}, ns ? duration(ns) : "");
    const head = names => h("thead", {}, h("tr", {}, names.map(name => h("th", { scope: "col" }, name))));
    const rows = totals.rows.map(row => h("tr", {},
        h("td", {}, row.thread.label + (many ? ` (${row.thread.process.pid})` : "")), row.states.map(cell),
        h("td", {}, percent((row.states[RUN] + row.states[COLLECT]) / length)),
        [row.forced, row.brokenOff, row.given].map(n => h("td", {}, n ? thousands(n) : ""))));
    const sum = f => totals.rows.reduce((n, row) => n + f(row), 0);
    const foot = h("tfoot", {}, h("tr", {}, h("td", {}, "together"),
        [0, 1, 2, 3, 4].map(s => cell(sum(r => r.states[s]))),
        h("td", {}, percent(sum(r => r.states[RUN] + r.states[COLLECT]) / length)),
        [sum(r => r.forced), sum(r => r.brokenOff), sum(r => r.given)].map(n => h("td", {}, n ? thousands(n) : ""))));
    const tables = [h("table", {}, head(["thread", "running", "waiting", "calls", "locks", "collecting", "share",
                                         "forced", "broken off", "let go"]), h("tbody", {}, rows), foot)];
    if (totals.calls.length)
        tables.push(h("table", {}, head(["call", "count", "together", "mean", "longest", "GIL kept"]),
            h("tbody", {}, totals.calls.map(call => h("tr", {},
                h("td", {}, call.name), h("td", {}, thousands(call.count)),
                cell(call.ns), cell(call.ns / call.count), cell(call.longest),
                h("td", {}, call.kept ? thousands(call.kept) : ""))))));
    return h("div", { class: "card" },
        h("h2", {}, `Span of ${duration(length)}, from ${exact(totals.from)} to ${exact(totals.to)}`),
        h("div", { class: "tables" }, tables));
}
