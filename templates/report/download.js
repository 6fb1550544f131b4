// The file of decisions: one JSON object per line, with the members of the command line's decisions.

function decisionLine(index) {
  const verdict = changes.name(index);
  const line = {
    source: records.sources[records.source[index]],
    id: records.id[index],
    byte: records.byte[index],
    verdict,
  };
  const original = verdict === "duplicate" ? changes.originalOf(index) : null;
  if (original !== null) line.duplicate_of = reference(original);
  return JSON.stringify(line);
}

function download(isWanted) {
  const lines = [];
  for (let index = 0; index < records.count; index++) {
    if (isWanted(index)) lines.push(`${decisionLine(index)}\n`);
  }
  const address = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  make("a", { href: address, download: "decisions.ndjson" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  announce(`${countText(lines.length, "decision", "decisions")} saved as decisions.ndjson`);
}
