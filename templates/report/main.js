// Starting the page, and what reacts to keys and buttons.

const VIEWS = ["overview", "review", "duplicates", "campaigns", "all"];

function currentView() {
  const name = location.hash.slice(1);
  return VIEWS.includes(name) ? name : "overview";
}

function showView() {
  const current = currentView();
  for (const name of VIEWS) document.getElementById(name).hidden = name !== current;
  for (const link of document.querySelectorAll("#views a")) {
    if (link.hash === `#${current}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  scrollTo(0, 0);
}

// Gives comments a verdict, as a person wants it.
function giveVerdict(verdict, indices) {
  const changed = changes.give(verdict, [...indices]);
  const nUntouched = indices.filter((index) => !changes.canChange(index)).length;
  const nLast = indices.filter((index) => changes.canChange(index) && changes.name(index) !== verdict).length;
  const parts = [
    changed.length === 0
      ? "Nothing to change"
      : `${countText(changed.length, "comment is", "comments are")} now ${verdict}`,
  ];
  if (nUntouched > 0) parts.push(`${countText(nUntouched, "record is", "records are")} never removed`);
  if (nLast > 0)
    parts.push(
      `${countText(nLast, "comment is the copy that stays", "comments are the copies that stay")} of others`,
    );
  announce(parts.join("; "));
}

// Keeps a duplicate in place of the copy that stayed.
function keepInstead(index, original) {
  changes.give("genuine", [index]);
  changes.give("duplicate", [original], true);
  announce("The other copy stays now");
}

function undo() {
  const undone = changes.undo();
  announce(
    undone.length > 0 ? `Undone: ${countText(undone.length, "comment", "comments")}` : "There is nothing to undo",
  );
}

// Shows the numbers that follow from the changes.
function drawChanges() {
  document.getElementById("changes").textContent =
    changes.count === 0 ? "No changes" : countText(changes.count, "change", "changes");
  document.getElementById("undo").disabled = changes.steps.length === 0;
  document.getElementById("download-changes").disabled = changes.count === 0;
  document.getElementById("storage-note").hidden = changes.isStored;
  let nKept = 0;
  for (let index = 0; index < records.count; index++) {
    nKept += Number(records.keptKinds[records.kind[index]] && records.keptVerdicts[changes.verdicts[index]]);
  }
  const show = (id, number) => (document.getElementById(id).textContent = number.toLocaleString("en"));
  show("n-read", records.count);
  show("n-kept", nKept);
  show("n-set-aside", records.count - nKept);
  document
    .getElementById("split-kept")
    .setAttribute("width", ((100 * nKept) / Math.max(1, records.count)).toFixed(1));
}

function handleKey(event) {
  const isTyping = event.target.matches?.("input:not([type=checkbox]), textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping || document.getElementById("help").open) return;
  const list = lists[currentView()];
  const choice = CHOICES.find(({ key }) => key === event.key);
  if (choice && list) {
    // Without a current comment, the first becomes it.
    if (list.currentItem !== null) giveVerdict(choice.verdict, list.targets(list.currentItem));
    list.move(1);
  } else if (event.key === "j" || event.key === "k") list?.move(event.key === "j" ? 1 : -1);
  else if (event.key === "n" || event.key === "p") list?.turn(event.key === "n" ? 1 : -1);
  else if (event.key === "o") {
    const card = document.querySelector(`#${currentView()} .current .card`);
    if (card?.querySelector(".toggle")) toggleCard(card);
  } else if (event.key === "u") undo();
  else if (event.key === "?") document.getElementById("help").showModal();
  else if (event.key === "/") {
    location.hash = "#all";
    showView();
    document.getElementById("filter-text").focus();
  } else if (/^[1-5]$/.test(event.key)) location.hash = `#${VIEWS[event.key - 1]}`;
  else return;
  event.preventDefault();
}

function listen() {
  document.getElementById("undo").addEventListener("click", undo);
  document
    .getElementById("download-changes")
    .addEventListener("click", () => download((index) => changes.isChanged(index)));
  document.getElementById("download-all").addEventListener("click", () => download(() => true));
  document.getElementById("help-button").addEventListener("click", () => document.getElementById("help").showModal());
  addEventListener("keydown", handleKey);
  addEventListener("hashchange", showView);
  // Another window with the same report changed something.
  addEventListener("storage", (event) => {
    if (event.key !== changes.key) return;
    changes.read();
    drawChanges();
    Object.values(lists).forEach((list) => list.draw());
  });
  changes.onChange((indices) => {
    drawChanges();
    Object.values(lists).forEach((list) => list.refresh(indices));
  });
}

function drawCounts() {
  const counts = {
    review: records.queue.length,
    duplicates: lists.duplicates.items.length,
    campaigns: campaignMembers.length,
  };
  for (const element of document.querySelectorAll("[data-count]")) {
    element.textContent = counts[element.dataset.count].toLocaleString("en");
  }
}

async function start() {
  const [data, loadedTexts] = await Promise.all([unpack("data-records"), unpack("data-texts")]);
  readRecords(data);
  texts = loadedTexts;
  changes = new Changes();
  makeViews();
  listen();
  drawCounts();
  drawChanges();
  document.getElementById("views").hidden = false;
  document.getElementById("tools").hidden = false;
  showView();
  performance.mark("ready");
  evidence = await unpack("data-evidence");
  // Cards that were opened meanwhile get their rows.
  for (const card of document.querySelectorAll(".card.open")) {
    closeCard(card);
    openCard(card, Number(card.dataset.index));
  }
  searchTexts();
  performance.mark("complete");
}

start().catch((error) => {
  const note = document.getElementById("failure");
  note.textContent = `The comments can't be shown: ${error.message}. The page needs a browser of 2023 or later.`;
  note.hidden = false;
  throw error;
});
