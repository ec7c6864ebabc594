// Painting rows. What is narrower than a pixel is merged: its column shows the shares of the states, stacked, from the
// running totals. Such columns are written into an array of pixels, for there are ten thousands of them; rectangles are
// collected by colour and filled colour by colour.

const STACK = [RUN, COLLECT, CALL, LOCK, WAIT];         // of a mixed column, from below
const INSET = [0, 0, 0.2, 0.34, 0];                     // of a state's bar: calls and locks are slimmer
const WIDE = 1.5;                                       // pixels, from which a state is drawn by itself
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

class Colours {
    constructor() {
        const style = getComputedStyle(document.documentElement);
        const get = name => style.getPropertyValue("--" + name).trim();
        for (const name of ["paper", "band", "line", "ink", "soft", "accent", "hit", "process", "lost", "lost-line",
                            "arrow",
                            "arrow-soft", "shade", "wait-line", "wait-flat", "collect-line"])
            this[name] = get(name);
        this.state = STATE_CLASSES.map(get);
        this.stateInk = STATE_CLASSES.map(name => get(name + "-ink"));
        this.narrow = this.state.slice();
        this.narrow[WAIT] = this["wait-flat"];
        this.threads = get("threads").split(" ");
        this.patterns = new Map();
        this.pixel = new Map();
    }
    // The colour as a pixel's number.
    number(colour) {
        let n = this.pixel.get(colour);
        if (n === undefined) {
            const c = h("canvas", { width: 1, height: 1 }).getContext("2d");
            c.fillStyle = colour;
            c.fillRect(0, 0, 1, 1);
            this.pixel.set(colour, n = new Uint32Array(c.getImageData(0, 0, 1, 1).data.buffer)[0]);
        }
        return n;
    }
    // Stripes on a ground: the second sign, beside the colour, of waiting, collecting and what is lost.
    pattern(context, name, ratio) {
        const key = name + ratio;
        if (!this.patterns.has(key)) {
            const size = 8 * ratio, canvas = h("canvas", { width: size, height: size }), c = canvas.getContext("2d");
            c.scale(ratio, ratio);
            const [ground, line] = name === "wait" ? [this.state[WAIT], this["wait-line"]]
                : name === "collect" ? [this.state[COLLECT], this["collect-line"]] : [this.lost, this["lost-line"]];
            c.fillStyle = ground;
            c.fillRect(0, 0, 8, 8);
            c.strokeStyle = c.fillStyle = line;
            if (name === "collect") {
                c.fillRect(1, 1, 2, 2);
                c.fillRect(5, 5, 2, 2);
            } else {
                c.lineWidth = name === "wait" ? 1.4 : 1;
                c.beginPath();
                for (const x of [-8, 0, 8]) {
                    c.moveTo(x - 1, 9);
                    c.lineTo(x + 9, -1);
                }
                c.stroke();
            }
            const pattern = context.createPattern(canvas, "repeat");
            pattern.setTransform(new DOMMatrix().scale(1 / ratio));
            this.patterns.set(key, pattern);
        }
        return this.patterns.get(key);
    }
}

class Painter {
    constructor(context, colours, ratio) {
        Object.assign(this, { context, colours, ratio });
        this.fills = new Map();
        this.labels = [];
        this.short = new Map();
        this.sums = new Float64Array(HELD + 1);
        this.pixelColours = { states: colours.narrow.map(c => colours.number(c)), line: colours.number(colours.line),
                              paper: colours.number(colours.paper),
                              threads: colours.threads.map(c => colours.number(c)) };
    }
    // The piece of time [from, from + width / scale) in pixels [0, width); x0: where these begin on the canvas.
    window(from, scale, width, x0, room) {
        Object.assign(this, { from, scale, width, x0, room, to: from + width / scale });
        const w = Math.round(width * this.ratio), high = Math.max(1, Math.round(room * this.ratio));
        if (this.image?.width !== w || this.image.height !== high) {
            this.image = new ImageData(w, high);
            this.pixels = new Uint32Array(this.image.data.buffer);
        }
        this.pixels.fill(this.pixelColours.paper);
    }
    // A column of pixels, written at once; all others come above.
    column(pixel, x, x1, top, bottom) {
        const { ratio, pixels, image: { width, height } } = this;
        const first = Math.max(Math.round(top * ratio), 0), last = Math.min(Math.round(bottom * ratio), height);
        const a = Math.max(Math.floor(x * ratio), 0), b = Math.min(Math.max(Math.floor(x1 * ratio), a + 1), width);
        for (let at = first * width; at < last * width; at += width)
            for (let i = a; i < b; i++) pixels[at + i] = pixel;
    }
    x(t) { return (t - this.from) * this.scale; }

