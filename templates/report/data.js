// The data of the page. Comments are known by their position in the dump, and every column is a list with one entry per
// comment.

// Unpacks a block: JSON, compressed by zlib, in base64.
async function unpack(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error("the file is incomplete");
  const bytes = bytesOfBase64(element.textContent);
  element.remove();
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(unpacked).json();
}

function bytesOfBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

const IS_OWNER = 1;
const HAS_SHARED_ID = 2;

// Reasons to look at a comment, by their number in the data.
const DOUBTS = [
  { name: "review", label: "for review" },
  { name: "approved-spam", label: "approved, but looks like spam" },
  { name: "rejected-genuine", label: "marked as spam, but looks genuine" },
];

let records;
let texts;
let evidence = null;

// Columns of small numbers become typed arrays, which are quick to filter.
function readRecords(data) {
  records = data;
  records.count = data.id.length;
  for (const name of [
    "post",
    "parent",
    "author",
    "site",
    "duplicateOf",
    "cluster",
    "probability",
    "person",
    "campaign",
  ]) {
    records[name] = Int32Array.from(data[name]);
  }
  for (const name of ["source", "status", "kind", "verdict", "language", "flags"]) {
    records[name] = Int16Array.from(data[name]);
  }
  records.doubtOf = new Map(data.queue.map((index, at) => [index, data.doubt[at]]));
}

function textOf(index) {
  const entry = texts[index];
  return typeof entry === "string" ? entry : entry.text;
}

function detailsOf(index) {
  const entry = texts[index];
  return typeof entry === "string" ? {} : entry;
}

// The rows of the evidence, from the base rate to the last finding; null while the block is still packed.
function evidenceOf(index) {
  if (!evidence) return null;
  const lines = evidence.rows[index];
  if (lines === "") return [];
  return lines.split("\n").map((line) => {
    const first = line.indexOf(" ");
    const second = line.indexOf(" ", first + 1);
    const [signal, meaning] = evidence.labels[Number(line.slice(0, first))];
    return { signal, meaning, weight: Number(line.slice(first + 1, second)) / 1e4, seen: line.slice(second + 1) };
  });
}

// The id by which another comment refers to a comment, as in the decisions of the command line.
function reference(index) {
  const id = records.id[index];
  return records.flags[index] & HAS_SHARED_ID ? `${records.sources[records.source[index]]}#${id}` : id;
}

// Dates are seconds since 1970 in the time of the dump.
function dateText(index, withSeconds = false) {
  const seconds = records.date[index];
  if (seconds === null) return "no date";
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "no date";
  const text = date.toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, withSeconds ? 19 : 16)}`;
}

function percentText(index) {
  const probability = records.probability[index];
  return probability < 0 ? "" : `${(probability / 100).toFixed(probability >= 9950 || probability <= 50 ? 1 : 0)} %`;
}

function countText(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
