// What stands beside the picture: details of a person, search, legend, the table.
const percent = (share) => {
  const value = share * 100;
  return `${value > 0 && value < 1 ? "<1" : Math.round(value)} %`;
};

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function dayText(view, day) {
  if (!view.start) return "";
  const date = new Date(Date.parse(`${view.start}T00:00:00Z`) + day * 864e5);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const workOf = (person) => [person.role, person.company].filter(Boolean).join(", ");

/** The facts of one person, as the panel shows them. `go` selects another person. */
function showPerson(place, person, { view, chainOf, go, light, near, lit }) {
  if (!person) {
    place.replaceChildren(make("p", { class: "no-print" }, "Choose a person: click a point, or search."));
    return;
  }
  const facts = make("dl");
  const add = (term, ...content) => facts.append(make("div", {}, make("dt", {}, term), make("dd", {}, ...content)));
  if (person.status) add("Where things stand", own(person.status));
  if (person.school) add("School", own(person.school));
  if (person.location) add("Location", own(person.location));
  if (view.start && person.wave !== 0) add("First seen", dayText(view, person.day));
  const chain = chainOf(person);
  if (chain.length > 1) {
    add("How you got here", make("ol", { class: "map-chain" }, ...chain.map((step) => {
      const link = make("button", { type: "button", class: "link" }, own(step.name));
      link.addEventListener("click", () => go(step));
      return make("li", {}, link);
    })));
  }
  if (person.names) add("Named or introduced", `${person.names} ${person.names === 1 ? "person" : "people"}`);
  if (person.chance && person.wave !== 0) {
    const [mean, low, high] = person.chance;
    add("Chance that you come to talk", make("span", { class: "number" },
      mean === 1 ? "already talked with" : `${percent(mean)} (likely between ${percent(low)} and ${percent(high)})`));
    if (person.via && mean < 1 && person.via !== person.name) add("Whom to ask first", own(person.via));
  }
  for (const step of person.next || []) add("Due", own(step));
  const actions = make("p", { class: "actions" });
  if (chain.length > 1) {
    const way = make("button", { type: "button", class: "button", id: "map-way", "aria-pressed": String(lit) }, "Show the way");
    way.addEventListener("click", () => light(person));
    actions.append(way);
  }
  const closer = make("button", { type: "button", class: "button" }, "Go closer");
  closer.addEventListener("click", () => near(person));
  actions.append(closer);
  place.replaceChildren(
    make("h3", {}, own(person.name)),
    workOf(person) ? make("p", {}, own(workOf(person))) : "",
    facts,
    actions,
  );
}

/** Text as it is searched: no case, no accents. */
const searched = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function makeSearch(people, choose) {
  const input = byId("map-find");
  const list = byId("map-hits");
  let names;
  let words;
  let hits = [];
  let current = -1;

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    current = (next + hits.length) % hits.length;
    for (const [number, item] of [...list.querySelectorAll("[role=option]")].entries()) {
      item.setAttribute("aria-selected", String(number === current));
      if (number === current) item.scrollIntoView({ block: "nearest" });
    }
    input.setAttribute("aria-activedescendant", `map-hit-${current}`);
  }

  function take(person) {
    input.value = person.name;
    close();
    choose(person);
  }

  function search() {
    names ??= people.map((person) => ` ${searched(person.name)}`);
    words ??= people.map((p) => searched(`${p.name} ${p.company || ""} ${p.role || ""}`));
    const wanted = searched(input.value).split(/\s+/).filter(Boolean);
    const every = (texts, mark) => (n) => wanted.every((word) => texts[n].includes(mark + word));
    const all = wanted.length ? [...people.keys()].filter(every(words, "")) : [];
    const byName = every(names, " ");
    // Whose name begins so comes first; within that, the most important.
    const found = [...all.filter(byName), ...all.filter((n) => !byName(n))].map((n) => people[n]);
    hits = found.slice(0, 12);
    list.replaceChildren(...hits.map((person, number) => {
      const item = make("li", { role: "option", id: `map-hit-${number}`, "aria-selected": "false" },
        own(person.name), make("span", {}, own(workOf(person) || person.status || "")));
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(person));
      return item;
    }));
    if (wanted.length && found.length !== hits.length) {
      list.append(make("li", { class: "note", role: "presentation" }, `${found.length - hits.length} more: type on`));
    }
    if (wanted.length && !found.length) {
      list.append(make("li", { class: "note", role: "presentation" }, "Nobody on the map answers to this."));
    }
    list.hidden = !wanted.length;
    current = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value) search(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); return; }
    if (!hits.length || list.hidden) return;
    if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current < 0 ? hits.length - 1 : current - 1);
    else if (event.key === "Enter") take(hits[Math.max(current, 0)]);
    else return;
    event.preventDefault();
  });
}

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
