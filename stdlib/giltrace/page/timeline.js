// The timeline: what part of time shows, drawing it, and what lies under the pointer.

const SHORTEST = 20;            // ns that the whole width may show

class Timeline {
    constructor(model) {
        this.model = model;
        this.from = 0;
        this.to = model.end;
        this.layout = new Layout(model);
        this.search = new Search(model);
        this.overview = new Overview(model, $("overview"));
        this.canvas = $("rows");
        this.above = $("over");
        this.span = null;               // selected, [from, to]
        this.selected = null;           // {thread, k}, {thread, instant} or {thread}
        this.hovered = null;
        this.pointer = null;
        this.scroll = 0;
        this.frames = [];               // how long drawing took, ms
        this.due = 0;
        this.setColours();
    }
    setColours() {
        this.colours = new Colours();
        this.painter = null;
    }
    resize() {
        const scroller = $("scroller");
        this.ratio = window.devicePixelRatio || 1;
        this.room = scroller.clientHeight;
        this.full = scroller.clientWidth;
        this.labels = Math.min(LABELS, Math.round(this.full * 0.3));
        this.width = Math.max(this.full - this.labels - 12, 10);
        for (const [canvas, height] of [[this.canvas, this.room], [this.above, this.room],
                                        [$("overview"), OVERVIEW_HEIGHT + SCALE_HEIGHT]]) {
            canvas.width = Math.round(this.full * this.ratio);
            canvas.height = Math.round(height * this.ratio);
            canvas.style.width = this.full + "px";
            canvas.style.height = height + "px";
        }
        this.painter = null;
        this.arrange();
    }
    arrange() {
        // As if the panel were not there: rows stay as they are when it opens.
        this.layout.arrange(this.room + $("panel").offsetHeight);
        $("spacer").style.height = this.layout.height + 8 + "px";
        this.draw();
    }
    get scale() { return this.width / (this.to - this.from); }
    x(t) { return this.labels + (t - this.from) * this.scale; }
    time(x) { return this.from + (x - this.labels) / this.scale; }

    show(from, to) {
        const end = this.model.end, length = Math.min(Math.max(to - from, Math.min(SHORTEST, end)), end);
        const middle = (from + to) / 2;
        this.from = Math.min(Math.max(middle - length / 2, 0), end - length);
        this.to = this.from + length;
        this.draw();
    }
    zoom(factor, t = (this.from + this.to) / 2) {
        const length = Math.min(Math.max((this.to - this.from) / factor, SHORTEST), this.model.end);
        const share = (t - this.from) / (this.to - this.from), from = t - share * length;
        this.show(from, from + length);
    }
    pan(ns) {
        const move = Math.min(Math.max(ns, -this.from), this.model.end - this.to);
        this.show(this.from + move, this.to + move);
    }

    // -- Drawing --

