// The verdicts that a person changed. They are a list of steps, each with a verdict and the comments that got it; the
// last step can be undone. The steps are kept in the browser's storage under the fingerprint of the dump.

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
    this.copies = grouped(records.duplicateOf);
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
      const verdict = records.verdicts.indexOf(name.replace("+", ""));
      if (verdict >= 0) this.take(verdict, parseRanges(ranges ?? ""), name.startsWith("+"));
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

  // Gives comments a verdict; returns those that did not have it before. A joined step is undone with the one before.
  give(name, indices, isJoined = false) {
    const verdict = records.verdicts.indexOf(name);
    let changed = indices.filter((index) => this.canChange(index) && this.verdicts[index] !== verdict);
    if (name === "duplicate") changed = this.withoutLastCopies(changed);
    if (changed.length > 0) {
      this.take(
        verdict,
        changed.sort((one, other) => one - other),
        isJoined,
      );
      this.write();
      this.tell(changed);
    }
    return changed;
  }

  // The comments without those that would be duplicates of copies that are duplicates too: one copy has to stay.
  withoutLastCopies(indices) {
    const given = new Set(indices);
    return indices.filter((index) => {
      const original = this.groupOf(index);
      if (original === null) return true;
      const isDuplicate = (at) => given.has(at) || this.name(at) === "duplicate";
      const isLast =
        isDuplicate(original) &&
        !this.copies.get(original).some((copy) => !isDuplicate(copy) && this.name(copy) !== "spam");
      if (isLast) given.delete(index);
      return !isLast;
    });
  }

  // The copy that stays in the decisions of the dump, for it and for its copies; null for a comment without copies.
  groupOf(index) {
    if (records.duplicateOf[index] >= 0) return records.duplicateOf[index];
    return this.copies.has(index) ? index : null;
  }

  // The copy that stays, for a duplicate; null where none is known.
  originalOf(index) {
    const group = this.groupOf(index);
    if (group === null) {
      // The first comment with the same text, unless a person calls it a duplicate of some other comment.
      const first = records.cluster[index];
      return first === index || this.name(first) === "duplicate" ? null : first;
    }
    if (group !== index && this.name(group) !== "duplicate") return group;
    const others = this.copies.get(group).filter((copy) => copy !== index && this.name(copy) !== "duplicate");
    return others.find((copy) => this.name(copy) !== "spam") ?? others[0] ?? null;
  }

  // Takes the last step back; returns its comments.
  undo() {
    const undone = [];
    let step;
    do {
      step = this.steps.pop();
      step?.indices.forEach((index, at) => this.set(index, step.before[at]));
      undone.push(...(step?.indices ?? []));
    } while (step?.isJoined);
    if (undone.length > 0) {
      this.write();
      this.tell(undone);
    }
    return undone;
  }

  take(verdict, indices, isJoined) {
    const before = indices.map((index) => this.verdicts[index]);
    indices.forEach((index) => this.set(index, verdict));
    this.steps.push({ verdict, indices, before, isJoined });
  }

  set(index, verdict) {
    this.count -= Number(this.isChanged(index));
    this.verdicts[index] = verdict;
    this.count += Number(this.isChanged(index));
  }

  write() {
    const steps = this.steps.map(
      (step) => `${step.isJoined ? "+" : ""}${records.verdicts[step.verdict]}:${rangesText(step.indices)}`,
    );
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
