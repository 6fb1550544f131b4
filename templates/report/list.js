// A list of which one page at a time is in the document, with a current item.

const PAGE_LENGTH = 50;

class List {
  // `name` is what the list calls its items, `render` makes the element of one, and `targets` are the comments that a
  // verdict for the item is for; `shows` are those that it shows, if they are others.
  constructor(
    container,
    { name, render, targets = (item) => [item], shows = targets, isBulk = true, opensCurrent = false },
  ) {
    Object.assign(this, { container, name, render, targets, shows, isBulk, opensCurrent });
    this.items = [];
    this.start = 0;
    this.current = null;
    this.body = make("div", { class: "items" });
    this.summary = make("p", { class: "summary" });
    this.bulk = make("div", { class: "bulk" });
    this.pagers = [make("p", { class: "pager" }), make("p", { class: "pager" })];
    container.append(
      make("div", { class: "listhead" }, this.summary, this.bulk, this.pagers[0]),
      this.body,
      this.pagers[1],
    );
    this.body.addEventListener("focusin", (event) => this.mark(event.target.closest(".item > *, .card")));
    this.body.addEventListener("click", (event) => this.mark(event.target.closest(".item > *, .card")));
  }

  show(items) {
    this.items = items;
    this.start = 0;
    this.current = null;
    this.draw();
  }

  // Draws the page again, with the same current item and the same open items.
  draw() {
    const end = Math.min(this.items.length, this.start + PAGE_LENGTH);
    const page = this.items.slice(this.start, end);
    this.body.replaceChildren(...page.map((item, at) => this.makeItem(item, at)));
    const [one, many] = this.name;
    const all = countText(this.items.length, one, many);
    const range = `${(this.start + 1).toLocaleString("en")} to ${end.toLocaleString("en")}`;
    this.summary.textContent = this.items.length <= PAGE_LENGTH ? all : `${range} of ${all}`;
    this.drawPagers(end);
    this.drawBulk();
  }

  makeItem(item, at) {
    const box = make("div", { class: "item" }, this.render(item));
    box.dataset.at = at;
    return box;
  }

  drawPagers(end) {
    for (const pager of this.pagers) {
      pager.hidden = this.items.length <= PAGE_LENGTH;
      pager.replaceChildren(
        button("← Previous", () => this.turn(-1), { disabled: this.start === 0 }),
        button("Next →", () => this.turn(1), { disabled: end === this.items.length }),
      );
    }
  }

  drawBulk() {
    this.bulk.hidden = !this.isBulk || this.items.length === 0;
    if (this.bulk.hidden) return;
    const choices = CHOICES.map(({ verdict }) =>
      button(`${MARKS[verdict]} ${verdict}`, () => giveVerdict(verdict, this.items.flatMap(this.targets)), {
        class: verdict,
      }),
    );
    this.bulk.replaceChildren(
      make(
        "span",
        {},
        this.items.length === 1 ? "Set it to" : `Set all ${this.items.length.toLocaleString("en")} to`,
      ),
      ...choices,
    );
  }

  turn(direction) {
    const start = this.start + direction * PAGE_LENGTH;
    if (start < 0 || start >= this.items.length) return false;
    this.start = start;
    this.current = null;
    this.draw();
    this.container.scrollIntoView({ block: "start" });
    return true;
  }

  // Moves to the next or the previous item, over the border of pages.
  move(direction) {
    if (this.items.length === 0) return;
    let at = this.current === null ? (direction > 0 ? 0 : -1) : this.current + direction;
    if (at < 0) {
      if (this.current === null || !this.turn(-1)) at = 0;
      else at = this.body.childElementCount - 1;
    } else if (at >= this.body.childElementCount) {
      if (!this.turn(1)) at = this.body.childElementCount - 1;
      else at = 0;
    }
    this.focus(at);
  }

  focus(at) {
    const element = this.body.children[at]?.firstElementChild;
    if (!element) return;
    this.mark(element);
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }

  // Makes the item of an element the current one.
  mark(element) {
    const box = element?.closest(".item");
    if (!box || Number(box.dataset.at) === this.current) return;
    this.body.querySelector(".current")?.classList.remove("current");
    box.classList.add("current");
    this.current = Number(box.dataset.at);
    if (!this.opensCurrent) return;
    for (const card of this.body.querySelectorAll(".card.open.by-list")) closeCard(card);
    const card = box.querySelector(".card");
    if (card && !card.classList.contains("open")) {
      openCard(card, Number(card.dataset.index));
      card.classList.add("by-list");
    }
  }

  get currentItem() {
    return this.current === null ? null : this.items[this.start + this.current];
  }

  // Draws the items of the page again that show one of some comments.
  refresh(indices) {
    const changed = new Set(indices);
    for (const box of this.body.children) {
      const item = this.items[this.start + Number(box.dataset.at)];
      if (!this.shows(item).some((index) => changed.has(index))) continue;
      const isOpen = box.querySelector(".card.open") !== null;
      const isByList = box.querySelector(".card.by-list") !== null;
      const hadFocus = box.contains(document.activeElement);
      const label = document.activeElement?.textContent;
      box.replaceChildren(this.render(item));
      const card = box.querySelector(".card");
      if (isOpen && card) openCard(card, Number(card.dataset.index));
      if (isByList) card?.classList.add("by-list");
      if (hadFocus) {
        const same = [...box.querySelectorAll("button")].find((other) => other.textContent === label);
        (same ?? box.firstElementChild).focus({ preventScroll: true });
      }
    }
  }
}
