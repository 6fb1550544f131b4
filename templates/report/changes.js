// The verdicts that a person changed. They are a list of steps, each with a verdict and the comments that got it; the last
// step can be undone. The steps are kept in the browser's storage under the fingerprint of the dump.

const MARKS = { genuine: "✓", duplicate: "=", spam: "✕", review: "?", untouched: "–" };

// The verdicts that a person can give, with their keys.
const CHOICES = [
  { verdict: "genuine", key: "g" },
  { verdict: "spam", key: "s" },
  { verdict: "duplicate", key: "d" },
  { verdict: "review", key: "r" },
];

class Changes {
  constructor() {
    this.key = `threadsift decisions ${records.fingerprint}`;
    this.listeners = [];
    this.isStored = true;
    this.read();
  }

  // Starts again from the decisions of the dump and repeats the stored steps.
  read() {
    this.verdicts = Int16Array.from(records.verdict);
    this.steps = [];
    this.count = 0;
    let stored = "";
    try {
      stored = localStorage.getItem(this.key) ?? "";
    } catch {
      this.isStored = false;
    }
    for (const step of stored.split(";").filter(Boolean)) {
      const [name, ranges] = step.split(":");
      const verdict = records.verdicts.indexOf(name);
      const indices = parseRanges(ranges ?? "");
      if (verdict >= 0) this.take(verdict, indices.filter((index) => index < records.count));
    }
  }

  canChange(index) {
    return records.verdicts[records.verdict[index]] !== "untouched";
  }

  isChanged(index) {
    return this.verdicts[index] !== records.verdict[index];
  }

  name(index) {
    return records.verdicts[this.verdicts[index]];
  }

  // Gives comments a verdict; returns those that did not have it before.
  give(name, indices) {
    const verdict = records.verdicts.indexOf(name);
    const changed = indices.filter((index) => this.canChange(index) && this.verdicts[index] !== verdict);
    if (changed.length > 0) {
      this.take(verdict, changed.sort((one, other) => one - other));
      this.write();
      this.tell(changed);
    }
    return changed;
  }

  // Takes the last step back; returns its comments.
  undo() {
    const step = this.steps.pop();
    if (!step) return null;
    step.indices.forEach((index, at) => this.set(index, step.before[at]));
    this.write();
    this.tell(step.indices);
    return step;
  }

  take(verdict, indices) {
    const before = indices.map((index) => this.verdicts[index]);
    indices.forEach((index) => this.set(index, verdict));
    this.steps.push({ verdict, indices, before });
  }

  set(index, verdict) {
    this.count -= Number(this.isChanged(index));
    this.verdicts[index] = verdict;
    this.count += Number(this.isChanged(index));
  }

  write() {
    const steps = this.steps.map((step) => `${records.verdicts[step.verdict]}:${rangesText(step.indices)}`);
    try {
      if (steps.length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, steps.join(";"));
      this.isStored = true;
    } catch {
      this.isStored = false;
    }
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  tell(indices) {
    this.listeners.forEach((listener) => listener(indices));
  }
}

// Ascending numbers as text: "3-7,12".
function rangesText(numbers) {
  const ranges = [];
  for (let at = 0; at < numbers.length; at++) {
    const first = numbers[at];
    while (numbers[at + 1] === numbers[at] + 1) at++;
    ranges.push(numbers[at] === first ? `${first}` : `${first}-${numbers[at]}`);
  }
  return ranges.join(",");
}

function parseRanges(text) {
  const numbers = [];
  for (const range of text.split(",")) {
    const [first, last] = range.split("-").map(Number);
    if (!Number.isInteger(first) || first < 0) continue;
    const end = Math.min(last ?? first, records.count - 1);
    for (let number = first; number <= end; number++) numbers.push(number);
  }
  return numbers;
}

let changes;