    rect(fill, x, y, w, height) {
        let list = this.fills.get(fill);
        if (!list) this.fills.set(fill, list = []);
        list.push(x, y, w, height);
    }
    flush() {
        const c = this.context, x0 = this.x0;
        c.putImageData(this.image, Math.round(x0 * this.ratio), 0);
        for (const [fill, list] of this.fills) {
            c.fillStyle = fill;
            for (let i = 0; i < list.length; i += 4) c.fillRect(x0 + list[i], list[i + 1], list[i + 2], list[i + 3]);
        }
        this.fills.clear();
        c.textBaseline = "middle";
        for (const { text, x, y, w, ink, size } of this.labels) {
            c.font = `500 ${size}px ${FONT}`;
            const shown = this.fit(text, w, size);
            if (!shown) continue;
            c.fillStyle = ink;
            c.fillText(shown, x0 + x, y);
        }
        this.labels.length = 0;
    }
    // The text, cut to w pixels; "" if hardly anything is left.
    fit(text, w, size) {
        const key = `${size} ${w | 0} ${text}`;
        let shown = this.short.get(key);
        if (shown !== undefined) return shown;
        const measure = s => this.context.measureText(s).width;
        shown = text;
        if (measure(text) > w) {
            let lo = 0, hi = text.length;
            while (lo < hi) {
                const mid = (lo + hi + 1) >> 1;
                if (measure(text.slice(0, mid) + "\u2026") <= w) lo = mid; else hi = mid - 1;
            }
            shown = lo < 3 ? "" : text.slice(0, lo) + "\u2026";
        }
        if (this.short.size > 5000) this.short.clear();
        this.short.set(key, shown);
        return shown;
    }

    // Calls wide(k, x0, x1) for states that are wide enough, mixed(x, x1, k, j) for columns [x, x1) with states [k, j).
    walk(thread, wide, mixed) {
        const { begin, n } = thread, { from, to, scale, width } = this;
        if (!n || begin[0] >= to || begin[n] <= from) return;
        let k = Math.max(after(begin, from, 0, n) - 1, 0);
        while (k < n && begin[k] < to) {
            const a = (begin[k] - from) * scale, b = (begin[k + 1] - from) * scale;
            if (b - a >= WIDE) {
                wide(k, Math.max(a, 0), Math.min(b, width));
                k++;
                continue;
            }
            const x = Math.max(Math.floor(a), 0);
            let j = afterNear(begin, from + (x + 1) / scale, k, n);
            if (j - 1 > k && (begin[j] - begin[j - 1]) * scale >= WIDE) j--;
            j = Math.max(j, k + 1);
            mixed(x, Math.max(x + 1, Math.floor((begin[j] - from) * scale)), k, j);
            k = j;
        }
    }

