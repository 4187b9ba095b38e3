// What the colours mean, pressed to hide and show, and the table behind the picture.
function makeLegend(view, swatchOf, hidden, changed) {
  const what = view.color.replaceAll("_", " ");
  byId("map-legend-title").append("Colour: ", own(what), make("span", { class: "no-print" }, " (press to hide or show)"));
  byId("map-legend").replaceChildren(...view.groups.map((group, number) => {
    const button = make("button", { type: "button", "aria-pressed": "true" },
      make("span", { class: `swatch swatch-${swatchOf(number)}`, "aria-hidden": "true" }),
      own(group.label), make("span", { class: "count number" }, group.count.toLocaleString("en-GB")));
    button.addEventListener("click", () => {
      if (!hidden.delete(number)) hidden.add(number);
      button.setAttribute("aria-pressed", String(!hidden.has(number)));
      changed();
    });
    return make("li", {}, button);
  }));
}

const TABLE_PART = 500;

/** The same facts as a table: built when it is opened, sorted by a press on a heading. */
function makeTable(data, state, go) {
  const box = byId("map-table");
  let most = TABLE_PART;
  const chance = (person) => (person.chance ? person.chance[0] : -1);
  const columns = [
    ["Name", (p) => p.name, (p) => p.name],
    ["Company", (p) => p.company || "", (p) => p.company || ""],
    ["Role", (p) => p.role || "", (p) => p.role || ""],
    ["Wave", (p) => (p.wave < 0 ? "–" : String(p.wave)), (p) => p.wave],
    ["First seen", (p) => dayText(data.view, p.day), (p) => p.day],
    ["Came through", (p) => (p.wave > 1 && state.byId.get(p.parent) ? state.byId.get(p.parent).name : ""), (p) => p.parent],
    ["Where things stand", (p) => p.status, (p) => p.status],
    ["Chance to talk", (p) => (chance(p) < 0 ? "–" : percent(chance(p))), (p) => -chance(p)],
  ];
  let sorted = -1;
  let up = true;

  function build() {
    if (!box.open) return;
    const rows = data.people.filter((person) => state.shows(person) && person.wave !== 0);
    if (sorted >= 0) {
      const key = columns[sorted][2];
      const order = (a, b) => (typeof key(a) === "number" ? key(a) - key(b) : key(a).localeCompare(key(b)));
      rows.sort((a, b) => (up ? order(a, b) : order(b, a)));
    }
    const heads = columns.map(([title], number) => {
      const button = make("button", { type: "button" }, title);
      button.addEventListener("click", () => {
        up = sorted === number ? !up : true;
        sorted = number;
        build();
        box.querySelectorAll("th button")[number].focus();
      });
      const head = make("th", { scope: "col" }, button);
      if (number === sorted) head.setAttribute("aria-sort", up ? "ascending" : "descending");
      return head;
    });
    const body = rows.slice(0, most).map((person) => make("tr", {}, ...columns.map(([, text], number) => {
      if (number) return make("td", { class: number === 3 || number === 7 ? "number" : "" }, own(text(person)));
      const link = make("button", { type: "button", class: "link" }, own(person.name));
      link.addEventListener("click", () => go(person));
      return make("td", {}, link);
    })));
    const left = rows.length - body.length;
    const more = make("button", { type: "button", class: "button" },
      `Show ${Math.min(left, TABLE_PART)} more of ${left.toLocaleString("en-GB")}`);
    more.addEventListener("click", () => { most += TABLE_PART; build(); });
    box.querySelector("div").replaceChildren(make("table", {},
      make("caption", { class: "unseen" }, "The people on the map"),
      make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body)), left > 0 ? more : "");
  }

  box.addEventListener("toggle", build);
  return build;
}
