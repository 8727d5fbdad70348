// Reads through a list: the next candidates are there before somebody asks for them.
// Without this file links and forms do it.

import { addKeys, areOn } from "./keyboard.js";
import { find, give, here, link, showLost, showVerdicts, undo } from "./verdicts.js";

const AHEAD = 2;
// What was fetched longer ago is asked for again.
const KEPT_MS = 5 * 60 * 1000;
// As htmx waits.
const LONGEST_MS = 25 * 1000;


// What was fetched ahead, by its address

const kept = new Map();

const get = async (address, signal) => {
  const headers = { "HX-Request": "true", "HX-Prefetch": "1", "HX-Current-URL": location.href };
  try {
    const answer = await fetch(address, { headers, signal });
    const isWhole = answer.status === 200 && !answer.redirected && !answer.headers.has("HX-Redirect");
    return isWhole ? await answer.text() : null;
  } catch {
    return null;
  }
};

// The candidate with the first page of the CV, which else comes once they are shown.
const ask = async (address, signal) => {
  const page = document.createElement("template");
  page.innerHTML = (await get(address, signal)) ?? "";
  const place = page.content.querySelector(".cv-pages[hx-get]");
  const cv = place && (await get(place.getAttribute("hx-get"), signal));
  if (cv) place.replaceWith(document.createRange().createContextualFragment(cv));
  return page.content.getElementById("review");
};

const keep = (address) => {
  const { found, since } = kept.get(address) ?? {};
  if (found && Date.now() - since < KEPT_MS) return found;
  const stop = new AbortController();
  const asked = { found: ask(address, stop.signal), since: Date.now(), stop };
  kept.set(address, asked);
  setTimeout(() => stop.abort(), LONGEST_MS);
  return asked.found;
};

const drop = (address) => {
  kept.get(address).stop.abort();
  kept.delete(address);
};

const fetchAhead = async () => {
  if (navigator.connection?.saveData) return;
  const { at } = here().dataset;
  const wanted = new Set();
  let entry = find(`.review-list [aria-current]`)?.closest("li");
  while ((entry = entry?.nextElementSibling) && wanted.size < AHEAD) {
    wanted.add(entry.querySelector("a").href);
  }
  for (const address of kept.keys()) if (!wanted.has(address)) drop(address);
  for (const address of wanted) {
    const found = await keep(address);
    // What cannot be had now is asked for when it is opened.
    if (!found) kept.delete(address);
    if (!found || here()?.dataset.at !== at) return;
  }
  here().dataset.ahead = wanted.size;
};

// Opening

let isMoving = false;

const show = (address, found) => {
  setAside();
  document.title = found.dataset.title;
  here().replaceWith(found);
  htmx.process(found);
  history.pushState({ htmx: true }, "", address);
  htmx.trigger(found, "htmx:load", { elt: found });
};

// A link that htmx would load: from memory, if it is there or under way.
document.addEventListener(
  "click",
  async (event) => {
    const to = event.target.closest?.("#review [hx-boost=true] a[href]:not([hx-boost=false])");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!to || !isPlain) return;
    const known = kept.get(to.href);
    if (!isMoving && !known) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isMoving) return;
    isMoving = true;
    here().classList.add("htmx-request");
    const found = await known.found;
    kept.delete(to.href);
    isMoving = false;
    here().classList.remove("htmx-request");
    if (found) show(to.href, found);
    else to.click();
  },
  true,
);

// What is typed and not sent waits until its candidate is shown again.

const aside = new Map();

const fields = () => [...document.querySelectorAll("#review form :is(input:not([type=hidden]), textarea)")];

const setAside = () => {
  const { at } = here().dataset;
  const changed = fields().filter((one) => one.id && one.value !== one.defaultValue);
  if (changed.length) aside.set(at, new Map(changed.map((one) => [one.id, one.value])));
  else aside.delete(at);
};

