// Many CVs: takes files in, and goes through them by keys. Without this file forms and
// links do it.

import { addKeys, areOn } from "./keyboard.js";
import { carriesFiles, dropped, matched, sift, tableAmong } from "./intake-files.js";
import { isSending, send } from "./intake-sending.js";

const here = () => document.getElementById("intake");
const find = (selector) => here()?.querySelector(selector);
const words = () => document.getElementById("intake-words").dataset;
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// A new intake

let chosen = [];

const limits = () => {
  const { room, most, largest, largestArchive } = document.getElementById("intake-new").dataset;
  return { room: +room, most: +most, largest: +largest, largestArchive: +largestArchive };
};

const says = (text) => {
  const errors = document.getElementById("id_files_error");
  errors.replaceChildren();
  if (!text) return;
  const message = document.createElement("p");
  message.className = "errorlist";
  message.setAttribute("role", "alert");
  message.textContent = text;
  errors.append(message);
};

const showChosen = (left) => {
  const text = chosen.length === 1 ? words().chosenOne : words().chosen;
  document.getElementById("intake-chosen").textContent = chosen.length
    ? text.replace("{number}", chosen.length)
    : "";
  const named = left.slice(0, 10).map(({ file, why }) => `${file.name} (${words()[why]})`);
  const more = left.length > 10 ? " …" : "";
  says(left.length ? `${words().left} ${named.join(", ")}${more}` : "");
};

// A table goes where it can be chosen alone as well.
const withoutTable = (files) => {
  const table = tableAmong(files);
  if (!table) return files;
  const held = new DataTransfer();
  held.items.add(table);
  document.getElementById("id_sheet").files = held.files;
  return files.filter((one) => one !== table);
};

const choose = (files) => {
  const { fit, left } = sift(withoutTable(files), limits());
  chosen = fit;
  showChosen(left);
  find("#intake-new .button-primary").focus();
};

const begin = async (form) => {
  const body = new FormData(form);
  body.delete("files");
  body.set("manifest", JSON.stringify(chosen.map(({ name, size }) => ({ name, size }))));
  const answer = await fetch(form.action, { method: "POST", body });
  // Such as the page on which one signs in.
  if (answer.redirected) location.assign(answer.url);
  return answer.json();
};

const start = async (form) => {
  const button = form.querySelector(".button-primary");
  button.disabled = true;
  try {
    const said = await begin(form);
    if (said.error) return says(said.error);
    const rows = said.files.filter(({ state }) => state === "expected");
    const wanted = matched(chosen, rows.map((row) => ({ ...row, address: `${said.address}files/${row.number}/` })));
    chosen = [];
    await open(said.address);
    send(wanted, token(), arrived);
  } catch {
    says(document.getElementById("no-answer").content.textContent);
  } finally {
    button.disabled = false;
  }
};

// The page below changes, so that the chosen files stay.
const open = async (address) => {
  await htmx.ajax("GET", address, { target: "#intake", swap: "outerHTML" });
  history.replaceState({ htmx: true }, "");
  history.pushState({ htmx: true }, "", address);
};

let renewedAt = 0;

const arrived = (isLast) => {
  if (!isLast && Date.now() - renewedAt < 2000) return;
  renewedAt = Date.now();
  // What is typed stays: then the list alone is asked for.
  const isTyping = find("#line-form");
  const target = isTyping ? "#intake-list" : "#intake-fields";
  const address = isTyping ? here().dataset.address : find(target).dataset.renew;
  htmx.ajax("GET", address, { target, swap: "outerHTML" });
};

