// Keys to go around by. The dashboard works without this file. What the keys are called,
// and where those lead that open a page, stands in includes/_keys.html.

const STORED = "keyboard";
const FIELD =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const ROW = "main :is(.table tbody tr, .rows > li, .found > li):has(a[href])";
// For so many milliseconds after the first of two keys the second belongs to it.
const TOGETHER = 2000;

const KEYS = {
  "?": () => openList(),
  "/": () => search(),
  j: () => step(1),
  k: () => step(-1),
  n: () => turn("next"),
  u: () => document.querySelector(".crumbs a")?.click(),
  p: () => turn("prev"),
};
const HELD = ["j", "k"];

// Everything is looked up when it is needed, as htmx may have brought it since.

const openList = () => {
  const list = document.getElementById("keys");
  list.querySelector("[type=checkbox]").checked = areOn();
  list.showModal();
};

const linkFor = (keys) =>
  [...document.querySelectorAll("[data-keys]")].find((one) => one.dataset.keys === keys);

const search = () => {
  // Where the page searches something itself, that comes before the field on top.
  const fields = ["main", ".top"].flatMap((place) => [
    ...document.querySelectorAll(`${place} input[type=search]`),
  ]);
  const field = fields.find((one) => one.checkVisibility());
  field?.focus();
  field?.select();
  if (!field) linkFor("/").click();
};

const turn = (rel) => document.querySelector(`main a[rel~=${rel}]`)?.click();

const step = (by) => {
  const rows = [...document.querySelectorAll(ROW)].filter((one) => one.checkVisibility());
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  // Who has come back to a row goes on from there.
  const here = focused < 0 ? rows.findIndex((row) => row.matches(":target")) : focused;
  const row = rows[Math.max(0, Math.min(here + by, rows.length - 1))];
  row?.querySelector("a[href]").focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
};

// Whether they are on stands on the root, which no swap replaces.

const root = document.documentElement;

const areOn = () => root.dataset.keyboard === "on";

const turnOn = (on) => (root.dataset.keyboard = on ? "on" : "off");

const inStorage = (use) => {
  try {
    return use(localStorage);
  } catch {
    // A browser that keeps nothing: what is chosen holds for the page.
  }
};

const readStored = () => turnOn(inStorage((kept) => kept.getItem(STORED)) !== "off");

readStored();
addEventListener("storage", readStored);

document.addEventListener("change", ({ target }) => {
  if (!target.closest("#keys")) return;
  turnOn(target.checked);
  inStorage((kept) => kept.setItem(STORED, target.checked ? "on" : "off"));
});

document.addEventListener("click", ({ target }) => {
  if (target.closest(".keys-open")) openList();
});

let first = { key: "", at: 0 };

document.addEventListener("keydown", (event) => {
  const { key, target, timeStamp } = event;
  const isForUs =
    areOn() &&
    !(event.defaultPrevented || event.isComposing) &&
    !(event.ctrlKey || event.altKey || event.metaKey) &&
    !(event.repeat && !HELD.includes(key)) &&
    !target.closest(FIELD) &&
    !document.querySelector("dialog[open]");
  if (!isForUs) return;
  const keys = timeStamp - first.at < TOGETHER ? first.key + key : key;
  first = { key: key === "g" ? "g " : "", at: timeStamp };
  const link = linkFor(keys);
  if (!KEYS[keys] && !link) return;
  event.preventDefault();
  if (KEYS[keys]) KEYS[keys]();
  else link.click();
});
