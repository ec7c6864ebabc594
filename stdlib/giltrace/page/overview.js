// The strip at the top: how many threads do what over the whole trace, the window that the rows show, and the scale.

const OVERVIEW_HEIGHT = 48, SCALE_HEIGHT = 26;

class Overview {
    constructor(model, canvas) {
        Object.assign(this, { model, canvas, context: canvas.getContext("2d"), width: 0 });
    }
    // Time in each state per column, all threads together.
    measure(width) {
        if (width === this.width) return;
        this.width = width;
        const { model } = this, columns = Math.max(1, Math.floor(width / (model.threads.length > 64 ? 4 : 1)));
        const step = model.end / columns;
        this.columns = columns;
        this.sums = Array.from({ length: STATES }, () => new Float32Array(columns));
        for (const thread of model.threads) {
            const { begin, n } = thread;
            if (!n) continue;
            const sums = new Float64Array(HELD + 1);
            const first = Math.max(0, Math.floor(begin[0] / step));
            const last = Math.min(columns - 1, Math.floor(begin[n] / step));
            let k = 0;
            for (let x = first; x <= last; x++) {
                // whole states up to the column's end, and the part of the one that goes on
                const t = Math.min((x + 1) * step, begin[n]);
                const j = Math.max(Math.min(afterNear(begin, t, k, n), n) - 1, 0);
                const state = thread.state(j), part = Math.max(t - begin[j], 0);
                thread.add(k, j, sums);
                sums[state] += part;
                for (let s = 0; s < STATES; s++) this.sums[s][x] += sums[s];
                sums.fill(0);
                sums[state] = -part;
                k = j;
            }
        }
        this.most = step;
        for (let x = 0; x < columns; x++) {
            let sum = 0;
            for (let s = 0; s < STATES; s++) sum += this.sums[s][x];
            this.most = Math.max(this.most, sum);
        }
        this.picture = null;
    }
    draw(view, colours, ratio, labels, width) {
        const c = this.context, total = labels + width;
        this.measure(width);
        c.setTransform(ratio, 0, 0, ratio, 0, 0);
        c.clearRect(0, 0, total + 50, OVERVIEW_HEIGHT + SCALE_HEIGHT);
        if (!this.picture || this.colours !== colours) this.paint(colours, ratio, width);
        c.drawImage(this.picture, labels, 0, width, OVERVIEW_HEIGHT);
        const a = labels + view.from / this.model.end * width, b = labels + view.to / this.model.end * width;
        c.fillStyle = colours.band;
        c.globalAlpha = 0.75;
        c.fillRect(labels, 0, a - labels, OVERVIEW_HEIGHT);
        c.fillRect(b, 0, total - b, OVERVIEW_HEIGHT);
        c.globalAlpha = 1;
        c.strokeStyle = colours.accent;
        c.lineWidth = 1.5;
        c.strokeRect(a + 0.75, 0.75, Math.max(b - a - 1.5, 2), OVERVIEW_HEIGHT - 1.5);
        c.fillStyle = colours.soft;
        c.font = `12px ${FONT}`;
        c.textBaseline = "middle";
        c.textAlign = "left";
        const threads = this.model.threads.length, processes = this.model.processes.length;
        const families = processes > 1 ? `, ${plural(processes, "process", "processes")}` : "";
        c.fillText(plural(threads, "thread") + families, 20, 16);
        c.fillText(`shows ${duration(view.to - view.from)}`, 20, 34);
        this.scale(view, colours, labels, width);
    }
    paint(colours, ratio, width) {
        this.picture = h("canvas", { width: Math.max(1, Math.round(width * ratio)), height: OVERVIEW_HEIGHT * ratio });
        this.colours = colours;
        const c = this.picture.getContext("2d"), { columns, sums, most } = this, w = width / columns;
        c.scale(ratio, ratio);
        const bottom = new Float32Array(columns).fill(OVERVIEW_HEIGHT);
        for (const s of STACK) {
            c.fillStyle = colours.narrow[s];
            for (let x = 0; x < columns; x++) {
                const part = sums[s][x] / most * (OVERVIEW_HEIGHT - 3);
                if (part <= 0) continue;
                bottom[x] -= part;
                c.fillRect(x * w, bottom[x], w + 0.3, part);
            }
        }
    }
    scale(view, colours, labels, width) {
        const c = this.context, step = niceStep((view.to - view.from) / width * 110), y = OVERVIEW_HEIGHT;
        c.fillStyle = colours.soft;
        c.strokeStyle = colours.line;
        c.lineWidth = 1;
        c.beginPath();
        for (let i = Math.ceil(view.from / step); i * step <= view.to; i++) {
            const x = Math.round(labels + (i * step - view.from) / (view.to - view.from) * width) + 0.5;
            c.moveTo(x, y + 16);
            c.lineTo(x, y + SCALE_HEIGHT);
            if (x < labels + width - 30) c.fillText(moment(i * step, step), x + 4, y + 14);
        }
        c.stroke();
    }
}

function niceStep(least) {
    const power = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].find(m => m * power >= least) * power;
}
