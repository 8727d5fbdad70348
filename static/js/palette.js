// The palette: goes anywhere by typing a part of a name. Ctrl-K opens it on every page.

import { areOn } from "./keyboard.js";

const palette = () => document.getElementById("palette");
const field = () => document.getElementById("palette-q");
const options = () => [...palette().querySelectorAll("[role=option]")];

const current = () => palette().querySelector("[aria-selected=true]");

const choose = (option) => {
  for (const one of options()) one.ariaSelected = one === option;
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
};

const step = (by) => {
  const all = options();
  const here = all.indexOf(current());
  choose(all[(here + by + all.length) % all.length]);
};

// What the options are for.
let asked = null;

const open = () => {
  document.activeElement.closest("[popover]")?.hidePopover();
  if (field().value) {
    // What was found for that is not what is asked now.
    field().value = "";
    asked = null;
    document.getElementById("palette-found").replaceChildren();
  }
  choose(options()[0]);
  palette().showModal();
  field().dispatchEvent(new CustomEvent("open"));
};

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, shiftKey, altKey, isComposing } = event;
  const isCalled = key.toLowerCase() === "k" && ctrlKey !== metaKey && !shiftKey && !altKey;
  if (!isCalled || isComposing || !areOn() || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open();
});

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const { key, target, isComposing } = event;
  if (target !== field() || isComposing) return;
  if (MOVES[key]) step(MOVES[key]);
  else if (key === "Enter") current()?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("htmx:afterSwap", ({ detail: { elt } }) => {
  if (elt.id !== "palette-found") return;
  const { value } = field();
  // The same may be found again a moment later, after a step was taken.
  const kept = value === asked && options().find(({ id }) => id === field().getAttribute("aria-activedescendant"));
  asked = value;
  choose(kept || options()[0]);
});

document.addEventListener("click", ({ target }) => {
  if (target.closest(".palette-open")) open();
  // Beside its content is the dialog itself.
  if (target === palette()) palette().close();
});

document.addEventListener("pointermove", ({ target }) => {
  const option = target.closest?.("#palette [role=option]");
  if (option && option.ariaSelected !== "true") choose(option);
});
