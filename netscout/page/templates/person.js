// The panel beside the picture: one person, or where to begin.
const percent = (share) => {
  const value = share * 100;
  if (value > 0 && value < 1) return "<1 %";
  return value > 99 && value < 100 ? ">99 %" : `${Math.round(value)} %`;
};

/** A modelled chance: what was sampled is never quite certain. */
const likely = (chance) => percent(Math.min(chance, 0.999));

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function dayText(view, day) {
  if (!view.start) return "";
  const date = new Date(Date.parse(`${view.start}T00:00:00Z`) + day * 864e5);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const workOf = (person) => [person.role, person.company].filter(Boolean).join(", ");

/** How people hang together: what has led to somebody, and what would. */
function makeWays(people, byIdentity) {
  const me = people[0];

  /** The referrals by which somebody became known, from the owner on; alone where there are none. */
  function history(person) {
    const chain = [];
    for (let step = person; step && !chain.includes(step); step = byIdentity.get(step.parent)) chain.unshift(step);
    return chain[0] === me ? chain : [person];
  }

  /** The best chain to somebody not yet talked with, as steps: who, how likely, resting on what. */
  function ahead(person) {
    if (!person.how) return [];
    const steps = person.way || [[person.id, null]];
    const bases = person.how.split(" | ");
    return steps.map(([id, chance], number) => (
      { person: byIdentity.get(id), chance, how: bases[number] }));
  }

  /** The people to light: the way that would lead to somebody, or did. */
  function lit(person) {
    const future = ahead(person).map((step) => step.person);
    return future.length ? [me, ...future] : history(person);
  }
  return { history, ahead, lit };
}

function linkTo(person, go, words = person.name) {
  const link = make("button", { type: "button", class: "link" }, own(words));
  link.addEventListener("click", () => go(person));
  return link;
}

/** What each step of the chain ahead is, with its chance and why. */
function aheadList(steps, go) {
  const item = ({ person, chance, how }, number) => {
    const sure = number === 0 && chance === 1;
    const does = number === 0 ? "Ask " : "who passes you on to ";
    return make("li", {}, does, linkTo(person, go),
      make("span", { class: "soft" }, [how, chance === null || sure ? "" : likely(chance)].filter(Boolean).join(" · ")));
  };
  return make("ol", { class: "map-ahead" }, ...steps.map(item));
}

/** The facts of one person, as the panel shows them. `go` selects another person. */
function showPerson(place, person, { view, ways, go, light, near, lit }) {
  const facts = make("dl");
  const add = (term, ...content) => facts.append(make("div", {}, make("dt", {}, term), make("dd", {}, ...content)));
  if (person.status) add("Where things stand", own(person.status));
  const steps = ways.ahead(person);
  if (person.met) {
    add("Chance to talk", "You have talked already.");
  } else if (person.chance) {
    const [mean, low, high] = person.chance;
    add("Chance that you come to talk", make("strong", { class: "number" }, likely(mean)),
      make("span", { class: "soft number" }, ` likely ${likely(low)} to ${likely(high)}`));
  } else if (person.wave !== 0) {
    add("Chance that you come to talk", make("span", { class: "soft" }, "No way is known within three referrals."));
  }
  if (steps.length > 1) add("The best way, and why", aheadList(steps, go));
  else if (steps.length) add("The best way, and why", "Ask them yourself: ", steps[0].how, ".");
  if (person.target) add("Your goal", "Counts for it.");
  for (const [number, step] of (person.next || []).entries()) add(number ? "Then" : "Due next", own(step));
  const chain = ways.history(person);
  if (chain.length > 1) {
    const items = chain.map((step) => make("li", {}, linkTo(step, go)));
    add("How you got here", make("ol", { class: "map-chain" }, ...items));
  }
  if (person.names) add("Named or introduced", `${person.names} ${person.names === 1 ? "person" : "people"}`);
  if (person.school) add("School", own(person.school));
  if (person.location) add("Location", own(person.location));
  if (view.start && person.wave !== 0) add("First seen", dayText(view, person.day));
  const actions = make("p", { class: "actions no-print" });
  if (ways.lit(person).length > 1) {
    const words = steps.length ? "Show the way to " : "Show how you got to ";
    const way = make("button", { type: "button", class: "button", id: "map-way", "aria-pressed": String(lit) }, words, own(person.name));
    way.addEventListener("click", () => light(person));
    actions.append(way);
  }
  const closer = make("button", { type: "button", class: "button" }, "Go closer");
  closer.addEventListener("click", () => near(person));
  actions.append(closer);
  place.replaceChildren(
    make("h3", {}, own(person.name)),
    workOf(person) ? make("p", {}, own(workOf(person))) : "",
    actions,
    facts,
  );
}

const BEGIN_WITH = 4;

/** The people of the goal whom you have not talked with, the likeliest first. */
const likeliest = (people) => people.filter((person) => person.target && person.chance && !person.met)
  .sort((one, two) => two.chance[0] - one.chance[0]);

/** Where to begin while nobody is chosen: the likeliest of the goal, and what is due. */
function showBeginning(place, people, go) {
  const ahead = likeliest(people);
  const due = people.filter((person) => person.next);
  const hint = people.length < 2 ? "Nobody to choose yet."
    : `Choose a person: click a point${ahead.length || due.length ? ", search, or begin here." : " or search."}`;
  const list = (title, chosen, words, note) => (chosen.length
    ? [make("h3", {}, title), make("ul", { class: "map-begin" }, ...chosen.slice(0, BEGIN_WITH).map((person) => (
      make("li", {}, linkTo(person, go, words(person)), make("span", { class: "soft number" }, note(person))))))]
    : []);
  place.replaceChildren(make("p", { class: "no-print" }, hint),
    ...list("Likeliest of your goal", ahead, (person) => person.name, (person) => likely(person.chance[0])),
    ...list("Due next", due, (person) => person.next[0].split(": ")[0], () => ""));
}
