// Verdicts of who reads through a list: each is sent while the next candidate is read.

export const here = () => document.getElementById("review");
export const find = (selector) => document.querySelector(`#review ${selector}`);
export const link = (rel) => find(`.review-through a[rel=${rel}]`);

// Those that were given on this page: newer than what was fetched before.
const verdicts = new Map();
const given = [];
let sending = Promise.resolve();

const word = (verdict) => find(`.review-bar [data-verdict="${verdict}"]`)?.textContent ?? "";

export const showVerdicts = () => {
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

export const give = (value) => {
  const [next, { at: id, address }] = [link("next"), here().dataset];
  if (!next && own() !== value) document.getElementById(`verdict-${id}-${value}`).click();
  if (!next) return;
  const { action, elements } = form();
  const name = find("h1").textContent;
  const before = { value: own(), reason: elements.reason.defaultValue };
  const verdict = { id, address, action, name, value, before, reason: elements.reason.value };
  // It is sent with the verdict.
  elements.reason.value = elements.reason.defaultValue;
  given.push(verdict);
  verdicts.set(verdict.id, value);
  inTurn(verdict);
  tell(verdict);
  next.click();
};

export const undo = async () => {
  const last = given.pop();
  document.getElementById("toasts").replaceChildren();
  if (!last) return find(".crumbs a").click();
  verdicts.set(last.id, last.before.value);
  await inTurn({ ...last, ...last.before });
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
  verdicts.set(verdict.id, verdict.before.value);
  store([...stored().filter((one) => one.id !== verdict.id), verdict]);
  showLost();
  showVerdicts();
};

export const showLost = () => {
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