    thread(thread, y, height) {
        const { colours, context, ratio } = this, bar = Math.max(height - GAP, 1), dense = height < 8;
        const lostFill = colours.pattern(context, "lost", ratio);
        const until = thread.n ? thread.begin[0] : thread.end;
        if ((thread.lost || !thread.n) && until > this.from && thread.start < this.to) {
            const a = Math.max(this.x(thread.start), 0), b = Math.min(this.x(until), this.width);
            this.rect(lostFill, a, y, Math.max(b - a, 1), bar);
            if (height >= 16)
                this.label(thread.lost ? `${thousands(thread.lost)} events lost` : "no events recorded", a, b, y, bar,
                    colours.soft);
        }
        const waitFill = colours.pattern(context, "wait", ratio);
        const collectFill = colours.pattern(context, "collect", ratio);
        const { sums, pixelColours: { states: pixels } } = this, { narrow } = colours;
        const inset = dense ? [0, 0, 0, 0, 0] : INSET;
        this.walk(thread, (k, a, b) => {
            const state = thread.state(k), w = b - a, margin = Math.round(bar * inset[state]);
            const fill = w < 4 || dense ? narrow[state] : state === WAIT ? waitFill : state === COLLECT ? collectFill
                : colours.state[state];
            this.rect(fill, a, y + margin, w, bar - 2 * margin);
            if (w > 34 && height >= 14) {
                const text = state === CALL ? callTitle(thread, k) : state === RUN ? thread.place(k)?.function ?? ""
                    : state === LOCK ? LOCK_NAMES[thread.events.which[thread.event[k]]] ?? "" : "";
                if (text && bar - 2 * margin >= 9)
                    this.label(text, a, b, y + margin, bar - 2 * margin, colours.stateInk[state]);
            }
        }, (x, x1, k, j) => {
            const length = thread.begin[j] - thread.begin[k];
            if (!(length > 0)) return;
            sums.fill(0);
            thread.add(k, j, sums);
            // Where hardly anything but slim states is, as high as their bars are on the average.
            let high = bar;
            if (sums[CALL] + sums[LOCK] > 0.9 * length) {
                high = 0;
                for (let s = 0; s < STATES; s++) high += sums[s] * (1 - 2 * inset[s]);
                high = Math.min(high / length, 1) * bar;
            }
            let bottom = y + (bar + high) / 2;
            for (const s of STACK) {
                if (sums[s] <= 0.004 * length) continue;
                const part = sums[s] / length * high;
                this.column(pixels[s], x, x1, bottom - part, bottom);
                bottom -= part;
            }
        });
    }
    label(text, a, b, y, height, ink) {
        if (b - a < 30) return;
        this.labels.push({ text, x: a + 5, y: y + height / 2 + 0.5, w: b - a - 9, ink, size: height >= 22 ? 12 : 11 });
    }

    // Who has the GIL: the holds of all threads in one row, which cannot overlap.
    gil(process, y, height) {
        const stacked = new Float32Array(this.width + 2), { scale, colours, sums, pixelColours } = this;
        process.threads.forEach((thread, i) => {
            if (thread.end < this.from || thread.start > this.to) return;
            const number = i % colours.threads.length;
            const fill = colours.threads[number], pixel = pixelColours.threads[number];
            let labelled = -1e9;
            this.walk(thread, (k, a, b) => {
                if (!thread.holds(k)) return;
                this.rect(fill, a, y, Math.max(b - a, 1), height);
                if (b - a > 50 && a - labelled > 4) this.label(thread.label, a, b, y, height, "#10141a");
                labelled = b;
            }, (x, x1, k, j) => {
                sums.fill(0);
                thread.add(k, j, sums);
                const part = Math.min(sums[HELD] * scale, 1 - stacked[x]), bottom = y + height * (1 - stacked[x]);
                this.column(pixel, x, x1, bottom - part * height, bottom);
                stacked[x] += part;
            });
        });
    }

    // Instants: requests as little triangles below, others as signs above.
    marks(thread, y, height) {
        const { instants, moment, events } = thread, { context: c, colours } = this, bar = height - GAP;
        const first = after(moment, this.from - 1e-3, 0, instants.length), last = new Float64Array(32).fill(-1e9);
        const count = instants.length, crowd = after(moment, this.to, first, count) - first > this.width / 3;
        for (let i = first; i < count && moment[i] <= this.to; i++) {
            const e = instants[i], kind = events.kind[e], x = this.x(moment[i]);
            if (x - last[kind] < 4 || kind === REQUEST && (crowd || x - last[kind] < 7)) continue;
            last[kind] = x;
            const at = this.x0 + x;
            c.beginPath();
            if (kind === REQUEST) {
                c.fillStyle = colours.ink;
                c.moveTo(at, y + bar - 5);
                c.lineTo(at - 3, y + bar);
                c.lineTo(at + 3, y + bar);
                c.fill();
            } else if (kind === END) {
                c.fillStyle = colours.soft;
                c.fillRect(at - 1, y, 2, bar);
            } else {
                c.fillStyle = kind === SIGNAL ? colours.hit : colours.paper;
                c.strokeStyle = kind === SIGNAL ? colours.paper : colours.ink;
                c.lineWidth = 1.5;
                if (kind === SIGNAL) {
                    c.moveTo(at, y);
                    c.lineTo(at + 5, y + 5);
                    c.lineTo(at, y + 10);
                    c.lineTo(at - 5, y + 5);
                    c.closePath();
                } else {
                    c.arc(at, y + 5, 3.5, 0, 7);
                }
                c.fill();
                c.stroke();
            }
        }
    }

