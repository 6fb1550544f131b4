// The parts of the report that show comments.

const lists = {};

function makeViews() {
  makeReview();
  makeDuplicates();
  makeCampaigns();
  makeAll();
}

// --- Review ---

function makeReview() {
  const list = new List(document.getElementById("review-list"), {
    name: ["comment", "comments"],
    render: (index) => makeCard(index),
    opensCurrent: true,
  });
  lists.review = list;
  const tools = document.getElementById("review-tools");
  const shown = new Set(DOUBTS.map((_, number) => number));
  const draw = () => list.show(records.queue.filter((index) => shown.has(records.doubtOf.get(index))));
  DOUBTS.forEach(({ label }, number) => {
    const count = records.doubt.filter((doubt) => doubt === number).length;
    const box = make("input", {
      type: "checkbox",
      checked: true,
      disabled: count === 0,
      onchange: () => {
        if (box.checked) shown.add(number);
        else shown.delete(number);
        draw();
      },
    });
    tools.append(make("label", {}, box, ` ${label} (${count.toLocaleString("en")})`));
  });
  draw();
}

// --- Duplicates ---

function makeDuplicates() {
  const duplicates = [];
  for (let index = 0; index < records.count; index++) {
    if (records.duplicateOf[index] >= 0) duplicates.push(index);
  }
  duplicates.sort((one, other) => records.duplicateOf[one] - records.duplicateOf[other] || one - other);
  lists.duplicates = new List(document.getElementById("duplicates-list"), {
    name: ["duplicate", "duplicates"],
    render: makePair,
    shows: (index) => [index, records.duplicateOf[index]],
    isBulk: false,
  });
  lists.duplicates.show(duplicates);
}

// A duplicate beside the copy that stays.
function makePair(index) {
  const original = records.duplicateOf[index];
  const { left, right } = difference(textOf(original), textOf(index));
  const isSame = textOf(original) === textOf(index);
  const side = (title, at, parts, other) =>
    make(
      "div",
      { class: "side" },
      make("h3", {}, title),
      make(
        "dl",
        {},
        ...field(
          "Author",
          records.authors[records.author[at]] || "(no name)",
          records.author[at] === records.author[other],
        ),
        ...field("Site", records.sites[records.site[at]] || "–", records.site[at] === records.site[other]),
        ...field("Date", dateText(at, true), records.date[at] === records.date[other]),
        ...field("Post", postTitle(at), records.post[at] === records.post[other]),
        ...field("Id", reference(at), true),
      ),
      make("div", { class: "text" }, markedText(parts)),
    );
  const article = make("article", { class: "card pair", tabIndex: -1, "aria-label": cardLabel(index) });
  article.dataset.index = index;
  article.append(
    make("div", { class: "sides" }, side("Stays", original, left, index), side("Duplicate", index, right, original)),
    make(
      "p",
      { class: "verdict" },
      chip(index),
      make("span", { class: "hint" }, isSame ? " the texts are the same" : " the texts differ"),
    ),
    cardActions(index),
  );
  if (changes.name(index) === "duplicate" && changes.name(original) !== "duplicate" && changes.canChange(original)) {
    article.querySelector(".choices")?.after(button("Keep this copy instead", () => keepInstead(index, original)));
  }
  return article;
}

function field(name, value, isSame) {
  const text = quoted(value);
  return [make("dt", {}, name), make("dd", {}, isSame ? text : make("mark", {}, text))];
}

// --- Campaigns ---

let campaignMembers = [];

function makeCampaigns() {
  const members = grouped(records.campaign);
  campaignMembers = [...members.keys()].sort((one, other) => one - other).map((number) => members.get(number));
  lists.campaigns = new List(document.getElementById("campaigns-list"), {
    name: ["campaign", "campaigns"],
    render: makeCampaign,
    targets: (number) => campaignMembers[number],
    isBulk: false,
  });
  lists.campaigns.show(campaignMembers.map((_, number) => number));
}