    draw() {
        if (!this.due) this.due = requestAnimationFrame(() => {
            this.due = 0;
            this.drawNow();
        });
    }
    drawNow() {
        const begun = performance.now();
        this.scroll = $("scroller").scrollTop;
        const c = this.canvas.getContext("2d", { alpha: false, willReadFrequently: true });
        const { colours, ratio, labels, width, room } = this;
        this.painter ??= new Painter(c, colours, ratio);
        const p = this.painter;
        c.setTransform(ratio, 0, 0, ratio, 0, 0);
        c.fillStyle = colours.paper;
        c.fillRect(0, 0, this.full, room);
        p.window(this.from, this.scale, width, labels, room);
        const rows = this.visible();
        this.grid(p);
        c.save();
        c.beginPath();
        c.rect(labels, 0, width, room);
        c.clip();
        for (const row of rows) this.drawRow(p, row, row.y - this.scroll);
        p.flush();
        if (this.layout.rowHeight >= 9)
            for (const row of rows) if (row.kind === "thread") p.marks(row.thread, row.y - this.scroll, row.height);
        if (this.layout.rowHeight >= 6)
            p.arrows(this.model, thread => {
                const row = this.layout.rowOf(thread);
                if (!row) return null;
                const top = row.y - this.scroll;
                return { top, bottom: top + row.height - GAP };
            }, room);
        c.restore();
        for (const row of rows) this.drawLabel(c, row, row.y - this.scroll);
        this.overview.draw(this, colours, ratio, labels, width);
        this.drawAbove();
        this.frames.push(performance.now() - begun);
        if (this.frames.length > 500) this.frames.shift();
        this.onDrawn?.();
    }
    visible() {
        const { layout } = this, top = this.scroll, rows = [];
        for (let i = Math.max(after(layout.tops, top, 0, layout.rows.length) - 1, 0); i < layout.rows.length; i++) {
            if (layout.rows[i].y > top + this.room) break;
            rows.push(layout.rows[i]);
        }
        return rows;
    }
    grid(p) {
        const step = niceStep((this.to - this.from) / this.width * 110);
        const height = this.layout.rows.length ? Math.min(this.room, this.layout.height + 4) : 0;
        for (let i = Math.ceil(this.from / step); i * step <= this.to; i++)
            {
            const x = Math.floor(p.x(i * step));
            p.column(p.pixelColours.line, x, x + 1, 0, height);
        }
    }
    drawRow(p, row, y) {
        if (row.kind === "process") {
            p.rect(this.colours.process, 0, y, this.width, row.height - GAP);
            if (this.layout.collapsed.has(row.process)) p.gil(row.process, y + 3, row.height - GAP - 6);
        } else if (row.kind === "gil") {
            p.gil(row.process, y + 1, row.height - GAP - 2);
        } else {
            const hits = this.search.hits.get(row.thread);
            p.thread(row.thread, y, row.height);
            if (hits) p.hits(row.thread, hits, y);
        }
    }
    drawLabel(c, row, y) {
        const { colours, labels, painter: p } = this, process = row.process, depth = Math.min(process.depth, 6) * 10;
        const text = (s, x, at, size, ink, weight, w) => {
            c.font = `${weight} ${size}px ${FONT}`;
            c.fillStyle = ink;
            c.fillText(p.fit(s, w, size), x, at);
        };
        c.textBaseline = "middle";
        const bar = row.height - GAP, middle = y + bar / 2 + 0.5;
        if (row.kind === "process") {
            c.fillStyle = colours.process;
            c.fillRect(0, y, labels, bar);
            c.fillRect(labels + this.width, y, this.full, bar);
            const sign = this.layout.collapsed.has(process) ? "\u25b8" : "\u25be";
            text(`${sign} ${clean(process.label)}`, 16 + depth, middle, 13, colours.ink, 600, labels - 24 - depth);
            return;
        }
        if (row.kind === "gil") {
            text("who has the GIL", 30 + depth, middle, 11, colours.soft, 400, labels - 40 - depth);
            return;
        }
        if (row.height < 9) return;
        const { thread } = row, plain = this.layout.isPlain(process), selected = this.selected?.thread === thread;
        if (selected || this.search.threads.has(thread)) {
            c.fillStyle = selected ? colours.accent : colours.hit;
            c.fillRect(0, y, 4, bar);
        }
        c.fillStyle = colours.threads[process.threads.indexOf(thread) % colours.threads.length];
        if (!plain) c.fillRect(18 + depth, middle - 4, 8, 8);
        const name = plain ? clean(process.label) : thread.label, left = plain ? 16 + depth : 32 + depth;
        const size = Math.min(13, Math.max(8, row.height - 4)), w = labels - left - 8;
        if (row.height >= 36) {
            text(name, left, middle - 8, size, colours.ink, 550, w);
            const life = Math.max(thread.end - thread.start, 1);
            const share = s => percent(thread.sums[s][1] / life);
            text(`running ${share(RUN)}, waiting ${share(WAIT)}`, left, middle + 9, 11, colours.soft, 400, w);
        } else {
            text(name, left, middle, size, colours.ink, 500, w);
        }
    }
    drawAbove() {
        const c = this.above.getContext("2d"), { colours, ratio, labels, width, room } = this;
        c.setTransform(ratio, 0, 0, ratio, 0, 0);
        c.clearRect(0, 0, this.full, room);
        c.save();
        c.beginPath();
        c.rect(labels, 0, width, room);
        c.clip();
        if (this.span) {
            const a = this.x(this.span[0]), b = this.x(this.span[1]);
            c.fillStyle = colours.accent;
            c.globalAlpha = 0.13;
            c.fillRect(a, 0, b - a, room);
            c.globalAlpha = 1;
            c.fillRect(a - 0.75, 0, 1.5, room);
            c.fillRect(b - 0.75, 0, 1.5, room);
            const text = duration(this.span[1] - this.span[0]);
            c.font = `600 12px ${FONT}`;
            const w = c.measureText(text).width + 12;
            const at = Math.min(Math.max((a + b - w) / 2, labels), labels + width - w);
            c.fillRect(at, room - 26, w, 20);
            c.fillStyle = colours.paper;
            c.textBaseline = "middle";
            c.fillText(text, at + 6, room - 15.5);
        }
        this.outline(c, this.search.current, colours.hit, 2.5);
        this.outline(c, this.selected, colours.ink, 2.5);
        this.outline(c, this.hovered, colours.ink, 1.25);
        if (this.pointer && this.pointer.x > labels) {
            c.fillStyle = colours.soft;
            c.globalAlpha = 0.6;
            c.fillRect(Math.round(this.pointer.x), 0, 1, room);
        }
        c.restore();
    }
    outline(c, what, colour, w) {
        if (!what || !(what.k >= 0)) return;
        const row = this.layout.rowOf(what.thread);
        if (!row || row.kind !== "thread") return;
        const a = this.x(what.thread.begin[what.k]), b = this.x(what.thread.begin[what.k + 1]);
        c.strokeStyle = colour;
        c.lineWidth = w;
        const left = Math.max(a, this.labels - 5), right = Math.min(Math.max(b, a + 2), this.full + 5);
        if (right > left) c.strokeRect(left, row.y - this.scroll - 0.5, right - left, row.height - GAP + 1);
    }

