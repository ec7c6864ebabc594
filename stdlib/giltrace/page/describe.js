// What is to be said about a state, an instant, a thread: {name, kind, rows: [[what, text]], place}.

const TIMED_CALLS = new Set(["sleep", "pause", "select", "poll", "epoll_wait", "lock", "thread start"]);
const ERRNO = {}, SIGNALS = {};     // number -> name, filled in from the page's data

function spot(place) {
    return place ? `${place.function}, ${place.file}:${place.line}` : "no Python code";
}

function callTitle(thread, k) {
    const value = thread.events.value(thread.event[k]), name = clean(thread.call(k));
    if (value === null) return name;
    return TIMED_CALLS.has(name) ? `${name} ${duration(value)}` : `${name} (fd ${value})`;
}

// The result of the call that state k is, from the RUN that follows; null: it did not come back.
function callResult(thread, k) {
    for (let i = k + 1; i < Math.min(k + 3, thread.n); i++)
        if (thread.state(i) === RUN) {
            const e = thread.event[i], error = thread.events.result(e);
            if (error) return `failed: ${ERRNO[error] ?? "errno"} (${error})`;
            const value = thread.events.value(e);
            return value === null ? null : thousands(value);
        }
    return null;
}

const WAIT_WHY = ["it is new", "its system call is over", "it has its lock, or a notification, or its time is up",
                  "it gave way", "it offered the GIL: sleep(0)"];

function howTaken(thread, k) {
    const { events, process } = thread, e = thread.event[k], flags = events.flags(e);
    const before = k > 0 ? thread.state(k - 1) : -1;
    if (flags & DIRECT) return `handed over by ${process.name(events.other(e)) ?? "nobody"}`;
    if (before === COLLECT || before === CALL && thread.holds(k - 1)) return "goes on";
    return "found it free";
}

function whyEnded(thread, k) {
    const { events, process } = thread;
    if (k + 1 >= thread.n) return thread.ended ? "the thread ended" : "the recording ends here";
    const next = thread.event[k + 1], other = process.name(events.other(next));
    switch (thread.state(k + 1)) {
        case CALL:
            return `system call ${clean(thread.call(k + 1))}` + (thread.holds(k + 1) ? ", with the GIL kept" : "");
        case LOCK: return `waits: ${LOCK_NAMES[events.which[next]] ?? "lock"}`;
        case COLLECT: return "collects garbage";
        case WAIT:
            if (events.which[next] === WAIT_FORCED)
                return (events.flags(next) & URGENT ? "broken off for " : "forced: its interval was over; to ") +
                    (other ?? process.model.handOver(thread, k + 1)?.to.label ?? "another thread");
            return "offered it: sleep(0)";
        default: return "goes on";
    }
}

function describeState(thread, k) {
    const { events, process } = thread, e = thread.event[k], state = thread.state(k), which = events.which[e];
    const length = thread.begin[k + 1] - thread.begin[k];
    const other = process.name(events.other(e)), value = events.value(e);
    const rows = [["thread", thread.label], ["start", exact(thread.begin[k])],
                  ["length", `${duration(length)} = ${exact(length)}`]];
    let name = STATE_NAMES[state];
    if (state === RUN) {
        const back = k > 0 && thread.state(k - 1) === CALL ? k - 1 : k > 1 && thread.state(k - 2) === CALL ? k - 2 : -1;
        rows.push(["got the GIL", howTaken(thread, k)], ["until", whyEnded(thread, k)]);
        const result = back >= 0 ? callResult(thread, back) : null;
        if (result) rows.push([`${clean(thread.call(back))} gave`, result]);
    } else if (state === WAIT) {
        rows.push(["because", WAIT_WHY[which] ?? "?"]);
        if (which === WAIT_FORCED) {
            if (value !== null) rows.push(["it had the GIL", duration(value * process.model.clock.rate)]);
            rows.push(["how", events.flags(e) & URGENT ? "its turn was broken off for one back from a call or lock"
                : "forced, its interval was over"]);
            const to = other ?? process.model.handOver(thread, k)?.to.label;
            if (to) rows.push(["to", to]);
        } else if (other) {
            rows.push(["who has it", other]);
        }
        if (k + 1 < thread.n && thread.state(k + 1) === RUN) rows.push(["then", howTaken(thread, k + 1)]);
    } else if (state === CALL) {
        name = `system call ${callTitle(thread, k)}`;
        const result = callResult(thread, k);
        if (value !== null && TIMED_CALLS.has(clean(thread.call(k)))) rows.push(["at most", duration(value)]);
        if (result) rows.push(["result", result]);
        rows.push(["the GIL", thread.holds(k) ? "kept: it ended at once, or nobody wanted it" : "let go"]);
    } else if (state === LOCK) {
        name = ["waits for a lock", "waits for a notification", "joins a thread", "starts a thread, until it runs",
                "waits for an import"][which] ?? "on a lock";
        if (value) rows.push(["lock", `0x${value.toString(16)} = ${value}`]);
        if (other) rows.push([which === 2 ? "joined" : which === 3 ? "started" : "owner", other]);
    }
    return { name, kind: STATE_CLASSES[state], rows, place: thread.place(k) };
}

