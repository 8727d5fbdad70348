// What is selected in a list stays through its pages and orders, in this tab. Without this
// file, the checkboxes of one page are sent as they are.

const STORED = "selection:";
const SENT = `${STORED}sent`;
const COMPARED = [2, 4];

// htmx replaces parts of the page, so elements are looked up when they are needed.

const byId = (name) => document.getElementById(`selection-${name}`);
const form = () => document.getElementById("selection");
const boxes = () => [...document.querySelectorAll("#candidate-table [name=selected]")];
const pageBox = () => document.getElementById("select-page");
const allBox = () => document.querySelector("#selection-all [name=all]");
const query = () => document.querySelector("#selection-all [name=q]").value;
const place = () => STORED + form().dataset.of;

const inStorage = (use) => {
  try {
    return use(sessionStorage);
  } catch {
    // Without storage, a selection holds for this page.
  }
};

// The ids, or the query if all that match are selected. Of candidates nothing else is kept.
let selected = { ids: new Set(), all: null };

const restore = () => {
  const stored = inStorage((storage) => JSON.parse(storage.getItem(place())));
  selected = { ids: new Set(stored?.ids), all: stored?.all ?? null };
};

const store = () => {
  const { ids, all } = selected;
  const value = JSON.stringify({ ids: [...ids], all });
  const isEmpty = !ids.size && all === null;
  inStorage((storage) => (isEmpty ? storage.removeItem(place()) : storage.setItem(place(), value)));
};

const total = () => Number(document.getElementById("candidate-table").dataset.total);

const showCompare = () => {
  const [fewest, most] = COMPARED;
  const { size } = selected.ids;
  const isOn = size >= fewest && size <= most;
  const link = byId("compare");
  link.classList.toggle("button-off", !isOn);
  link.ariaDisabled = isOn ? null : "true";
  if (isOn) link.href = `${link.dataset.address}?ids=${[...selected.ids].join(",")}`;
  else link.removeAttribute("href");
};

const show = () => {
  const { ids, all } = selected;
  const ours = boxes();
  for (const box of ours) box.checked = all !== null || ids.has(box.value);
  const ticked = ours.filter((box) => box.checked).length;
  if (pageBox()) {
    pageBox().checked = ticked > 0 && ticked === ours.length;
    pageBox().indeterminate = ticked > 0 && ticked < ours.length;
  }
  if (allBox()) allBox().checked = all !== null;
  const number = all === null ? ids.size : total();
  form().querySelector(".selection-count b").textContent = number.toLocaleString(
    document.documentElement.lang,
  );
  form().parentNode.classList.toggle("selecting", number > 0);
  showCompare();
};

const change = (ids, all = null) => {
  selected = { ids: new Set(ids), all };
  store();
  show();
};

// Who unticks one of all that match is left with the others of this page.
const takePage = () => {
  const ids = new Set(selected.ids);
  for (const { checked, value } of boxes()) checked ? ids.add(value) : ids.delete(value);
  change(ids);
};

const tickPage = (on) => {
  for (const box of boxes()) box.checked = on;
  takePage();
};

const clear = () => {
  for (const panel of form().querySelectorAll("[open]")) panel.open = false;
  change([]);
};

let last = null;

const tick = (box, isRange) => {
  const ours = boxes();
  const [from, to] = [ours.indexOf(last), ours.indexOf(box)].sort((a, b) => a - b);
  if (isRange && from >= 0) for (const one of ours.slice(from, to + 1)) one.checked = box.checked;
  last = box;
  takePage();
};

document.addEventListener("click", ({ target, shiftKey }) => {
  if (!form()) return;
  if (target.matches("#candidate-table [name=selected]")) tick(target, shiftKey);
  else if (target === pageBox()) tickPage(target.checked);
  else if (target === byId("page")) tickPage(true);
  else if (target === byId("clear")) clear();
  else if (target === allBox()) change([], target.checked ? query() : null);
});

// Another query has other candidates: then all that match are no longer meant.
const listCame = () => {
  if (!form()) return;
  if (selected.all !== null && selected.all !== query()) change([]);
  else show();
};
document.addEventListener("htmx:afterSwap", listCame);

// Before a panel that is open closes itself.
const OPEN = ":is(.drop[open], dialog[open], :popover-open)";
const isTyping = (target) => target.matches("input:not([type=checkbox]), textarea, select");
document.addEventListener(
  "keydown",
  (event) => {
    const { key, target, isComposing } = event;
    if (!form() || isComposing) return;
    if (key === "Escape" && !isTyping(target) && !document.querySelector(OPEN)) clear();
    // Else it would send the form.
    if (key === "Enter" && target.matches("[name=selected], #select-page, [name=all]")) {
      event.preventDefault();
      target.closest("tr")?.querySelector("th a")?.click();
    }
  },
  { capture: true },
);

// Only the panel that is open asks for its field.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.closest("#selection")) return;
    const fields = target.querySelectorAll(".field > :is(input, textarea, select)");
    for (const field of fields) field.required = target.open;
    if (target.open) fields[0]?.focus();
  },
  { capture: true },
);

document.addEventListener("formdata", ({ target, formData }) => {
  if (target.id !== "selection") return;
  formData.delete("selected");
  if (selected.all !== null) return;
  for (const name of ["all", "q", "pool"]) formData.delete(name);
  formData.set("selected", [...selected.ids].join(","));
});

document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (target.matches(".user-actions form")) forget();
  if (target.id !== "selection" || defaultPrevented) return;
  const sent = { from: place(), to: new URL(target.getAttribute("action"), location).pathname };
  inStorage((storage) => storage.setItem(SENT, JSON.stringify(sent)));
});

const forget = () =>
  inStorage((storage) => {
    const ours = Object.keys(storage).filter((name) => name.startsWith(STORED));
    for (const name of ours) storage.removeItem(name);
  });

// Once it has become a batch, whose page is beside that of new ones, it is selected no more.
const forgetSent = () =>
  inStorage((storage) => {
    const sent = JSON.parse(storage.getItem(SENT));
    const { pathname } = location;
    if (!sent || pathname === sent.to) return;
    if (pathname.startsWith(sent.to.replace(/[^/]+\/$/, ""))) storage.removeItem(sent.from);
    storage.removeItem(SENT);
  });

forgetSent();
if (form()) {
  restore();
  listCame();
}
