// Words and numbers. Whatever comes from the program passes through clean() and becomes text, never markup.

const ESCAPES = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };
const clean = s => String(s)
    .replace(/[\u0000-\u001f]/g, c => ESCAPES[c] ?? "\\x" + c.charCodeAt(0).toString(16).padStart(2, "0"))
    .replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]/gu,
        c => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));

function digits(x, n) {
    const places = Math.max(0, n - 1 - Math.floor(Math.log10(Math.max(Math.abs(x), 1))));
    return x.toFixed(places);
}

// A length of time, four digits.
function duration(ns) {
    const a = Math.abs(ns);
    if (a < 999.5) return (a < 10 && a % 1 ? ns.toFixed(1) : ns.toFixed(0)) + " ns";
    if (a < 999500) return digits(ns / 1e3, 4) + " \u00b5s";
    if (a < 999500000) return digits(ns / 1e6, 4) + " ms";
    return digits(ns / 1e9, 4) + " s";
}

const thousands = n => Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, "\u202f");
const exact = ns => thousands(ns) + " ns";
const percent = x => (x * 100).toFixed(x < 0.0995 ? 1 : 0) + "\u2009%";
const plural = (n, one, many = one + "s") => `${thousands(n)} ${n === 1 ? one : many}`;

// A moment, in the unit and with the places that `step` needs.
function moment(ns, step) {
    const [size, unit] = step >= 1e8 ? [1e9, "s"] : step >= 1e5 ? [1e6, "ms"] : step >= 100 ? [1e3, "\u00b5s"]
        : [1, "ns"];
    const places = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9));
    const [whole, rest] = (ns / size).toFixed(places).split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (rest ? "." + rest : "") + " " + unit;
}

// An element; children are elements or texts.
function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.flat(Infinity));
    return element;
}
const $ = id => document.getElementById(id);
