"use strict";
(() => {
  const plots = JSON.parse(document.getElementById("plots").textContent);
  const styles = {
    published: { color: "--published", width: 2.5 },
    best: { color: "--best", width: 2 },
    run: { color: "--run", width: 1, key: "other runs" },
    diverged: { color: "--diverged", width: 1.25, dash: [5, 3], key: "diverged" },
    cosine: { color: "--cosine", width: 1.5 },
    "one-cycle": { color: "--one-cycle", width: 1.5 },
    "warm-up-stable-decay": { color: "--stable", width: 1.5 },
    constant: { color: "--constant", width: 1.5 },
    bound: { color: "--bound", width: 1, dash: [6, 4] },
    edge: { color: "--band", width: 0, key: "band" },
    points: { color: "--published", width: 0, points: true },
  };
  const fewCurves = 9;

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const text = (value) => {
    if (value == null) return "–";
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
      return value.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e");
    }
    return size >= 1e4 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(4)));
  };

  const axisText = (value) => {
    const size = Math.abs(value);
    if (size >= 1e9) return Number((value / 1e9).toPrecision(4)) + "G";
    if (size >= 1e6) return Number((value / 1e6).toPrecision(4)) + "M";
    if (size >= 1e4) return Number((value / 1e3).toPrecision(4)) + "k";
    if (size !== 0 && size < 1e-3) return value.toExponential(1).replace(".0e", "e");
    return String(Number(value.toPrecision(6)));
  };

  /** Round numbers between two values: powers of ten and some between where the axis is a logarithm. */
  const ticks = (min, max, log, space) => {
    const most = Math.max(2, Math.floor(space));
    if (log && max / min > 12) {
      const found = [];
      const from = Math.floor(Math.log10(min));
      const to = Math.ceil(Math.log10(max));
      const every = Math.max(1, Math.ceil((to - from) / most));
      const inner = (to - from) * 3 <= most * 1.5 ? [1, 2, 5] : [1];
      for (let power = from; power <= to; power += every) {
        for (const factor of inner) {
          const value = Number((factor + "e" + power));
          if (value >= min && value <= max) found.push(value);
        }
      }
      return found;
    }
    const raw = (max - min) / most;
    const power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 5, 10].map((f) => f * power).find((s) => s >= raw);
    const found = [];
    for (let k = Math.ceil(min / step); k * step <= max + step * 1e-9; k++) {
      found.push(Number((k * step).toPrecision(12)));
    }
    return found;
  };

  class Figure {
    constructor(figure) {
      this.figure = figure;
      this.tools = this.add("div", "tools");
      this.place = this.add("div", "place");
      this.key = this.add("div", "key");
      this.readout = this.add("div", "readout");
      /** What the horizontal axis shows, for who tests or scripts the page. */
      figure.lodeScale = () => ({ min: this.u.scales.x.min, max: this.u.scales.x.max });
      this.show(figure.dataset.plot);
      const choice = figure.dataset.choice && document.getElementById(figure.dataset.choice);
      if (choice) choice.addEventListener("change", () => this.show(choice.value));
    }

    add(tag, name) {
      const element = document.createElement(tag);
      element.className = name;
      this.figure.appendChild(element);
      return element;
    }

    show(id) {
      this.plot = plots[id];
      this.logY = this.plot.scale === "log";
      this.logX = false;
      this.whole = this.plot.view == null;
      this.buttons();
      this.keys();
      this.draw();
    }

    buttons() {
      this.tools.replaceChildren();
      this.button("log " + (this.plot.y.length > 20 ? "vertical" : this.plot.y), () => this.logY, () => { this.logY = !this.logY; });
      this.button("log " + this.plot.x, () => this.logX, () => { this.logX = !this.logX; });
      if (this.plot.view != null) {
        this.button("whole range", () => this.whole, () => { this.whole = !this.whole; });
      }
      const reset = document.createElement("button");
      reset.type = "button";
      reset.textContent = "reset zoom";
      reset.addEventListener("click", () => this.draw());
      this.tools.appendChild(reset);
    }

    button(label, pressed, toggle) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.setAttribute("aria-pressed", pressed());
      button.addEventListener("click", () => {
        toggle();
        button.setAttribute("aria-pressed", pressed());
        this.draw();
      });
      this.tools.appendChild(button);
    }

    keys() {
      this.key.replaceChildren();
      const seen = new Set();
      for (const curve of [...this.plot.curves].reverse()) {
        const style = styles[curve.style];
        const label = style.key || curve.label;
        if (seen.has(label) || curve.y.length === 0) continue;
        seen.add(label);
        const entry = document.createElement("span");
        const mark = document.createElement("i");
        if (curve.style === "edge") {
          mark.className = "fill";
          mark.style.background = "var(--band)";
        } else {
          if (style.dash) mark.className = "dash";
          mark.style.borderColor = "var(" + style.color + ")";
        }
        entry.append(mark, label);
        this.key.appendChild(entry);
      }
    }

    /** Values where a logarithm has some, on one axis of positions for all curves. */
    data() {
      const tables = this.plot.curves.map((curve) => {
        const x = [];
        const y = [];
        const positions = this.plot.positions[curve.x];
        for (let i = 0; i < positions.length; i++) {
          if (this.logX && positions[i] <= 0) continue;
          x.push(positions[i]);
          y.push(curve.y[i] == null || (this.logY && curve.y[i] <= 0) ? null : curve.y[i]);
        }
        return [x, y];
      });
      const points = this.plot.curves.findIndex((curve) => curve.style === "points");
      // Points may share a position, which a joined axis cannot hold; all else there is a line.
      if (points >= 0) {
        const x = tables[points][0];
        return [x, ...tables.map((table, i) => (i === points ? table[1] : x.slice()))];
      }
      return uPlot.join(tables);
    }

    range(log, view, data, isX) {
      return (u, min, max) => {
        if (min == null || max == null) return [log ? 0.1 : 0, 1];
        if (!isX && view && !this.zoomed) [min, max] = view;
        if (isX) return min === max ? [min - 1, max + 1] : [min, max];
        if (log) {
          if (min <= 0) min = max / 1e3;
          const factor = Math.pow(max / min, 0.05) || 1;
          return min === max ? [min / 2, max * 2] : [min / factor, max * factor];
        }
        const margin = max > min ? 0.05 * (max - min) : Math.abs(max) * 0.1 || 1;
        return [min - margin, max + margin];
      };
    }

    draw() {
      const data = this.data();
      const width = Math.max(200, Math.floor(this.place.clientWidth || this.figure.clientWidth));
      const height = Math.round(Math.min(340, Math.max(230, width * 0.58)));
      const view = this.whole ? null : this.plot.view;
      const many = this.plot.curves.length > fewCurves;
      this.zoomed = false;
      if (this.u) this.u.destroy();
      const series = this.plot.curves.map((curve) => {
        const style = styles[curve.style];
        const stroke = color(style.color);
        return {
          label: curve.label,
          stroke: style.width ? stroke : undefined,
          width: style.width,
          dash: style.dash,
          spanGaps: false,
          paths: style.points ? () => null : undefined,
          points: style.points ? { show: true, size: 4, stroke, fill: stroke } : { show: curve.y.length === 1, size: 6, stroke, fill: stroke },
        };
      });
      const axis = (log, size, space, label, side) => ({
        stroke: color("--minor"),
        grid: { stroke: color("--grid"), width: 1 },
        ticks: { stroke: color("--grid"), width: 1 },
        font: "11px system-ui, sans-serif",
        labelFont: "12px system-ui, sans-serif",
        label,
        labelSize: 18,
        size,
        side,
        // All of them: they are already few enough.
        filter: (u, splits) => splits,
        splits: (u, i, min, max) => ticks(min, max, log, space),
        values: (u, values) => values.map(axisText),
      });
      this.u = new uPlot(
        {
          width,
          height,
          legend: { show: false },
          series: [{}, ...series],
          bands: this.plot.bands.map(([upper, lower]) => ({
            series: [upper + 1, lower + 1],
            fill: color("--band"),
          })),
          scales: {
            x: { time: false, distr: this.logX ? 3 : 1, range: this.range(this.logX, null, data, true) },
            y: { distr: this.logY ? 3 : 1, range: this.range(this.logY, view, data, false) },
          },
          axes: [
            axis(this.logX, 34, width / 75, this.plot.x, 2),
            axis(this.logY, 56, height / 42, this.plot.y, 3),
          ],
          cursor: {
            drag: { x: true, y: true, uni: 25 },
            focus: { prox: many ? 1e6 : -1 },
            points: { size: 6 },
            dataIdx: (u, s, closest) => nearest(u.data[s], closest, u.data[0], u.posToVal(u.cursor.left, "x")),
          },
          focus: { alpha: many ? 0.45 : 1 },
          hooks: {
            setSelect: [() => { this.zoomed = true; }],
            setCursor: [(u) => this.read(u)],
            setSeries: [(u, s) => { this.focused = s; this.read(u); }],
            draw: [() => { this.figure.dataset.drawn = "true"; }],
          },
        },
        data,
        this.place);
      this.u.over.addEventListener("dblclick", () => this.draw());
      this.readout.textContent = "";
    }

    read(u) {
      if (u.cursor.left == null || u.cursor.left < 0) {
        this.readout.textContent = "";
        return;
      }
      const many = this.plot.curves.length > fewCurves;
      const values = [];
      this.plot.curves.forEach((curve, i) => {
        const wanted = many ? i + 1 === this.focused || curve.style === "published" || curve.style === "best" : curve.style !== "edge";
        const at = u.cursor.idxs && u.cursor.idxs[i + 1];
        if (wanted && at != null && u.data[i + 1][at] != null) {
          values.push(curve.label + " " + text(u.data[i + 1][at]));
        }
      });
      this.readout.textContent = this.plot.x + " " + text(u.posToVal(u.cursor.left, "x")) + (values.length ? ": " + values.join(", ") : "");
    }
  }

  /** The position with a value next to the pointer; none where it is far from all of them. */
  const nearest = (values, closest, x, at) => {
    let left = closest;
    let right = closest;
    while (left > 0 && values[left] == null) left--;
    while (right < values.length - 1 && values[right] == null) right++;
    const noLeft = values[left] == null;
    const noRight = values[right] == null;
    if (noLeft && noRight) return null;
    if (noLeft) return right;
    if (noRight) return left;
    return Math.abs(x[left] - at) <= Math.abs(x[right] - at) ? left : right;
  };

  const figures = [...document.querySelectorAll("figure[data-plot]")].map((figure) => new Figure(figure));
  const redraw = () => figures.forEach((figure) => figure.draw());

  let width = document.documentElement.clientWidth;
  let waiting = 0;
  addEventListener("resize", () => {
    // Phones resize in height alone while they scroll.
    if (width !== document.documentElement.clientWidth) {
      width = document.documentElement.clientWidth;
      clearTimeout(waiting);
      waiting = setTimeout(redraw, 150);
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  // Paper is white, and every table is open on it.
  const shut = [];
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("paper");
    document.querySelectorAll("details:not([open])").forEach((details) => { shut.push(details); details.open = true; });
    redraw();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("paper");
    shut.splice(0).forEach((details) => { details.open = false; });
    redraw();
  });
})();
