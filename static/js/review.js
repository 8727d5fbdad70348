// Reads through a list: the next candidates are there before somebody asks for them, and
// a verdict is sent while the next one is read. Without this file links and forms do it.

import { addKeys, areOn } from "./keyboard.js";

const AHEAD = 2;
// What was fetched longer ago is asked for again.
const KEPT_MS = 5 * 60 * 1000;

const here = () => document.getElementById("review");
const find = (selector) => document.querySelector(`#review ${selector}`);
const link = (rel) => find(`.review-through a[rel=${rel}]`);

// What was fetched ahead, by its address

const kept = new Map();

const get = async (address) => {
  const headers = { "HX-Request": "true", "HX-Prefetch": "1", "HX-Current-URL": location.href };
  try {
    const answer = await fetch(address, { headers });
    const isWhole = answer.status === 200 && !answer.redirected && !answer.headers.has("HX-Redirect");
    return isWhole ? await answer.text() : null;
  } catch {
    return null;
  }
};

// The candidate with the first page of the CV, which else comes once they are shown.
const ask = async (address) => {
  const page = document.createElement("template");
  page.innerHTML = (await get(address)) ?? "";
  const place = page.content.querySelector(".cv-pages[hx-get]");
  const cv = place && (await get(place.getAttribute("hx-get")));
  if (cv) place.replaceWith(document.createRange().createContextualFragment(cv));
  return page.innerHTML || null;
};

const keep = (address) => {
  const { html, since } = kept.get(address) ?? {};
  if (html && Date.now() - since < KEPT_MS) return html;
  const asked = { html: ask(address), since: Date.now() };
  kept.set(address, asked);
  return asked.html;
};

const fetchAhead = async () => {
  if (navigator.connection?.saveData) return;
  const { at } = here().dataset;
  const wanted = new Set();
  let entry = find(`.review-list [aria-current]`)?.closest("li");
  while ((entry = entry?.nextElementSibling) && wanted.size < AHEAD) {
    wanted.add(entry.querySelector("a").href);
  }
  for (const address of kept.keys()) if (!wanted.has(address)) kept.delete(address);
  for (const address of wanted) {
    const html = await keep(address);
    // What cannot be had now is asked for when it is opened.
    if (html === null) kept.delete(address);
    if (html === null || here()?.dataset.at !== at) return;
  }
};

// Opening

let isMoving = false;

