// Light and dark, and the one way in which text reaches the page.
const byId = (id) => document.getElementById(id);

/** Make an element; strings become text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** Text of the user's, kept from changing the direction of what stands around it. */
const own = (text) => make("bdi", {}, String(text));

const onTheme = [];

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  for (const listener of onTheme) listener();
}

/** The colour that a variable of the stylesheet stands for now, as the canvas understands it. */
function colour(variable) {
  const probe = make("span", { hidden: "" });
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const listener of onTheme) listener();
});

// Paper is white: what is painted (the canvas) has to be painted again for it.
matchMedia("print").addEventListener("change", () => {
  for (const listener of onTheme) listener();
});
let beforePrint;
addEventListener("beforeprint", () => { beforePrint = isDark(); if (beforePrint) setTheme(false); });
addEventListener("afterprint", () => { if (beforePrint) setTheme(true); });

function markTheme() {
  for (const button of document.querySelectorAll("[data-theme-button]")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}
for (const button of document.querySelectorAll("[data-theme-button]")) {
  button.addEventListener("click", () => setTheme(!isDark()));
}
onTheme.push(markTheme);
markTheme();

// What scrolls sideways has to be reachable by keyboard; what does not is no stop on the way.
function markScrolling() {
  for (const box of document.querySelectorAll(".wide, .figure")) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("load", markScrolling);
addEventListener("resize", markScrolling);
