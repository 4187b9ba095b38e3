// Finding people by what is typed.
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
