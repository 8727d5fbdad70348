// Keyboard shortcuts. The dashboard works without this file. Shortcuts that open a page
// follow the links with these `data-keys`.

const STORED = "keyboard";
const FIELD =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const ROW = "main :is(.list-table tbody tr, .table tbody tr, .rows > li, .found > li):has(a[href])";
// The second of two keys must follow within so many milliseconds.
const TOGETHER = 2000;

const KEYS = {
  "?": () => openList(),
  "/": () => search(".top"),
  f: () => search("main"),
  j: () => (isInCandidate() ? follow("next") : step(1)),
  k: () => (isInCandidate() ? follow("prev") : step(-1)),
  n: () => follow("next"),
  u: () => document.querySelector(".crumbs a")?.click(),
  p: () => follow("prev"),
  x: () => currentRow()?.querySelector("[name=selected]")?.click(),
};
const REPEATABLE = ["j", "k"];

// Keys that one page has more, or otherwise.
export const addKeys = (keys) => Object.assign(KEYS, keys);

// htmx replaces parts of the page, so elements are looked up when they are needed.

const openList = () => {
  const list = document.getElementById("keys");
  // It is loaded when it is first opened.
  list.dispatchEvent(new CustomEvent("open"));
  showChoice();
  // The focus goes back to the button of the menu, as the menu closes.
  document.activeElement.closest("[popover]")?.hidePopover();
  list.showModal();
};

const linkFor = (keys) =>
  [...document.querySelectorAll("[data-keys]")].find((one) => one.dataset.keys === keys);

const isShown = (element) => element.getClientRects().length > 0;

const search = (place) => {
  const fields = [...document.querySelectorAll(`${place} input[type=search]`)];
  const field = fields.find(isShown);
  field?.focus();
  field?.select();
};

const follow = (rel) => document.querySelector(`main a[rel~=${rel}]`)?.click();

// There is the next candidate of a list, not the next row.
const isInCandidate = () => document.querySelector("#candidate-head, #review, #intake[data-intake]") !== null;

const shownRows = () => [...document.querySelectorAll(ROW)].filter(isShown);

const currentRow = (rows = shownRows()) =>
  rows.find((row) => row.contains(document.activeElement)) ??
  // Without focus, the row that the address names is the current one.
  rows.find((row) => row.matches(":target"));

const step = (by) => {
  const rows = shownRows();
  const here = rows.indexOf(currentRow(rows));
  const row = rows[Math.max(0, Math.min(here + by, rows.length - 1))];
  row?.querySelector("a[href]").focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
};

// No swap replaces the root element, so it holds whether the keys are on.

const root = document.documentElement;

export const areOn = () => root.dataset.keyboard === "on";

const turnOn = (on) => (root.dataset.keyboard = on ? "on" : "off");

const inStorage = (use) => {
  try {
    return use(localStorage);
  } catch {
    // Without storage, the choice holds for this page.
  }
};

const readStored = () => turnOn(inStorage((storage) => storage.getItem(STORED)) !== "off");

readStored();
addEventListener("storage", readStored);

const showChoice = () => {
  const choice = document.getElementById("keys-on");
  if (choice) choice.checked = areOn();
};

document.addEventListener("htmx:load", showChoice);

document.addEventListener("change", ({ target }) => {
  if (!target.closest("#keys")) return;
  turnOn(target.checked);
  inStorage((storage) => storage.setItem(STORED, target.checked ? "on" : "off"));
});

document.addEventListener("click", ({ target, clientX, clientY }) => {
  if (target.closest(".keys-open")) openList();
  // A click beside an open dialog counts as one on it. Safari has no `closedby`.
  if (!target.matches("#keys")) return;
  const { left, right, top, bottom } = target.getBoundingClientRect();
  const isBeside = clientX < left || clientX > right || clientY < top || clientY > bottom;
  if (isBeside) target.close();
});

let first = { key: "", at: 0 };

document.addEventListener("keydown", (event) => {
  const { key, target, timeStamp } = event;
  const isShortcut =
    areOn() &&
    !(event.defaultPrevented || event.isComposing) &&
    !(event.ctrlKey || event.altKey || event.metaKey) &&
    !(event.repeat && (isInCandidate() || !REPEATABLE.includes(key))) &&
    !target.closest(FIELD) &&
    !document.querySelector("dialog[open]");
  if (!isShortcut) return;
  const keys = timeStamp - first.at < TOGETHER ? first.key + key : key;
  first = { key: key === "g" ? "g " : "", at: timeStamp };
  const link = linkFor(keys);
  if (!KEYS[keys] && !link) return;
  event.preventDefault();
  if (KEYS[keys]) KEYS[keys]();
  else link.click();
});
