// A comment as a card: who, where and when, the verdict, the text, and on demand its evidence and thread.

const STATUS_WORDS = {
  unknown: "",
  approved: "approved",
  pending: "pending",
  spam: "filed as spam",
  trash: "in the trash",
};

function authorName(index) {
  const name = records.authors[records.author[index]];
  return quoted(name === "" ? "(no name)" : name, { class: "author" });
}

function postTitle(index) {
  const title = records.posts[records.post[index]];
  return title === "" ? "(no post)" : title;
}

// The verdict with its sign, and the probability of spam.
function chip(index) {
  const name = changes.name(index);
  const kind = records.kinds[records.kind[index]];
  const label = kind === "comment" ? name : `${kind}, ${name}`;
  return make("span", { class: `chip ${name}` }, make("span", { "aria-hidden": "true" }, MARKS[name]), ` ${label}`);
}

function makeCard(index, { isOpen = false, extra = null } = {}) {
  const article = make("article", { class: "card", tabIndex: -1, "aria-label": cardLabel(index) });
  article.dataset.index = index;
  article.append(cardHead(index));
  const reason = records.doubtOf.get(index);
  if (reason !== undefined) article.append(make("p", { class: "reason" }, DOUBTS[reason].label));
  article.append(cardText(index));
  if (extra) article.append(extra);
  article.append(cardActions(index));
  if (isOpen) openCard(article, index);
  return article;
}

function cardLabel(index) {
  const percent = percentText(index);
  const probability = percent === "" ? "" : `, probability of spam ${percent}`;
  const author = records.authors[records.author[index]] || "no name";
  return `${author} on ${postTitle(index)}: ${changes.name(index)}${probability}`;
}

function cardHead(index) {
  const site = records.sites[records.site[index]];
  const status = STATUS_WORDS[records.statuses[records.status[index]]] ?? records.statuses[records.status[index]];
  const percent = percentText(index);
  return make(
    "header",
    {},
    make(
      "p",
      { class: "who" },
      authorName(index),
      records.flags[index] & IS_OWNER ? make("span", { class: "tag" }, "writes posts") : null,
      site === "" ? null : quoted(site, { class: "site" }),
    ),
    make(
      "p",
      { class: "verdict" },
      chip(index),
      percent === "" ? null : make("span", { class: "percent", title: "probability of spam" }, percent),
    ),
    make(
      "p",
      { class: "meta" },
      make("time", {}, dateText(index)),
      " on ",
      quoted(postTitle(index), { class: "post" }),
      status === "" ? null : ` · ${status}`,
      " · ",
      quoted(`#${reference(index)}`),
      changes.isChanged(index)
        ? make("span", { class: "changed" }, ` · was ${records.verdicts[records.verdict[index]]}`)
        : null,
    ),
  );
}

function cardText(index) {
  const details = detailsOf(index);
  const box = make("div", { class: "text" });
  const text = textOf(index);
  box.append(text === "" ? make("p", { class: "hint" }, "(no text)") : addText(make("p", { dir: "auto" }), text));
  if (details.cut) {
    const left = countText(details.cut, "character is", "characters are");
    box.append(make("p", { class: "hint" }, `${left} left out here; “threadsift explain” prints the whole text.`));
  }
  if (details.trailer)
    box.append(addText(make("p", { class: "hint" }, "Added by a plugin, not judged: "), details.trailer));
  if (details.links?.length > 0) {
    const items = details.links.map(([label, target]) =>
      make(
        "li",
        {},
        label === "" || label === target ? null : quoted(label),
        label === "" || label === target ? null : " → ",
        quoted(target, { class: "target" }),
      ),
    );
    if (details.moreLinks)
      items.push(make("li", { class: "hint" }, `and ${countText(details.moreLinks, "more link", "more links")}`));
    box.append(make("ul", { class: "links", "aria-label": "Links" }, ...items));
  }
  return box;
}

function cardActions(index) {
  const actions = make("div", { class: "actions" });
  if (changes.canChange(index)) {
    const group = make("div", { class: "choices", role: "group", "aria-label": "Verdict" });
    for (const { verdict, key } of CHOICES) {
      const isPressed = changes.name(index) === verdict;
      group.append(
        button(`${MARKS[verdict]} ${verdict}`, () => giveVerdict(verdict, [index]), {
          class: verdict,
          "aria-pressed": String(isPressed),
          title: `${verdict} (key ${key})`,
        }),
      );
    }
    actions.append(group);
  } else {
    actions.append(make("span", { class: "hint" }, "never removed"));
  }
  actions.append(
    button("Evidence and thread", (event) => toggleCard(event.target.closest(".card")), {
      class: "toggle",
      "aria-expanded": "false",
    }),
    button("Same author", () => showAll({ author: records.authors[records.author[index]] }), { class: "quiet" }),
    button("Same post", () => showAll({ post: postTitle(index) }), { class: "quiet" }),
  );
  if (records.campaign[index] >= 0) {
    actions.append(
      button("Campaign", () => showAll({ campaign: String(records.campaign[index] + 1) }), { class: "quiet" }),
    );
  }
  return actions;
}

function openCard(article, index) {
  if (article.querySelector(".more")) return;
  article.classList.add("open");
  article.querySelector(".toggle")?.setAttribute("aria-expanded", "true");
  article.append(make("div", { class: "more" }, evidenceTable(index), threadOf(index)));
}

function closeCard(article) {
  article.classList.remove("open");
  article.querySelector(".toggle")?.setAttribute("aria-expanded", "false");
  article.querySelector(".more")?.remove();
}

function toggleCard(article) {
  if (article.classList.contains("open")) closeCard(article);
  else openCard(article, Number(article.dataset.index));
}
