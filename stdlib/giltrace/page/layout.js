// Which rows there are and where: {kind: "process" | "gil" | "thread", process, thread, y, height, depth}.

const LABELS = 240, PROCESS_HEIGHT = 24, GIL_HEIGHT = 16, ROW_MIN = 3, ROW_MAX = 54, ROW_FIT = 18, GAP = 2;

class Layout {
    constructor(model) {
        this.model = model;
        this.collapsed = new Set();
        this.scale = 1;
        this.rows = [];
        this.height = 0;
        this.order = this.inOrder();
    }
    // Children behind their parents.
    inOrder() {
        const children = new Map(), order = [], todo = [];
        for (const p of this.model.processes) {
            p.depth = 0;
            if (!children.has(p.parent)) children.set(p.parent, []);
            children.get(p.parent).push(p);
        }
        todo.push(...(children.get(null) ?? []).slice().reverse());
        while (todo.length) {
            const p = todo.pop();
            order.push(p);
            for (const child of (children.get(p) ?? []).slice().reverse()) {
                child.depth = p.depth + 1;
                todo.push(child);
            }
        }
        return order;
    }
    // Many processes with one thread each have no room for a heading each.
    isPlain(process) { return process.threads.length === 1 && this.model.processes.length > 1; }
    arrange(room) {
        let fixed = 0, count = 0;
        for (const p of this.order) {
            if (this.isPlain(p)) count++;
            else {
                fixed += PROCESS_HEIGHT;
                if (!this.collapsed.has(p)) {
                    fixed += GIL_HEIGHT + GAP;
                    count += p.threads.length;
                }
            }
        }
        const fit = count ? (room - fixed - 8) / count : ROW_MAX;
        const wanted = Math.min(Math.max(fit, ROW_FIT), ROW_MAX) * this.scale;
        const height = Math.round(Math.min(Math.max(wanted, ROW_MIN), 120));
        this.rowHeight = height;
        this.rows = [];
        let y = 0;
        const add = (kind, process, thread, rowHeight) => {
            this.rows.push({ kind, process, thread, y, height: rowHeight });
            y += rowHeight;
        };
        for (const p of this.order) {
            if (this.isPlain(p)) add("thread", p, p.threads[0], height);
            else {
                add("process", p, null, PROCESS_HEIGHT);
                if (this.collapsed.has(p)) continue;
                if (p.threads.length) add("gil", p, null, GIL_HEIGHT + GAP);
                for (const thread of p.threads) add("thread", p, thread, height);
            }
        }
        this.height = y;
        this.ofThread = new Map(this.rows.filter(r => r.thread).map(r => [r.thread, r]));
        this.ofProcess = new Map();
        for (const r of this.rows) if (!this.ofProcess.has(r.process)) this.ofProcess.set(r.process, r);
        this.tops = Float64Array.from(this.rows, r => r.y);
    }
    at(y) {
        if (y < 0 || y >= this.height) return null;
        return this.rows[after(this.tops, y, 0, this.rows.length) - 1] ?? null;
    }
    // The row in which a thread shows: its own, or its process's that is collapsed.
    rowOf(thread) { return this.ofThread.get(thread) ?? this.ofProcess.get(thread.process) ?? null; }
    toggle(process) {
        if (!this.collapsed.delete(process)) this.collapsed.add(process);
    }
}
