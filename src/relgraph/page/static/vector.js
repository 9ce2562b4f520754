// Vector: a pen that writes as SVG what painting and labels draw with the pen of a canvas, so that both pictures are one.
relgraph.vector = (() => {
  "use strict";
  const { svg } = relgraph.elements;

  const number = (value) => String(Number(value.toFixed(2)));
  const points = (...values) => values.map(number).join(" ");
  const KEPT = ["strokeStyle", "fillStyle", "lineWidth", "lineJoin", "font", "textAlign", "globalAlpha", "dash"];

  /** Outlines of nodes, each at its place, in the stead of a Path2D. */
  class Outlines {
    parts = [];
    addPath({ text }, { a, e, f }) { this.parts.push({ d: text, a, e, f }); }
  }

  /** A pen with what the scripts use of a CanvasRenderingContext2D; `into` takes what it draws. */
  class Pen {
    Path = Outlines;
    constructor(into) {
      Object.assign(this, { into, strokeStyle: "#000", fillStyle: "#000", lineWidth: 1, lineJoin: "miter", font: "12px sans-serif",
        textAlign: "left", globalAlpha: 1, dash: [], path: "", filled: "none", outline: {}, saved: [] });
    }
    save() { this.saved.push(KEPT.map((name) => this[name])); }
    restore() { this.saved.pop().forEach((value, place) => { this[KEPT[place]] = value; }); }
    setLineDash(lengths) { this.dash = lengths; }

    beginPath() { this.path = ""; }
    moveTo(x, y) { this.path += "M" + points(x, y); }
    lineTo(x, y) { this.path += "L" + points(x, y); }
    quadraticCurveTo(cx, cy, x, y) { this.path += "Q" + points(cx, cy, x, y); }
    /** A whole circle, from its right around to it. */
    arc(x, y, r) { this.path += "M" + points(x + r, y) + "A" + points(r, r, 0, 1, 1, x - r, y) + "A" + points(r, r, 0, 1, 1, x + r, y); }
    roundRect(x, y, width, height, r) {
      const arc = (dx, dy) => "a" + points(r, r, 0, 0, 1, dx, dy);
      this.path += "M" + points(x + r, y) + "h" + number(width - 2 * r) + arc(r, r) + "v" + number(height - 2 * r) + arc(-r, r)
        + "h" + number(2 * r - width) + arc(-r, -r) + "v" + number(2 * r - height) + arc(r, -r) + "z";
    }
    fill(outlines) {
      if (outlines) this.filled = this.fillStyle; // outlines are filled and stroked in one
      else this.write({ d: this.path, fill: this.fillStyle });
    }
    stroke(outlines) {
      const line = (width) => ({ stroke: this.strokeStyle, "stroke-width": number(width), ...(this.dash.length ? { "stroke-dasharray": this.dash.map(number).join(" ") } : {}) });
      if (!outlines) this.write({ d: this.path, fill: "none", ...line(this.lineWidth) });
      else for (const { d, a, e, f } of outlines.parts) this.write({ d, fill: this.filled, ...line(this.lineWidth / a), transform: "translate(" + points(e, f) + ") scale(" + Number(a.toFixed(4)) + ")" });
      this.filled = "none";
    }
    write(attributes) { if (attributes.d) this.into.append(this.drawn("path", attributes)); }
    drawn(name, attributes) {
      return svg(name, { ...attributes, ...(this.lineJoin === "round" ? { "stroke-linejoin": "round" } : {}), ...(this.globalAlpha < 1 ? { opacity: this.globalAlpha } : {}) });
    }
    /** The outline of the text that is filled next: one text, so that it is found once. */
    strokeText() { this.outline = { stroke: this.strokeStyle, "stroke-width": number(this.lineWidth), "paint-order": "stroke" }; }
    fillText(text, x, y) {
      const [, style, weight, size] = this.font.match(/^(italic )?(\d{3} )?([\d.]+)px/);
      // It hangs from its line in a canvas, and stands on it here.
      const made = this.drawn("text", { x: number(x), y: number(y + Number(size) * 0.9), "font-size": size, fill: this.fillStyle, ...this.outline,
        ...(style ? { "font-style": "italic" } : {}), ...(weight ? { "font-weight": weight.trim() } : {}), ...(this.textAlign === "center" ? { "text-anchor": "middle" } : {}) });
      made.textContent = text;
      this.into.append(made);
      this.outline = {};
    }
  }

  return { Pen };
})();