    // Arrows between rows; row(thread) gives {top, bottom} on the canvas or null.
    arrows(model, row, room) {
        const c = this.context;
        this.arrowsDrawn = 0;
        c.lineJoin = "round";
        let shown = 0;
        const ranges = model.threads.map(thread => {
            if (thread.end < this.from || thread.start > this.to) return [0, 0];
            const { begin, gaveWay } = thread, from = this.from - 1e6, to = this.to;
            const find = t => {
                let lo = 0, hi = gaveWay.length;
                while (lo < hi) {
                    const mid = (lo + hi) >> 1;
                    if (begin[gaveWay[mid]] < t) lo = mid + 1; else hi = mid;
                }
                return lo;
            };
            const range = [find(from), find(to)];
            shown += range[1] - range[0];
            return range;
        });
        const dense = shown > this.width / 3;
        model.threads.forEach((thread, index) => {
            const [first, beyond] = ranges[index], last = new Map();
            if (first === beyond || !row(thread)) return;
            for (let i = first; i < beyond; i++) {
                const k = thread.gaveWay[i];
                if (dense && thread.events.lowFlags[thread.event[k]] & URGENT) continue;
                const to = thread.events.other(thread.event[k]), x = this.x(thread.begin[k]), key = dense ? 0 : to;
                if (x - (last.get(key) ?? -1e9) < (dense ? 14 : 5)) continue;
                const arrow = model.handOver(thread, k);
                if (arrow && this.arrow(arrow, row, room, dense)) last.set(key, x);
            }
        });
        // Of many, only those to rows that show.
        const many = model.starts.length > 50;
        for (const arrow of model.starts) {
            if (arrow.t > this.to) break;
            const to = arrow.u >= this.from ? row(arrow.to) : null;
            if (to && !(many && (to.bottom < 0 || to.top > room))) this.arrow(arrow, row, room, false);
        }
        c.globalAlpha = 1;
    }
    // false: it would not be seen.
    arrow(arrow, row, room, dense) {
        const { context: c, colours } = this, a = this.x(arrow.t), b = this.x(arrow.u);
        if (b < -20 || a > this.width + 20) return false;
        const from = row(arrow.from), to = row(arrow.to);
        if (!from || !to || from.top === to.top) return false;
        const down = to.top > from.top, y0 = (from.top + from.bottom) / 2, edge = down ? to.top : to.bottom;
        const y1 = edge + (down ? 1 : -1) * Math.min(7, (to.bottom - to.top) / 3);      // the tip lies in the bar
        if (Math.max(y0, y1) < 0 || Math.min(y0, y1) > room) return false;
        this.arrowsDrawn++;
        const x0 = this.x0 + a, x1 = this.x0 + b, tip = down ? -1 : 1;
        c.strokeStyle = c.fillStyle = arrow.kind === "forced" ? colours.arrow : colours["arrow-soft"];
        c.globalAlpha = dense ? 0.55 : arrow.kind === "urgent" ? 0.8 : 1;
        c.lineWidth = arrow.kind === "forced" ? 1.6 : 1.2;
        c.setLineDash(arrow.kind === "start" ? [2, 3] : []);
        c.beginPath();
        c.moveTo(x0, y0);
        if (Math.abs(x1 - x0) < 8) c.lineTo(x1, y1 + tip * 4);
        else c.bezierCurveTo(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, x1, y1 + tip * 4);
        c.stroke();
        c.setLineDash([]);
        c.beginPath();
        if (!dense) c.arc(x0, y0, 2.2, 0, 7);
        c.moveTo(x1, y1);
        c.lineTo(x1 - 3.5, y1 + tip * 6);
        c.lineTo(x1 + 3.5, y1 + tip * 6);
        c.fill();
        return true;
    }

    // A line above the bars of what the search has found.
    hits(thread, hits, y) {
        let x = -1e9;
        for (let i = after(hits.ends, this.from, 0, hits.ends.length); i < hits.list.length; i++) {
            const k = hits.list[i];
            if (thread.begin[k] > this.to) break;
            const a = Math.max(this.x(thread.begin[k]), 0), b = Math.min(this.x(thread.begin[k + 1]), this.width);
            if (b < x + 1) continue;
            x = Math.max(b, a + 2);
            this.rect(this.colours.hit, a, y - 1, x - a, 3);
        }
    }
}
