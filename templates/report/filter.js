// Filters over all comments. The values of a filter are those of its form; empty ones are left out.

const SORTS = [
  { name: "newest", label: "newest first", key: (index) => -(records.date[index] ?? -Infinity) },
  { name: "oldest", label: "oldest first", key: (index) => records.date[index] ?? Infinity },
  { name: "spam", label: "most like spam first", key: (index) => -records.probability[index] },
  {
    name: "genuine",
    label: "most genuine first",
    key: (index) => (records.probability[index] < 0 ? Infinity : records.probability[index]),
  },
  { name: "doubtful", label: "most doubtful first", key: (index) => Math.abs(records.probability[index] - 5000) },
  { name: "author", label: "by author", rank: () => ranks(records.authors), column: "author" },
  { name: "post", label: "by post", rank: () => ranks(records.posts), column: "post" },
  { name: "longest", label: "longest first", key: (index) => -textOf(index).length },
];

const orders = new Map();

// All comments in one order. Each order is computed once.
function orderBy(name) {
  if (!orders.has(name)) {
    const sort = SORTS.find((sort) => sort.name === name) ?? SORTS[0];
    const keys = new Float64Array(records.count);
    const rank = sort.rank?.();
    for (let index = 0; index < records.count; index++) {
      keys[index] = rank ? rank[records[sort.column][index]] : sort.key(index);
    }
    const order = Uint32Array.from({ length: records.count }, (_, index) => index);
    // Infinite keys have no difference, so they are compared.
    orders.set(
      name,
      order.sort((one, other) => (keys[one] < keys[other] ? -1 : keys[one] > keys[other] ? 1 : one - other)),
    );
  }
  return orders.get(name);
}

// The place of every text among the sorted texts.
function ranks(table) {
  const lower = table.map((text) => text.toLowerCase());
  const sorted = lower
    .map((_, at) => at)
    .sort((one, other) => (lower[one] < lower[other] ? -1 : lower[one] > lower[other] ? 1 : 0));
  const ranks = new Uint32Array(table.length);
  sorted.forEach((at, rank) => (ranks[at] = rank));
  return ranks;
}

let lowerTexts = null;

// The texts in lower case, for the search.
function searchTexts() {
  lowerTexts ??= texts.map((_, index) => textOf(index).toLowerCase());
  return lowerTexts;
}

const lowerTables = new Map();

// The entries of a table of texts that contain a text, as one byte each.
function matching(table, text) {
  if (!lowerTables.has(table))
    lowerTables.set(
      table,
      table.map((entry) => entry.toLowerCase()),
    );
  const wanted = text.toLowerCase();
  return Uint8Array.from(lowerTables.get(table), (entry) => Number(entry.includes(wanted)));
}

// The tests of a filter, the quickest first.
function filterTests(filter) {
  const tests = [];
  const { kind, verdict, status, campaign, post, author, host, text, changed } = filter;
  if (kind) {
    const wanted = records.kinds.indexOf(kind);
    tests.push((index) => records.kind[index] === wanted);
  }
  if (verdict) {
    const wanted = records.verdicts.indexOf(verdict);
    tests.push((index) => changes.verdicts[index] === wanted);
  }
  if (status) {
    const wanted = records.statuses.indexOf(status);
    tests.push((index) => records.status[index] === wanted);
  }
  if (campaign) {
    const wanted = Number(campaign) - 1;
    tests.push((index) => records.campaign[index] === wanted);
  }
  if (changed) tests.push((index) => changes.isChanged(index));
  if (post) {
    const posts = matching(records.posts, post);
    tests.push((index) => posts[records.post[index]] === 1);
  }
  if (author) {
    const authors = matching(records.authors, author);
    tests.push((index) => authors[records.author[index]] === 1);
  }
  if (host) {
    const hosts = matching(records.hosts, host);
    const sites = matching(records.sites, host);
    tests.push(
      (index) => sites[records.site[index]] === 1 || records.linked[index].some((number) => hosts[number] === 1),
    );
  }
  if (text) {
    const wanted = text.toLowerCase();
    const searched = searchTexts();
    tests.push((index) => searched[index].includes(wanted));
  }
  return tests;
}

// The comments that pass a filter, in its order.
function filtered(filter) {
  const tests = filterTests(filter);
  const order = orderBy(filter.sort || SORTS[0].name);
  const found = [];
  for (const index of order) {
    if (tests.every((test) => test(index))) found.push(index);
  }
  return found;
}
