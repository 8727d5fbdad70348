// Files: drop them anywhere on the page, refuse those that are too large before they are
// sent, and show the progress of an upload. Forms work without this file.

import { tieToErrors } from "./dashboard.js";

const fileInputs = () => [...document.querySelectorAll("input[type=file]")];

// Where the page has several file fields, the file goes to the field it is dropped on.
const inputUnder = (target) =>
  fileInputs().find((input) => input.closest(".field")?.contains(target)) ??
  (fileInputs().length === 1 ? fileInputs()[0] : undefined);

const carriesFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");

const showDragging = (on) => document.body.classList.toggle("dragging", on);

document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  // Otherwise the browser would open the file and leave the page.
  event.preventDefault();
  showDragging(true);
});

document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) showDragging(false);
});

document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  showDragging(false);
  const input = inputUnder(event.target);
  const [file] = event.dataTransfer.files;
  if (!input || !file) return;
  const one = new DataTransfer();
  one.items.add(file);
  input.files = one.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=file]")) return;
  const tooLarge = target.files[0]?.size > Number(target.dataset.largest);
  const errors = document.getElementById(`${target.id}_error`);
  errors.replaceChildren();
  if (tooLarge) {
    const message = document.createElement("p");
    message.className = "errorlist";
    message.setAttribute("role", "alert");
    message.textContent = target.dataset.tooLarge;
    errors.append(message);
    target.value = "";
  }
  tieToErrors(target, errors);
});

const sendsFile = (form) =>
  [...(form.querySelectorAll?.("input[type=file]") ?? [])].some(
    (input) => input.files.length,
  );

document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  // Enough for the largest file on a slow line; the server has its own limits.
  if (sendsFile(target)) detail.timeout = 15 * 60 * 1000;
});

document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const progress = target.querySelector?.(".upload-progress");
  if (!progress || !sendsFile(target) || !detail.lengthComputable) return;
  progress.hidden = false;
  progress.max = detail.total;
  progress.value = detail.loaded;
  // The dashboard has the whole file and is sending it to Recruspace.
  if (detail.loaded === detail.total) progress.removeAttribute("value");
});

document.addEventListener("htmx:afterRequest", ({ target }) => {
  const progress = target.querySelector?.(".upload-progress");
  if (progress) progress.hidden = true;
});