function describeInstant(thread, i) {
    const e = thread.instants[i];
    const { events, process } = thread, value = events.value(e), other = process.name(events.other(e)) ?? "?";
    const rows = [["thread", thread.label], ["time", exact(thread.moment[i])]];
    let name;
    switch (events.kind[e]) {
        case REQUEST:
            name = `asks ${other} for the GIL`;
            rows.push(["because", events.flags(e) & URGENT ? "it is back from a call or lock"
                : "the holder's interval is over"]);
            break;
        case SIGNAL: name = `handler of signal ${SIGNALS[value] ?? value}`; break;
        case FORK: name = `forks: process ${value}`; break;
        case SPAWN: name = `starts a program: process ${value}`; break;
        case START: name = `starts ${other}`; break;
        case END: name = "the thread ends"; break;
        default: name = `event ${events.kind[e]}`;
    }
    return { name, kind: "mark", rows, place: process.place(events.place(e)) };
}

function describeThread(thread) {
    const { process } = thread, span = Math.max(thread.end - thread.start, 1);
    const rows = [["process", `${clean(process.label)}`], ["start", exact(thread.start)],
                  [thread.ended ? "end" : "last seen", exact(thread.end)],
                  ["alive", duration(thread.end - thread.start)]];
    thread.sums.forEach(([count, ns, longest], s) => {
        if (count || ns) rows.push([STATE_NAMES[s],
            `${duration(ns)} (${percent(ns / span)}), ${plural(count, "time")}, ` +
            `longest ${duration(longest)}`]);
    });
    if (thread.hold[0])
        rows.push(["longest hold", `${duration(thread.hold[2])}, ` + spot(process.place(thread.hold[3]))]);
    rows.push(["gave way", `${plural(thread.forced, "time")} forced, ${thousands(thread.brokenOff)} broken off`],
              ["events", thousands(thread.written) +
                  (thread.lost ? `, of these lost: ${thousands(thread.lost)}` : "")]);
    return { name: thread.label, kind: "run", rows, place: null };
}

const HOW = ["started by hand", "forked", "started as a program"];

function describeProcess(process) {
    const rows = [["command", clean(process.command)], ["came about", HOW[process.how] +
                   (process.parent ? ` by ${process.parent.pid}` : "")],
                  ["start", exact(process.start)], [process.ended ? "end" : "last seen", exact(process.end)],
                  ["lived", duration(process.end - process.start)], ["threads", thousands(process.threads.length)],
                  ["collections", thousands(process.collections)]];
    if (process.ended) rows.push(["exit status", String(process.status)]);
    else rows.push(["end", "killed, or it still ran"]);
    return { name: clean(process.label), kind: "mark", rows, place: null };
}

function card(text) {
    const box = h("div", { class: "card" }, h("h2", {}, h("span", { class: `swatch ${text.kind}` }), text.name));
    box.append(h("dl", {}, text.rows.map(([what, value]) => [h("dt", {}, what), h("dd", {}, value)])));
    const place = text.place;
    if (place) {
        box.lastChild.append(h("dt", {}, "at"), h("dd", { class: "code" }, spot(place)));
        if (place.source) box.append(h("pre", {}, h("code", {}, clean(place.source))));
    }
    return box;
}
