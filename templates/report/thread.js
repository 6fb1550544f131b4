// The surroundings of a comment: what it replies to and its replies, or its neighbours where there are none.

const MOST_ANCESTORS = 6;
const MOST_REPLIES = 8;
const MOST_NEIGHBOURS = 2;
const EXCERPT_LENGTH = 320;

let replyLists = null;
let pageLists = null;

// The replies of every comment that has some.
function repliesTo(index) {
  replyLists ??= grouped(records.parent);
  return replyLists.get(index) ?? [];
}

// The comments of a post, earliest first.
function commentsOnPost(post) {
  pageLists ??= grouped(records.post);
  const list = pageLists.get(post) ?? [];
  return list.sort(
    (one, other) => (records.date[one] ?? Infinity) - (records.date[other] ?? Infinity) || one - other,
  );
}

function grouped(column) {
  const lists = new Map();
  for (let index = 0; index < column.length; index++) {
    if (column[index] < 0) continue;
    const list = lists.get(column[index]);
    if (list) list.push(index);
    else lists.set(column[index], [index]);
  }
  return lists;
}

function ancestors(index) {
  const found = [];
  for (let at = records.parent[index]; at >= 0 && at !== index && !found.includes(at); at = records.parent[at]) {
    found.unshift(at);
    if (found.length === MOST_ANCESTORS) break;
  }
  return found;
}

function threadOf(index) {
  const above = ancestors(index);
  const replies = repliesTo(index).filter((reply) => reply !== index);
  const box = make("div", { class: "thread" });
  if (above.length === 0 && replies.length === 0) {
    const page = commentsOnPost(records.post[index]);
    const at = page.indexOf(index);
    const before = page.slice(Math.max(0, at - MOST_NEIGHBOURS), at);
    const after = page.slice(at + 1, at + 1 + MOST_NEIGHBOURS);
    if (before.length + after.length === 0)
      return make("p", { class: "hint" }, "It is the only comment on its post.");
    box.append(make("h4", {}, "Before and after it on the same post"));
    box.append(
      make(
        "ol",
        {},
        ...before.map((other) => excerpt(other)),
        excerpt(index, true),
        ...after.map((other) => excerpt(other)),
      ),
    );
    return box;
  }
  box.append(make("h4", {}, "Thread"));
  const shown = replies.slice(0, MOST_REPLIES);
  let list = make("ol", {}, ...shown.map((reply) => excerpt(reply)));
  if (shown.length < replies.length) {
    list.append(
      make("li", { class: "hint" }, `and ${countText(replies.length - shown.length, "more reply", "more replies")}`),
    );
  }
  for (const at of [...above, index].reverse()) {
    const item = excerpt(at, at === index);
    if (list.childElementCount > 0) item.append(list);
    list = make("ol", {}, item);
  }
  box.append(list);
  return box;
}

function excerpt(index, isCurrent = false) {
  const text = textOf(index);
  return make(
    "li",
    { "aria-current": isCurrent ? "true" : null },
    make("p", { class: "meta" }, authorName(index), " ", make("time", {}, dateText(index)), " ", chip(index)),
    isCurrent
      ? make("p", { class: "hint" }, "this comment")
      : addText(make("p", { dir: "auto" }), shortened(text, EXCERPT_LENGTH)),
  );
}