function makeCampaign(number) {
  const MOST_NAMED = 12;
  const MOST_MEMBERS = 5;
  const members = campaignMembers[number];
  const dates = members.map((index) => records.date[index]).filter((date) => date !== null);
  const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const span =
    dates.length === 0
      ? ""
      : `, ${day(dates.reduce((a, b) => Math.min(a, b)))} to ${day(dates.reduce((a, b) => Math.max(a, b)))}`;
  const posts = new Set(members.map((index) => records.post[index])).size;
  const names = counted(members.map((index) => records.authors[records.author[index]]));
  const hosts = counted(members.flatMap((index) => records.linked[index].map((host) => records.hosts[host])));
  const verdicts = counted(members.map((index) => changes.name(index)));
  const article = make("article", {
    class: "card campaign",
    tabIndex: -1,
    "aria-label": `Campaign ${number + 1}, ${members.length} comments`,
  });
  const named = (title, entries) =>
    entries.length === 0
      ? null
      : make(
          "div",
          {},
          make("h4", {}, `${title} (${entries.length.toLocaleString("en")})`),
          make(
            "ul",
            { class: "inline" },
            ...entries
              .slice(0, MOST_NAMED)
              .map(([name, count]) =>
                make(
                  "li",
                  {},
                  quoted(name || "(no name)"),
                  count > 1 ? make("span", { class: "hint" }, ` × ${count}`) : null,
                ),
              ),
            entries.length > MOST_NAMED
              ? make("li", { class: "hint" }, `and ${entries.length - MOST_NAMED} more`)
              : null,
          ),
        );
  article.append(
    make(
      "h3",
      {},
      `${countText(members.length, "comment", "comments")} on ${countText(posts, "post", "posts")}${span}`,
    ),
    make(
      "p",
      { class: "verdict" },
      ...verdicts.map(([name, count]) =>
        make(
          "span",
          { class: `chip ${name}` },
          make("span", { "aria-hidden": "true" }, MARKS[name]),
          ` ${count.toLocaleString("en")} ${name}`,
        ),
      ),
    ),
    make("div", { class: "columns" }, named("Hosts", hosts), named("Names", names)),
    make("h4", {}, "Members"),
    make("ol", { class: "members" }, ...members.slice(0, MOST_MEMBERS).map((index) => excerpt(index))),
  );
  const choices = CHOICES.map(({ verdict }) =>
    button(`${MARKS[verdict]} ${verdict}`, () => giveVerdict(verdict, members), { class: verdict }),
  );
  article.append(
    make(
      "div",
      { class: "actions" },
      make(
        "div",
        { class: "choices", role: "group", "aria-label": "Verdict for all members" },
        make("span", {}, `Set all ${members.length.toLocaleString("en")} to`),
        ...choices,
      ),
      button(
        members.length > MOST_MEMBERS
          ? `Show all ${members.length.toLocaleString("en")} members`
          : "Show the members",
        () => showAll({ campaign: String(number + 1) }),
        { class: "quiet" },
      ),
    ),
  );
  return article;
}

// Distinct texts with their counts, the most frequent first.
function counted(list) {
  const counts = new Map();
  for (const entry of list) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

// --- All comments ---

const FILTERS = [
  { name: "text", label: "Text", type: "search" },
  { name: "author", label: "Author", type: "search" },
  { name: "host", label: "Host", type: "search" },
  { name: "post", label: "Post", type: "search" },
  { name: "kind", label: "Kind", options: () => used("kinds", "kind") },
  { name: "verdict", label: "Verdict", options: () => records.verdicts },
  { name: "status", label: "Status in the dump", options: () => used("statuses", "status") },
  { name: "campaign", label: "Campaign", type: "number" },
  {
    name: "sort",
    label: "Order",
    options: () => SORTS.map((sort) => sort.name),
    labels: () => SORTS.map((sort) => sort.label),
  },
];

// The entries of a table that a column uses.
function used(table, column) {
  const numbers = new Set(records[column]);
  return records[table].filter((_, number) => numbers.has(number));
}

function makeAll() {
  lists.all = new List(document.getElementById("all-list"), {
    name: ["comment", "comments"],
    render: (index) => makeCard(index),
  });
  const form = document.getElementById("filters");
  for (const { name, label, type, options, labels } of FILTERS) {
    const id = `filter-${name}`;
    let control;
    if (options) {
      const values = options();
      const shown = labels?.() ?? values;
      control = make("select", { id, name });
      if (!labels) control.append(make("option", { value: "" }, "any"));
      values.forEach((value, at) => control.append(make("option", { value }, shown[at])));
    } else {
      control = make("input", { id, name, type, autocomplete: "off", spellcheck: false });
      if (type === "number") Object.assign(control, { min: 1, max: campaignMembers.length });
    }
    form.append(make("label", { for: id }, make("span", {}, label), control));
  }
  form.append(
    make("label", { class: "check" }, make("input", { type: "checkbox", name: "changed" }), " only changed ones"),
  );
  form.append(button("Clear", () => showAll({}), { id: "clear-filters" }));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", applyFilter);
  lists.all.show([...orderBy(SORTS[0].name)]);
}

function currentFilter() {
  return Object.fromEntries(new FormData(document.getElementById("filters")));
}

function applyFilter() {
  const start = performance.now();
  const found = filtered(currentFilter());
  lists.all.show(found);
  performance.measure("filter", { start, end: performance.now() });
  announce(countText(found.length, "comment", "comments"));
}

// Shows all comments that pass a filter.
function showAll(filter) {
  const form = document.getElementById("filters");
  form.reset();
  for (const [name, value] of Object.entries(filter)) form.elements[name].value = value;
  applyFilter();
  location.hash = "#all";
}
