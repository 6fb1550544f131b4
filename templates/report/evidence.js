// The evidence about a comment as a waterfall: each row starts where the one before it ended, and the last is the sum.

const WATERFALL_WIDTH = 160;

function evidenceTable(index) {
  const rows = evidenceOf(index);
  if (rows === null) return make("p", { class: "hint" }, "The evidence is being unpacked …");
  if (rows.length === 0) return make("p", { class: "hint" }, "Not scored: records of this kind are never judged.");
  let sum = 0;
  const steps = rows.map((row) => {
    const start = sum;
    sum += row.weight;
    return { ...row, start, end: sum };
  });
  const [name, meaning] = evidence.sum;
  steps.push({ signal: name, meaning, weight: sum, seen: "", start: 0, end: sum, isSum: true });
  const ends = steps.flatMap((step) => [step.start, step.end]);
  const scale = { least: Math.min(0, ...ends), most: Math.max(0, ...ends) };
  const body = make("tbody", { role: "rowgroup" }, ...steps.map((step) => evidenceRow(step, scale)));
  const head = make(
    "thead",
    { role: "rowgroup" },
    make(
      "tr",
      { role: "row" },
      make("th", { scope: "col", role: "columnheader" }, "log-odds"),
      make("th", { scope: "col", role: "columnheader" }, "genuine ← 0 → spam"),
      make("th", { scope: "col", role: "columnheader" }, "signal"),
      make("th", { scope: "col", role: "columnheader" }, "seen, and what it means"),
    ),
  );
  const probability = 100 / (1 + Math.exp(-sum));
  const caption = `The rows add up to ${signed(sum)}: a probability of spam of ${probability.toFixed(1)} %.`;
  const table = make("table", { class: "evidence", role: "table" }, make("caption", {}, caption), head, body);
  return make("div", { class: "scroll", role: "region", "aria-label": "Evidence", tabIndex: 0 }, table);
}

function signed(number) {
  const text = Math.abs(number).toFixed(2);
  return `${number < 0 && text !== "0.00" ? "−" : "+"}${text}`;
}

function evidenceRow(step, scale) {
  const seen = step.seen === "" ? null : quoted(step.seen, { class: "seen" });
  // Roles, because the style of phones takes the cells out of their table.
  return make(
    "tr",
    { role: "row", class: step.isSum ? "sum" : null },
    make("td", { role: "cell", class: "number" }, signed(step.weight)),
    make("td", { role: "cell", class: "bar" }, waterfallBar(step, scale)),
    make("th", { scope: "row", role: "rowheader" }, step.signal),
    make(
      "td",
      { role: "cell", class: "words" },
      seen,
      seen ? make("br") : null,
      make("span", { class: "meaning" }, step.meaning),
    ),
  );
}

function waterfallBar(step, scale) {
  const span = scale.most - scale.least || 1;
  const x = (value) => ((value - scale.least) / span) * (WATERFALL_WIDTH - 2) + 1;
  const left = Math.min(x(step.start), x(step.end));
  const width = Math.max(1, Math.abs(x(step.end) - x(step.start)));
  const kind = step.weight < 0 ? "genuine" : "spam";
  const zero = x(0).toFixed(1);
  return makeSvg(
    "svg",
    { viewBox: `0 0 ${WATERFALL_WIDTH} 14`, class: "waterfall", "aria-hidden": "true" },
    makeSvg("path", { class: "axis", d: `M${zero} 0V14` }),
    makeSvg("rect", { class: kind, x: left.toFixed(1), y: "3", width: width.toFixed(1), height: "8" }),
  );
}