    // -- What is where --

    // {row, thread?, k?, instant?} under a point of the scroller.
    under(x, y) {
        const row = this.layout.at(y + this.scroll);
        if (!row) return null;
        if (x < this.labels) return { row, label: true, thread: row.thread };
        const t = this.time(x);
        if (row.kind === "process") return { row };
        if (row.kind === "gil") {
            for (const thread of row.process.threads) {
                const k = thread.at(t);
                if (k >= 0 && thread.holds(k)) return { row, thread, k, gil: true };
            }
            return { row };
        }
        const thread = row.thread, near = 4 / this.scale, { instants, moment, events } = thread;
        const below = y + this.scroll - row.y, high = below < 11, low = row.height - below < 9;
        const marks = [];
        for (let i = after(moment, t - near, 0, moment.length); i < moment.length && moment[i] <= t + near; i++)
            if (events.kind[instants[i]] === REQUEST ? low : high) marks.push(i);
        const away = i => Math.abs(moment[i] - t);
        marks.sort((a, b) => away(a) - away(b) || b - a);
        return { row, thread, k: thread.at(t), instant: marks[0] ?? -1, marks: marks.slice(0, 4) };
    }
    // Scrolls and moves so that a state shows.
    reveal(thread, k) {
        const process = thread.process;
        if (this.layout.collapsed.has(process)) {
            this.layout.toggle(process);
            this.arrange();
        }
        const row = this.layout.rowOf(thread), scroller = $("scroller");
        if (row && (row.y < this.scroll || row.y + row.height > this.scroll + this.room))
            scroller.scrollTop = row.y - this.room / 2;
        if (!(k >= 0)) return;
        const a = thread.begin[k], b = thread.begin[k + 1], length = this.to - this.from;
        if (b - a > length * 0.8 || (b - a) * this.scale < 4) {
            const wanted = Math.max((b - a) * Math.max(this.width / 40, 3), SHORTEST), middle = (a + b) / 2;
            this.show(middle - wanted / 2, middle + wanted / 2);
        } else if (a < this.from || b > this.to) {
            this.show((a + b - length) / 2, (a + b + length) / 2);
        }
    }
}