const bringBack = () => {
  const typed = aside.get(here().dataset.at) ?? new Map();
  for (const [id, text] of typed) {
    const field = document.getElementById(id);
    if (field) field.value = text;
  }
  aside.delete(here().dataset.at);
  for (const entry of document.querySelectorAll(".review-list li")) {
    entry.toggleAttribute("data-unsent", aside.has(entry.dataset.id));
  }
};

addEventListener("beforeunload", (event) => aside.size && event.preventDefault());

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.id === "review" && detail.shouldSwap) setAside();
});

// Keys and buttons

const focus = (id) => {
  document.getElementById(id)?.focus();
  document.getElementById(id)?.scrollIntoView({ block: "nearest" });
};

// As selection.js stores who is selected in the list.
const selected = (change) => {
  const name = `selection:${find(".review-list").dataset.selection}`;
  try {
    const { ids, all } = JSON.parse(sessionStorage.getItem(name)) ?? { ids: [], all: null };
    const changed = change && all === null ? change(new Set(ids)) : new Set(ids);
    if (change) sessionStorage.setItem(name, JSON.stringify({ ids: [...changed], all }));
    return { has: (id) => all !== null || changed.has(id) };
  } catch {
    // Without storage nobody is.
    return new Set();
  }
};

const showSelected = (who = selected()) => {
  for (const entry of document.querySelectorAll(".review-list li")) {
    entry.toggleAttribute("data-selected", who.has(entry.dataset.id));
  }
};

const select = () => {
  const { at } = here().dataset;
  showSelected(selected((ids) => (ids.delete(at) ? ids : ids.add(at))));
};

addKeys({
  j: () => link("next")?.click(),
  k: () => link("prev")?.click(),
  1: () => isMoving || give("no"),
  2: () => isMoving || give("maybe"),
  3: () => isMoving || give("yes"),
  c: () => focus("id_note_text"),
  t: () => focus("id_tag_title"),
  a: () => find("[data-review=assign]")?.click(),
  x: select,
  v: () => (find(".cv-head a[target=_blank]") ?? find(".cv-head a"))?.click(),
  u: () => isMoving || undo(),
  l: () => find(".crumbs a").click(),
});

document.addEventListener("click", (event) => {
  const { target } = event;
  const verdict = target.closest(".review-bar [data-verdict]")?.dataset.verdict;
  if (verdict && link("next")) event.preventDefault();
  if (verdict && link("next") && !isMoving) give(verdict);
  if (target.closest("[data-review=note]")) {
    event.preventDefault();
    focus("id_note_text");
  }
  if (target.closest("[data-review=undo]")) undo();
});

document.addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, isComposing } = event;
  if (isComposing || !target.closest?.("#review form")) return;
  if (key === "Enter" && (ctrlKey || metaKey) && target.matches("textarea")) target.form.requestSubmit();
  if (key === "Escape" && areOn()) here().focus({ preventScroll: true });
});

const placeList = () => {
  const [list, current] = [find(".review-list"), find(".review-list [aria-current]")];
  if (list && current) list.scrollTop = current.offsetTop - list.clientHeight / 3;
};

const announce = () => {
  const parts = [find("h1"), find(".review-count")].map((one) => one.textContent.trim());
  document.getElementById("announcement").textContent = parts.join(", ");
};

const begin = () => {
  bringBack();
  showVerdicts();
  showSelected();
  // All that needs the layout together, and what need not be seen after it was painted.
  requestAnimationFrame(() => {
    scrollTo({ top: 0 });
    placeList();
    focusPages();
    requestAnimationFrame(() => setTimeout(fetchAhead));
  });
};

// So that the arrows and the space bar scroll the CV, where it does not scroll with all.
const focusPages = () => {
  const isFree = [document.body, here()].includes(document.activeElement);
  const pages = matchMedia("(min-width: 64rem)").matches && find(".cv-pages[tabindex]");
  if (isFree) (pages || here()).focus({ preventScroll: true });
};

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt.matches?.("#review .cv-pages")) focusPages();
  if (elt.id !== "review" && elt !== document.body) return;
  begin();
  showLost();
  if (elt.id === "review") announce();
});
