// The map: one state, and every control a small change of it.

/** In a browser that cannot paint this map: say so, and leave it to the table. */
function drawNothing(stage) {
  byId("map-no-picture").hidden = false;
  byId("map-table").open = true;
  stage.hidden = true;
  const nothing = () => {};
  return {
    filter: nothing, paint: nothing, under: nothing, over: nothing, onClick: nothing,
    onMove: nothing, redraw: nothing, all: nothing, around: nothing, near: nothing, zoom: nothing,
    scale: () => 1, onScreen: () => ({ x: -1, y: -1 }),
  };
}

function startMap() {
  const packed = JSON.parse(byId("map-data").textContent);
  const data = { people: unpack(packed.people), ties: unpack(packed.ties), view: packed.view };
  const { people, ties, view } = data;
  const me = people[0];
  const byIdentity = new Map(people.map((person) => [person.id, person]));
  const swatchOf = (group) => {
    if (view.groups[group]?.rest) return "rest";
    return view.ordered ? `s${Math.min(group, 4)}` : `c${group}`;
  };
  const days = [...new Set(people.slice(1).map((person) => person.day))].sort((a, b) => a - b);
  const state = {
    day: Infinity, hidden: new Set(), others: false, selected: null, hovered: null, way: [],
    shownDisks: new Set(view.disks), byId: byIdentity, colours: [],
    shows: (person) => person === me || (person.day <= state.day && !state.hidden.has(person.group)),
    fill: (person) => (person.group < 0 ? state.ink : state.colours[person.group]),
  };
  const stage = byId("stage");
  const drawn = drawMap(stage, people, ties, JSON.parse(packed.options));
  const picture = drawn || drawNothing(stage);

  const ways = makeWays(people, byIdentity);

  function paint() {
    state.ink = colour("--ink");
    state.colours = view.groups.map((_, number) => colour(`--${swatchOf(number)}`));
    const strong = colour("--soft");
    const weak = colour("--weak");
    const faint = colour("--line");
    const line = ({ kind, first }) => (kind === "own" ? faint : first || kind === "other" ? strong : weak);
    picture.paint((id) => state.fill(byIdentity.get(id)), colour("--card"), line);
  }

  function filter() {
    picture.filter(
      (id) => state.shows(byIdentity.get(id)),
      (number) => state.others || ties[number].kind !== "other",
    );
    const alive = new Set(people.filter((p) => p.disk >= 0 && state.shows(p)).map((p) => p.disk));
    state.shownDisks = new Set(view.disks.filter((_, number) => alive.has(number)));
    const count = people.filter((p) => p !== me && state.shows(p)).length;
    const day = state.day === Infinity ? view.until : dayText(view, state.day);
    const shown = `${count.toLocaleString("en-GB")} ${count === 1 ? "person" : "people"}`;
    byId("map-when").value = `${day} · ${shown}`;
    byId("map-day").setAttribute("aria-valuetext", `${day}, ${shown}`);
    buildTable();
  }

  function tellPerson() {
    const place = byId("map-person");
    if (!state.selected) {
      showBeginning(place, people, goTo);
      return;
    }
    showPerson(place, state.selected, {
      view, ways, go: select, near: (person) => picture.near(person), lit: state.way.length > 0, light,
    });
  }

  /** Light the way to somebody, or put it out; everybody on it comes into sight. */
  function light(person) {
    state.way = state.way.length ? [] : ways.lit(person);
    for (const step of state.way) reveal(step);
    filter();
    tellPerson();
    byId("map-way")?.focus();
    if (state.way.length) {
      byId("map-say").textContent = `The way: ${state.way.map((step) => step.name).join(", then ")}`;
      picture.around(state.way);
    }
    picture.redraw();
  }

  /** Bring somebody back whom the legend or the time has hidden. */
  function reveal(person) {
    if (state.shows(person)) return;
    state.hidden.delete(person.group);
    byId("map-legend").querySelectorAll("button")[person.group]?.setAttribute("aria-pressed", "true");
    if (person.day > state.day) showDay(days.length - 1);
  }

  function select(person) {
    if (person && !state.shows(person)) {
      reveal(person);
      filter();
    }
    if (person !== state.selected) state.way = [];
    state.selected = person;
    tellPerson();
    byId("map-say").textContent = person ? [person.name, workOf(person), person.status].filter(Boolean).join(", ") : "";
    picture.redraw();
  }

  function goTo(person) {
    select(person);
    picture.near(person);
  }

  /** The nearest shown person within reach of a finger. */
  function personAt({ x, y }) {
    let best = null;
    let least = Infinity;
    for (const person of people) {
      if (!state.shows(person)) continue;
      const at = picture.onScreen(person);
      const distance = Math.hypot(at.x - x, at.y - y) - person.size * picture.scale();
      if (distance < least) [best, least] = [person, distance];
    }
    return least < 7 ? best : null;
  }

  // Time.
  const slider = byId("map-day");
  const play = byId("map-play");
  let timer = null;

  function showDay(number) {
    slider.value = number;
    state.day = number >= days.length - 1 ? Infinity : days[number];
    filter();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  }

  function playOn() {
    const step = Math.max(1, Math.ceil(days.length / 120));
    if (Number(slider.value) >= days.length - 1) showDay(0);
    play.textContent = "Pause";
    timer = setInterval(() => {
      showDay(Math.min(Number(slider.value) + step, days.length - 1));
      if (Number(slider.value) >= days.length - 1) stop();
    }, 70);
  }

  slider.max = Math.max(days.length - 1, 0);
  slider.value = slider.max;
  slider.addEventListener("input", () => { stop(); showDay(Number(slider.value)); });
  play.addEventListener("click", () => { if (timer) stop(); else playOn(); });
  byId("map-time").hidden = days.length < 2;

  // The picture under mouse and keyboard.
  const hover = byId("map-hover");

  function showHover(at) {
    const person = at ? personAt(at) : null;
    stage.style.cursor = person ? "pointer" : "";
    if (person !== state.hovered) {
      state.hovered = person;
      hover.hidden = !person;
      if (person) {
        hover.replaceChildren(make("strong", {}, own(person.name)),
          make("span", {}, own(workOf(person))), workOf(person) ? make("br") : "",
          make("span", { class: "soft" }, own(person.wave === 0 ? "you" : person.status)));
      }
      picture.redraw();
    }
    if (person) {
      const { width, height } = stage.getBoundingClientRect();
      hover.style.left = `${Math.max(4, Math.min(at.x + 14, width - hover.offsetWidth - 8))}px`;
      hover.style.top = `${Math.max(4, Math.min(at.y + 14, height - hover.offsetHeight - 8))}px`;
    }
  }

  let pending = null;
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const box = stage.getBoundingClientRect();
    const first = pending === null;
    pending = { x: event.clientX - box.left, y: event.clientY - box.top };
    if (first) requestAnimationFrame(() => { showHover(pending); pending = null; });
  });
  stage.addEventListener("pointerleave", () => showHover(null));
  picture.onMove(() => showHover(null));
  picture.onClick((at) => { const person = personAt(at); if (person !== state.selected || person) select(person); });

  const angle = (person) => (Math.atan2(person.x, -person.y) + 2 * Math.PI) % (2 * Math.PI);
  const around = [...people].sort((a, b) => a.wave - b.wave || angle(a) - angle(b));

  function step(direction) {
    const from = state.selected;
    if (!from) return me;
    if (direction === "ArrowUp") return byIdentity.get(from.parent) || from;
    if (direction === "ArrowDown") return around.find((p) => p.parent === from.id && state.shows(p)) || from;
    const shown = around.filter((p) => p === from || (p.wave === from.wave && state.shows(p)));
    const move = direction === "ArrowRight" ? 1 : -1;
    return shown[(shown.indexOf(from) + move + shown.length) % shown.length];
  }

  const keys = {
    Enter: () => state.selected && picture.near(state.selected),
    Escape: () => select(null),
    "+": () => picture.zoom(1.3),
    "=": () => picture.zoom(1.3),
    "-": () => picture.zoom(1 / 1.3),
    0: () => picture.all(),
    w: () => byId("map-way")?.click(),
  };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) select(step(event.key));
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
    stage.focus();
  });

  byId("map-fit").addEventListener("click", () => picture.all());
  byId("map-closer").addEventListener("click", () => picture.zoom(1.3));
  byId("map-farther").addEventListener("click", () => picture.zoom(1 / 1.3));
  const otherTies = ties.some((tie) => tie.kind === "other");
  byId("map-others-row").hidden = !otherTies;
  byId("map-others").addEventListener("change", (event) => { state.others = event.target.checked; filter(); });

  // A frame may not hand out files, so the button is only shown where it works.
  byId("map-picture").hidden = window.top !== window || !drawn;
  byId("map-picture").addEventListener("click", () => {
    const shot = picture.picture();
    const paper = make("canvas", { width: String(shot.width), height: String(shot.height) });
    const context = paper.getContext("2d");
    context.fillStyle = colour("--card");
    context.fillRect(0, 0, paper.width, paper.height);
    context.drawImage(shot, 0, 0);
    make("a", { href: paper.toDataURL("image/png"), download: "network.png" }).click();
  });

  // Where somebody stands on the screen, for whoever drives this page from outside.
  Object.assign(byId("network-map"), {
    people, where: (id) => picture.onScreen(byIdentity.get(id)), labels: () => overlay.written,
  });

  const buildTable = makeTable(data, state, (person) => {
    goTo(person);
    byId("network-map").scrollIntoView({ block: "nearest" });
    stage.focus();
  });
  makeSearch(people, goTo);
  makeLegend(view, swatchOf, state.hidden, filter);
  const overlay = makeOverlay(picture, state, data);
  onTheme.push(paint, picture.redraw);
  paint();
  filter();
  tellPerson();
  // On a narrow stage the tree comes first; everything would be too small to be seen.
  const tree = people.filter((person) => person.disk === -1);
  if (stage.clientWidth < 600 && view.layout === "radial" && tree.length > 8) picture.around(tree);
  else picture.all();
}

if (byId("map-data")) startMap();
