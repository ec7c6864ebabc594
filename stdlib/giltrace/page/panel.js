// What stands around the timeline: heading, notices, legend, the tip at the pointer, the panel, the help.

function fillHeading(model) {
    const first = model.processes[0];
    $("title").textContent = clean(model.title);
    $("command").textContent = clean(model.command);
    $("command").title = clean(model.command);
    const facts = [];
    const fact = (value, text = "") => facts.push(h("span", {}, h("b", {}, value), text));
    if (first) {
        fact(duration(model.length));
        if (model.date) facts.push(clean(model.date));
        fact(plural(first.cpus, "processor"));
        fact(duration(first.interval), " switch interval");
        facts.push(first.plain ? "GIL as CPython's (-X gil=cpython)" : "GIL with urgent waiters");
        if (first.seed) fact(String(first.seed), " is the seed (-X gil-seed)");
        fact(plural(model.count, "event"));
    }
    $("facts").append(...facts.flatMap((f, i) => i ? [" \u00b7 ", f] : [f]));
    for (const { text, kind } of model.verdicts)
        $("verdicts").append(h("li", {}, clean(text), kind ? h("span", { class: "kind" }, clean(kind)) : ""));
    for (const text of noticesOf(model)) $("notices").append(h("li", {}, text));
}

function noticesOf(model) {
    const notices = model.problems.map(clean);
    const lost = model.threads.reduce((n, t) => n + t.lost, 0), short = model.threads.filter(t => t.lost).length;
    if (lost)
        notices.push(`${plural(lost, "event")} of ${plural(short, "thread")} are lost: their rings were full. ` +
            "What is missing is hatched grey; the totals of threads, beside their names, count it all.");
    let full = 0, threads = 0, places = 0;
    for (const p of model.processes) {
        full += p.diskFull > 0;
        threads += p.lostThreads;
        places += p.lostPlaces;
    }
    if (full)
        notices.push(`The disk was full: rings of ${plural(full, "process", "processes")} are smaller than wanted.`);
    if (threads) notices.push(`${plural(threads, "ended thread")} had to make room for new ones and cannot be shown.`);
    if (places) notices.push(`${plural(places, "place")} in the source did not fit into the recording.`);
    const gone = model.processes.filter(p => !p.ended);
    if (gone.length) {
        const names = gone.slice(0, 3).map(p => clean(p.label)).join("; ") + (gone.length > 3 ? "; ..." : "");
        notices.push(`${gone.length === 1 ? "A process" : thousands(gone.length) + " processes"} did not end by ` +
            `${gone.length === 1 ? "itself: it was" : "themselves: they were"} killed, or still ran (${names}).`);
    }
    return notices;
}

function fillLegend(colours, ratio) {
    const legend = $("legend");
    legend.replaceChildren();
    STATE_NAMES.forEach((name, s) => {
        const canvas = h("canvas", { width: 26 * ratio, height: 14 * ratio }), c = canvas.getContext("2d");
        c.scale(ratio, ratio);
        c.fillStyle = s === WAIT ? colours.pattern(c, "wait", ratio)
            : s === COLLECT ? colours.pattern(c, "collect", ratio)
            : colours.state[s];
        const margin = 14 * INSET[s];
        c.fillRect(0, margin, 26, 14 - 2 * margin);
        legend.append(h("span", {}, canvas, name));
    });
    const sign = (text, draw) => {
        const canvas = h("canvas", { width: 26 * ratio, height: 14 * ratio }), c = canvas.getContext("2d");
        c.scale(ratio, ratio);
        draw(c);
        legend.append(h("span", {}, canvas, text));
    };
    sign("forced switch", c => {
        c.strokeStyle = c.fillStyle = colours.arrow;
        c.lineWidth = 1.6;
        c.beginPath();
        c.moveTo(13, 0);
        c.lineTo(13, 9);
        c.stroke();
        c.beginPath();
        c.moveTo(13, 14);
        c.lineTo(9, 7);
        c.lineTo(17, 7);
        c.fill();
    });
    sign("asks for the GIL", c => {
        c.fillStyle = colours.ink;
        c.beginPath();
        c.moveTo(13, 4);
        c.lineTo(9, 11);
        c.lineTo(17, 11);
        c.fill();
    });
}

const KEYS = [
    [["wheel", "+", "-"], "zoom around the pointer, or the middle"],
    [["drag", "shift+wheel", "\u2190", "\u2192"], "move in time"],
    [["\u2191", "\u2193"], "the thread above, below"], [[",", "."], "the state before, after the selected one"],
    [["click"], "select a state; on a thread's name: its totals"],
    [["shift+drag", "s"], "select a span: totals per thread and call"],
    [["f", "Enter"], "zoom to what is selected"], [["0", "double click"], "the whole trace"],
    [["Home", "End"], "beginning, end"], [["/"], "search; Enter and shift+Enter: next, previous hit"],
    [["n", "N"], "next, previous hit"], [["[", "]"], "lower, higher rows"],
    [["e"], "fold or unfold the process; also a click on its heading"], [["t"], "light or dark"],
    [["Esc"], "close, deselect"], [["?"], "this help"],
];

function fillHelp() {
    const keys = KEYS.map(([names, what]) => [h("dt", {}, names.map(k => [h("kbd", {}, k), " "])), h("dd", {}, what)]);
    const close = h("button", { type: "button" }, "Close");
    close.addEventListener("click", () => $("help").close());
    const text = "Each row is a thread, time goes to the right. Only one thread of an interpreter has the GIL, the " +
        "permission to run Python code, at a time. An arrow goes from the thread that had to give it up to the one " +
        "that got it. Pixels in which much happens show the shares of the states, stacked.";
    $("help").append(h("h2", {}, "Reading the timeline"), h("p", {}, text),
        h("dl", {}, keys), close);
}

class Tip {
    constructor() {
        this.box = $("tip");
    }
    show(content, x, y) {
        const box = this.box;
        box.replaceChildren(content);
        box.hidden = false;
        const { width, height } = box.getBoundingClientRect();
        box.style.left = Math.max(4, Math.min(x + 16, innerWidth - width - 6)) + "px";
        box.style.top = (y + 20 + height > innerHeight ? Math.max(4, y - height - 14) : y + 20) + "px";
    }
    hide() { this.box.hidden = true; }
}

function showPanel(...content) {
    $("details").replaceChildren(...content);
    $("panel").hidden = false;
    $("panel").scrollTop = 0;
}

function say(text) { $("said").textContent = text; }
