// Puts it together. window.giltrace is for tests: how long it took, and what shows.

async function main() {
    const marks = [performance.now()], mark = () => marks.push(performance.now());
    const data = JSON.parse($("data").textContent), packed = $("events").textContent;
    $("events").remove();
    Object.assign(ERRNO, data.errors);
    Object.assign(SIGNALS, data.signals);
    const model = await new Model().load(data, packed);
    mark();
    fillHeading(model);
    fillHelp();
    if (!data.count) {
        $("empty").hidden = false;
        $("empty").textContent = model.threads.length
            ? "No events were recorded, only totals.\nA click on a thread's name shows them." : "Nothing was recorded.";
        for (const id of ["legend", "top", "controls"]) $(id).hidden = !model.threads.length;
    }
    const timeline = new Timeline(model), controls = new Controls(timeline), { search } = timeline;
    const giltrace = window.giltrace = {
        ready: null, marks, draws: timeline.frames,
        state: () => ({
            ready: giltrace.ready, count: model.count, end: model.end, from: timeline.from, to: timeline.to,
            threads: model.threads.length, processes: model.processes.length, arrows: model.arrows,
            arrowsDrawn: timeline.painter?.arrowsDrawn ?? 0,
            rows: timeline.layout.rows.length, rowHeight: timeline.layout.rowHeight,
            span: timeline.span, hits: search.count, hit: search.number, draws: timeline.frames.length,
            selected: timeline.selected && {
                thread: timeline.selected.thread.label, pid: timeline.selected.thread.process.pid,
                k: timeline.selected.k ?? null, instant: timeline.selected.instant ?? null,
            },
            totals: controls.totals && {
                from: controls.totals.from, to: controls.totals.to, calls: controls.totals.calls,
                rows: controls.totals.rows.map(r => ({ pid: r.thread.process.pid, id: r.thread.id, states: r.states,
                                                       forced: r.forced, brokenOff: r.brokenOff })),
            },
        }),
        // Where a moment of a thread is on the screen.
        locate(pid, id, t) {
            const thread = model.threads.find(x => x.process.pid === pid && x.id === id);
            const row = timeline.layout.rowOf(thread);
            const box = $("scroller").getBoundingClientRect();
            return { x: box.left + timeline.x(t), y: box.top + row.y - timeline.scroll + row.height / 2 };
        },
        time: x => timeline.time(x - $("scroller").getBoundingClientRect().left),
        // Draws that part; how long it took, in ms.
        show(from, to) {
            timeline.from = from;
            timeline.to = to;
            return giltrace.redraw();
        },
        redraw() {
            timeline.drawNow();
            return timeline.frames.at(-1);
        },
    };
    timeline.onDrawn = () => {
        timeline.onDrawn = null;
        giltrace.ready = performance.now();
    };
    mark();
    controls.applyTheme();
    timeline.resize();
    $("scroller").focus({ preventScroll: true });
}
main().catch(error => {
    $("empty").hidden = false;
    $("empty").textContent = typeof DecompressionStream === "undefined"
        ? "This browser is too old: it cannot unpack the events."
        : `This page cannot be shown: ${error.message}`;
    throw error;
});
