// Mouse, fingers, keys.

class Controls {
    constructor(timeline) {
        this.timeline = timeline;
        this.tip = new Tip();
        this.drag = null;
        this.touches = new Map();
        this.selecting = false;
        const scroller = $("scroller"), listen = (target, names) => {
            for (const [name, f] of Object.entries(names))
                target.addEventListener(name, f.bind(this), { passive: false });
        };
        listen(scroller, { wheel: this.wheel, pointerdown: this.down, pointermove: this.move, pointerup: this.up,
                           pointercancel: this.up, pointerleave: this.leave, dblclick: this.double,
                           scroll: this.scrolled });
        listen($("overview"), { pointerdown: this.overviewDown, pointermove: this.overviewMove, pointerup: this.up,
                                wheel: this.wheel, dblclick: () => this.whole() });
        listen(document, { keydown: this.key });
        listen($("query"), { input: this.find, keydown: this.queryKey });
        const click = { next: () => this.hit(1), previous: () => this.hit(-1), in: () => timeline.zoom(2),
                        out: () => timeline.zoom(0.5), whole: () => this.whole(),
                        mode: () => this.setSelecting(!this.selecting),
                        theme: () => this.theme(), ask: () => $("help").showModal(), close: () => this.escape() };
        for (const [id, f] of Object.entries(click)) $(id).addEventListener("click", f);
        new ResizeObserver(() => timeline.resize()).observe(scroller);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.applyTheme());
    }

    // -- Pointer --

    place(event) {
        const box = $("scroller").getBoundingClientRect();
        return { x: event.clientX - box.left, y: event.clientY - box.top };
    }
    wheel(event) {
        const t = this.timeline, { x } = this.place(event);
        if (x < t.labels && !event.ctrlKey) return;             // scrolls the rows
        event.preventDefault();
        const unit = event.deltaMode === 1 ? 30 : event.deltaMode === 2 ? 400 : 1;
        const dx = event.deltaX * unit, dy = event.deltaY * unit;
        if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) t.pan((dx || dy) / t.scale);
        else if (event.altKey) $("scroller").scrollTop += dy;
        else t.zoom(Math.exp(-Math.min(Math.max(dy, -300), 300) * (event.ctrlKey ? 0.01 : 0.002)),
            event.currentTarget === $("overview") ? undefined : t.time(x));
    }
    down(event) {
        if (event.button !== 0) return;
        const t = this.timeline, at = this.place(event);
        if (at.x >= t.full || !t.model.threads.length) return;          // the scroll bar; nothing
        event.currentTarget.setPointerCapture(event.pointerId);
        this.touches.set(event.pointerId, at);
        if (this.touches.size === 2) {
            const [a, b] = [...this.touches.values()];
            this.drag = { kind: "pinch", apart: Math.abs(a.x - b.x) || 1, from: t.from, to: t.to,
                          middle: (a.x + b.x) / 2 };
            return;
        }
        const kind = at.x < t.labels ? "rows" : event.shiftKey || this.selecting ? "span" : "pan";
        this.drag = { kind, at, from: t.from, to: t.to, scroll: t.scroll, moved: false };
    }
    move(event) {
        const t = this.timeline, at = this.place(event), drag = this.drag;
        if (this.touches.has(event.pointerId)) this.touches.set(event.pointerId, at);
        if (!drag || drag.kind === "window") return this.hover(event, at);
        if (drag.kind === "pinch") {
            const [a, b] = [...this.touches.values()];
            if (!b) return;
            const factor = drag.apart / Math.max(Math.abs(a.x - b.x), 1), length = (drag.to - drag.from) * factor;
            const held = drag.from + (drag.middle - t.labels) / t.width * (drag.to - drag.from);
            const from = held - ((a.x + b.x) / 2 - t.labels) / t.width * length;
            return t.show(from, from + length);
        }
        if (!drag.moved && Math.hypot(at.x - drag.at.x, at.y - drag.at.y) < 4) return;
        drag.moved = true;
        this.tip.hide();
        if (drag.kind === "span") {
            const ends = [drag.at.x, at.x].map(x => Math.min(Math.max(t.time(x), t.from), t.to)).sort((a, b) => a - b);
            this.setSpan(ends, false);
            return;
        }
        if (drag.kind === "pan") {
            const length = drag.to - drag.from, by = (at.x - drag.at.x) / t.width * length;
            const from = Math.min(Math.max(drag.from - by, 0), t.model.end - length);
            t.show(from, from + length);
        }
        $("scroller").scrollTop = drag.scroll - (at.y - drag.at.y);
    }
    up(event) {
        const drag = this.drag;
        this.touches.delete(event.pointerId);
        if (!drag) return;
        this.drag = null;
        if (event.type === "pointercancel" || drag.kind === "pinch" || drag.kind === "window") return;
        if (drag.kind === "span" && drag.moved) this.setSpan(this.timeline.span, true);
        else if (!drag.moved) this.click(this.place(event));
    }
    leave() {
        this.timeline.pointer = this.timeline.hovered = null;
        this.tip.hide();
        this.timeline.drawAbove();
    }
    hover(event, at) {
        const t = this.timeline, found = t.under(at.x, at.y);
        t.pointer = at;
        t.hovered = found && !found.label && found.k >= 0 ? { thread: found.thread, k: found.k } : null;
        t.drawAbove();
        const content = this.describe(found);
        if (content) this.tip.show(content, event.clientX, event.clientY);
        else this.tip.hide();
        $("scroller").style.cursor = !found ? "" : found.label || found.row.kind === "process" ? "pointer"
            : this.selecting || event.shiftKey ? "crosshair" : "default";
    }
    describe(found) {
        if (!found) return null;
        if (found.label && found.thread) return card(describeThread(found.thread));
        if (found.row.kind === "process" || found.label) return card(describeProcess(found.row.process));
        if (found.instant >= 0) return h("div", {}, found.marks.map(i => card(describeInstant(found.thread, i))));
        if (found.k >= 0) return card(describeState(found.thread, found.k));
        return null;
    }
    click(at) {
        const t = this.timeline, found = t.under(at.x, at.y);
        if (!found) return this.select(null);
        if (found.row.kind === "process") {
            t.layout.toggle(found.row.process);
            t.arrange();
        } else if (found.label) {
            this.select(found.thread ? { thread: found.thread } : null);
        } else if (found.instant >= 0) {
            this.select({ thread: found.thread, instant: found.instant });
        } else {
            this.select(found.k >= 0 ? { thread: found.thread, k: found.k } : null);
        }
    }
    double(event) {
        const t = this.timeline, { x, y } = this.place(event), found = t.under(x, y);
        if (found && !found.label && found.row.kind !== "process") this.whole();
    }
    scrolled() { this.timeline.draw(); }

    overviewDown(event) {
        const t = this.timeline, x = this.place(event).x, at = (x - t.labels) / t.width * t.model.end;
        event.currentTarget.setPointerCapture(event.pointerId);
        if (at < t.from || at > t.to) t.pan(at - (t.from + t.to) / 2);
        this.drag = { kind: "window", grip: at - t.from };
    }
    overviewMove(event) {
        const t = this.timeline;
        if (this.drag?.kind !== "window") return;
        const at = (this.place(event).x - t.labels) / t.width * t.model.end;
        t.pan(at - this.drag.grip - t.from);
    }

    // -- What is selected --

    select(what, reveal = false) {
        const t = this.timeline;
        t.selected = what;
        if (what) {
            const text = what.instant >= 0 ? describeInstant(what.thread, what.instant)
                : what.k >= 0 ? describeState(what.thread, what.k) : describeThread(what.thread);
            showPanel(card(text));
            say(`${text.name}. ${text.rows.map(row => row.join(": ")).join(". ")}`);
            if (reveal) t.reveal(what.thread, what.k);
        } else {
            $("panel").hidden = true;
        }
        t.draw();
    }
    setSpan(span, done) {
        const t = this.timeline;
        t.span = span;
        if (done && span && span[1] > span[0]) {
            this.totals = totalsOf(t.model, span[0], span[1]);
            t.selected = null;
            showPanel(totalsTables(t.model, this.totals));
        }
        t.drawAbove();
    }
    setSelecting(on) {
        this.selecting = on;
        $("mode").setAttribute("aria-pressed", on);
    }
    whole() { this.timeline.show(0, this.timeline.model.end); }
    zoomToSelected() {
        const t = this.timeline, s = t.selected;
        if (s && s.k >= 0) {
            const a = s.thread.begin[s.k], b = s.thread.begin[s.k + 1], edge = Math.max((b - a) * 0.15, 10);
            t.show(a - edge, b + edge);
        } else if (t.span) {
            t.show(t.span[0], t.span[1]);
        }
    }
    // To the state before or after the selected one; to a neighbouring thread.
    step(by) {
        const t = this.timeline, s = t.selected;
        if (!s) return;
        const k = s.k >= 0 ? s.k + by : s.thread.at((t.from + t.to) / 2);
        if (k >= 0 && k < s.thread.n) this.select({ thread: s.thread, k }, true);
    }
    neighbour(by) {
        const t = this.timeline, s = t.selected;
        const threads = t.layout.rows.filter(r => r.kind === "thread").map(r => r.thread);
        if (!threads.length) return;
        const i = s ? threads.indexOf(s.thread) + by : by > 0 ? 0 : threads.length - 1;
        const thread = threads[Math.min(Math.max(i, 0), threads.length - 1)];
        const time = s && s.k >= 0
            ? (Math.max(s.thread.begin[s.k], t.from) + Math.min(s.thread.begin[s.k + 1], t.to)) / 2
            : (t.from + t.to) / 2;
        const k = thread.at(time);
        t.reveal(thread, -1);
        this.select(k >= 0 ? { thread, k } : { thread });
    }

    // -- Search --

    find() {
        const t = this.timeline;
        t.search.run($("query").value);
        this.showHits();
        t.draw();
    }
    showHits() {
        const { search } = this.timeline;
        $("hits").textContent = !search.query ? "" : search.current
            ? `${thousands(search.number)} of ${thousands(search.count)}`
            : plural(search.count, "hit");
    }
    hit(step) {
        const hit = this.timeline.search.step(step);
        if (!hit) return;
        this.showHits();
        this.select({ thread: hit.thread, k: hit.k }, true);
    }
    queryKey(event) {
        if (event.key === "Enter") this.hit(event.shiftKey ? -1 : 1);
        else if (event.key === "Escape") $("scroller").focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    // -- Keys --

    key(event) {
        if (event.ctrlKey || event.metaKey || event.altKey || $("help").open || event.target === $("query")) return;
        const t = this.timeline, length = t.to - t.from, part = event.shiftKey ? 0.8 : 0.15;
        const keys = {
            "+": () => t.zoom(1.5), "=": () => t.zoom(1.5), "-": () => t.zoom(1 / 1.5), "0": () => this.whole(),
            ArrowLeft: () => t.pan(-length * part), ArrowRight: () => t.pan(length * part),
            ArrowUp: () => this.neighbour(-1), ArrowDown: () => this.neighbour(1),
            ",": () => this.step(-1), ".": () => this.step(1), f: () => this.zoomToSelected(),
            Home: () => t.pan(-t.from), End: () => t.pan(t.model.end - t.to),
            PageUp: () => { $("scroller").scrollTop -= t.room * 0.9; },
            PageDown: () => { $("scroller").scrollTop += t.room * 0.9; },
            "/": () => { $("query").focus(); $("query").select(); }, n: () => this.hit(1), N: () => this.hit(-1),
            "[": () => this.rows(1 / 1.25), "]": () => this.rows(1.25), e: () => this.fold(), t: () => this.theme(),
            s: () => this.setSelecting(!this.selecting), Escape: () => this.escape(), "?": () => $("help").showModal(),
        };
        const onButton = event.target instanceof HTMLButtonElement;
        if (!onButton) keys.Enter = () => this.zoomToSelected();
        const f = keys[event.key];
        if (!f) return;
        event.preventDefault();
        f();
    }
    rows(factor) {
        const { layout } = this.timeline, before = layout.rowHeight;
        const wanted = before * factor;
        const height = factor > 1 ? Math.max(wanted, before + 1) : Math.min(wanted, before - 1);
        layout.scale *= Math.min(Math.max(height / before, 0.3), 3);
        layout.scale = Math.min(Math.max(layout.scale, 0.05), 8);
        this.timeline.arrange();
    }
    fold() {
        const t = this.timeline, process = t.selected?.thread.process ?? t.layout.order[0];
        if (!process) return;
        t.layout.toggle(process);
        t.arrange();
    }
    escape() {
        this.timeline.span = null;
        this.totals = null;
        this.select(null);
    }

    // -- Light and dark --

    theme() {
        this.chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
        this.applyTheme();
    }
    applyTheme() {
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        document.documentElement.dataset.theme = this.chosen ?? (dark ? "dark" : "light");
        this.timeline.setColours();
        fillLegend(this.timeline.colours, window.devicePixelRatio || 1);
        if (this.timeline.room) this.timeline.draw();
    }
}