const show = (address, html) => {
  setAside();
  htmx.swap("#review", html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
  history.pushState({ htmx: true }, "", address);
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
    const html = await known.html;
    kept.delete(to.href);
    isMoving = false;
    if (html === null) to.click();
    else show(to.href, html);
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

// Verdicts

// Those that were given on this page: newer than what was fetched before.
const verdicts = new Map();
const given = [];
let sending = Promise.resolve();

const word = (verdict) => find(`.review-bar [data-verdict="${verdict}"]`)?.textContent ?? "";

const showVerdicts = () => {
  for (const entry of document.querySelectorAll(".review-list li")) {
    const verdict = verdicts.get(entry.dataset.id);
    const shown = entry.querySelector(".review-verdict");
    if (verdict === undefined) continue;
    shown.dataset.verdict = verdict;
    shown.textContent = word(verdict);
  }
};

const form = () => document.getElementById(`verdict-form-${here().dataset.at}`);

const own = () => find(".review-bar [aria-pressed=true]")?.dataset.verdict ?? "";

const send = async (verdict) => {
  // The form of whoever is shown now, as its token is the newest.
  const body = new FormData(form());
  body.set("verdict", verdict.value);
  body.set("reason", verdict.reason);
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
  try {
    const answer = await fetch(verdict.action, { method: "POST", body, headers });
    const signIn = answer.headers.get("HX-Redirect");
    if (answer.ok && !signIn) return true;
    lose(verdict);
    if (signIn) location.assign(signIn);
  } catch {
    lose(verdict);
  }
  return false;
};

const inTurn = (verdict) => (sending = sending.then(() => send(verdict)));

const give = (value) => {
  const [next, { at: id, address }] = [link("next"), here().dataset];
  if (isMoving) return;
  if (!next && own() !== value) document.getElementById(`verdict-${id}-${value}`).click();
  if (!next) return;
  const { action, elements } = form();
  const name = find("h1").textContent;
  const verdict = { id, address, action, name, value, before: own(), reason: elements.reason.value };
  // It is sent with the verdict.
  elements.reason.value = elements.reason.defaultValue;
  given.push(verdict);
  verdicts.set(verdict.id, value);
  inTurn(verdict);
  tell(verdict);
  next.click();
};

const undo = async () => {
  const last = given.pop();
  document.getElementById("toasts").replaceChildren();
  if (!last) return find(".crumbs a").click();
  verdicts.set(last.id, last.before);
  await inTurn({ ...last, value: last.before });
  const entry = find(`.review-list [data-id="${last.id}"] a`);
  if (entry) entry.click();
  else location.assign(last.address);
};

const tell = ({ value, name }) => {
  const toast = document.getElementById("verdict-given").content.cloneNode(true);
  toast.querySelector("b").textContent = word(value);
  toast.querySelector("span").textContent = name;
  document.getElementById("toasts").replaceChildren(toast);
};

// A verdict that did not arrive stands above the page until it does, also after signing in
// again.

const STORED = () => `verdicts-${document.getElementById("review-lost").dataset.user}`;
const stored = () => JSON.parse(sessionStorage.getItem(STORED()) ?? "[]");
const store = (all) => sessionStorage.setItem(STORED(), JSON.stringify(all));

const lose = (verdict) => {
  verdicts.set(verdict.id, verdict.before);
  store([...stored().filter((one) => one.id !== verdict.id), verdict]);
  showLost();
  showVerdicts();
};

const showLost = () => {
  const alerts = stored().map((verdict) => {
    const alert = document.getElementById("verdict-lost").content.cloneNode(true);
    alert.querySelector("b").textContent = word(verdict.value) || "–";
    Object.assign(alert.querySelector("a"), { href: verdict.address, textContent: verdict.name });
    alert.querySelector("button").addEventListener("click", () => {
      store(stored().filter((one) => one.id !== verdict.id));
      verdicts.set(verdict.id, verdict.value);
      inTurn(verdict).then(showLost).then(showVerdicts);
    });
    return alert;
  });
  document.getElementById("review-lost").replaceChildren(...alerts);
};

// A verdict of the form is the newest, and stands in the list and under the thumb as well.
document.addEventListener("htmx:afterSwap", ({ detail: { elt } }) => {
  const { at } = here()?.dataset ?? {};
  if (!at || elt.id !== `verdict-${at}`) return;
  for (const button of document.querySelectorAll(".review-bar [data-verdict]")) {
    const { value, ariaPressed } = document.getElementById(`verdict-${at}-${button.dataset.verdict}`);
    Object.assign(button, { value, ariaPressed });
  }
  verdicts.set(here().dataset.at, own());
  showVerdicts();
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
  1: () => give("no"),
  2: () => give("maybe"),
  3: () => give("yes"),
  c: () => focus("id_note_text"),
  t: () => focus("id_tag_title"),
  a: () => find("[data-review=assign]")?.click(),
  x: select,
  v: () => find("#candidate-cv a[target=_blank]")?.click(),
  u: undo,
  l: () => find(".crumbs a").click(),
});

document.addEventListener("click", (event) => {
  const { target } = event;
  const verdict = target.closest(".review-bar [data-verdict]")?.dataset.verdict;
  if (verdict && link("next")) event.preventDefault();
  if (verdict && link("next")) give(verdict);
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

const begin = () => {
  bringBack();
  showVerdicts();
  showSelected();
  const list = find(".review-list");
  const current = find(".review-list [aria-current]");
  if (list && current) list.scrollTop = current.offsetTop - list.clientHeight / 3;
  focusPages();
  fetchAhead();
};

// So that the arrows and the space bar scroll the CV.
const focusPages = () => {
  const isFree = [document.body, here()].includes(document.activeElement);
  if (isFree) (find(".cv-pages[tabindex]") ?? here()).focus({ preventScroll: true });
};

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt.matches?.("#review .cv-pages")) focusPages();
  if (elt.id === "review") scrollTo({ top: 0 });
  if (elt.id === "review" || elt === document.body) {
    begin();
    showLost();
  }
});