document.addEventListener("submit", (event) => {
  if (event.target.id !== "intake-new" || !chosen.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  start(event.target);
}, true);

// Those that have not arrived

const missing = () =>
  [...document.querySelectorAll("#intake-list [data-missing]")].map(({ dataset }) => ({
    name: dataset.name,
    size: Number(dataset.size),
    address: dataset.missing,
  }));

const goOn = (files) => {
  const again = matched(files, missing());
  document.getElementById("intake-again-said").textContent = again.length ? "" : words().notMissing;
  if (again.length) send(again, token(), arrived);
};

const sendTable = async (table) => {
  const body = new FormData();
  body.set("sheet", table);
  body.set("csrfmiddlewaretoken", token());
  const { pathname } = new URL(here().dataset.address, location.origin);
  const answer = await fetch(`${pathname}sheet/file/`, { method: "POST", body }).catch(() => null);
  if (answer?.redirected) location.assign(answer.url);
  else document.getElementById("intake-again-said")?.append(words().stopped);
};

export const take = (files) => {
  if (document.getElementById("intake-new")) choose(files);
  else if (tableAmong(files) && !isSending()) sendTable(tableAmong(files));
  else if (missing().length && !isSending()) goOn(files);
};

document.addEventListener("change", ({ target }) => {
  if (!target.closest("#intake") || target.type !== "file" || target.name === "sheet") return;
  take([...target.files]);
});

document.addEventListener("click", ({ target }) => {
  const folder = target.closest("[data-folder]")?.dataset.folder;
  if (folder) document.getElementById(folder).click();
});

// Dropping, anywhere on the page

document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event) || !here()) return;
  event.preventDefault();
  document.body.classList.add("dragging");
});

document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) document.body.classList.remove("dragging");
});

document.addEventListener("drop", async (event) => {
  if (!carriesFiles(event) || !here()) return;
  event.preventDefault();
  document.body.classList.remove("dragging");
  take(await dropped(event));
});

// Going through them

const decide = (number) => () => {
  const choices = here().querySelectorAll("[name=choice]");
  if (choices.length) {
    choices[number - 1]?.click();
    choices[number - 1]?.form.requestSubmit();
  } else if (number === 1) find("[name=leave_out]")?.click();
  else if (number === 2) find("#line-right")?.click();
};

addKeys({
  1: decide(1),
  2: decide(2),
  3: decide(3),
  a: () => find("#intake-add")?.focus(),
  v: () => (find(".cv-head a[target=_blank]") ?? find(".cv-head a"))?.click(),
});

document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, isComposing }) => {
  if (isComposing || !target.closest?.("#line-form")) return;
  if (key === "Enter" && (ctrlKey || metaKey) && target.matches("textarea")) target.form.requestSubmit();
  if (key === "Escape" && areOn()) here().focus({ preventScroll: true });
});

const placeList = () => {
  const [list, current] = [find(".intake-list"), find(".intake-list [aria-current]")];
  if (!list || !current) return;
  const [top, from] = [current, list].map((one) => one.getBoundingClientRect().top);
  list.scrollTop += top - from - list.clientHeight / 3;
};

const announce = () => {
  const parts = [find("#intake-name"), find(".intake-through > span")];
  const said = parts.map((one) => one?.textContent.trim() ?? "");
  document.getElementById("announcement").textContent = said.join(", ");
};

// The first page of the next CV is there before somebody asks for it.

const kept = new Map();

const fetchAhead = async () => {
  const { ahead } = here().dataset;
  if (!ahead || kept.has(ahead) || navigator.connection?.saveData) return;
  kept.clear();
  const headers = { "HX-Request": "true", "HX-Prefetch": "1" };
  const answer = await fetch(ahead, { headers }).catch(() => null);
  if (answer?.status === 200) kept.set(ahead, await answer.text());
};

const showKept = () => {
  const place = find(".cv-pages[hx-get]");
  const page = place && kept.get(place.getAttribute("hx-get"));
  if (!page) return;
  const shown = document.createRange().createContextualFragment(page);
  place.replaceWith(shown);
  htmx.process(find(".cv-pages"));
};

document.addEventListener("htmx:beforeProcessNode", ({ detail: { elt } }) => {
  if (elt.id === "intake") showKept();
});

const showFolders = () => {
  for (const one of document.querySelectorAll("[data-folder]")) one.hidden = false;
};

// Where this page took the place of another one, it is there by now.
showFolders();

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  showFolders();
  if (elt.id !== "intake" && elt !== document.body) return;
  placeList();
  // As after a tab: what is typed takes its place.
  find("#line-form input[autofocus]")?.select();
  // On a phone its keyboard would cover the buttons.
  if (elt.id === "intake" && matchMedia("(pointer: coarse)").matches) elt.focus({ preventScroll: true });
  if (elt.id === "intake") announce();
  if (here()?.dataset.intake) requestAnimationFrame(() => setTimeout(fetchAhead));
});
