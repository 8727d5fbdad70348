// The dashboard works without this file. It adds what htmx does not do, such as a message
// if the dashboard does not answer.

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  scrollIntoViewOnBoost: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  timeout: 25000,
  // An error says where it belongs.
  responseHandling: [
    { code: "204", swap: false },
    { code: "...", swap: true },
  ],
});

// What is asked beside a form while one types: where it fails, the form is not disturbed.
export const isQuiet = (detail) => detail.requestConfig?.elt?.matches?.("[data-quiet]");

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr } = event.detail;
  const leads = xhr.getResponseHeader("HX-Redirect") !== null;
  if (isQuiet(event.detail) && (leads || xhr.status >= 400)) event.preventDefault();
});

// For a form it stands above its buttons, near the text just typed, else on top.
const showNoAnswer = ({ detail }) => {
  if (isQuiet(detail)) return;
  const actions = detail.requestConfig?.elt?.closest?.("form")?.querySelector(".actions");
  const alert = document.createElement("p");
  alert.className = "alert alert-error";
  alert.role = "alert";
  alert.dataset.noAnswer = "";
  alert.textContent = document.getElementById("no-answer").content.textContent;
  if (actions) actions.before(alert);
  else document.getElementById("fault").replaceChildren(alert);
  alert.scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:beforeRequest", () => {
  document.querySelector("form > [data-no-answer]")?.remove();
});

document.addEventListener("htmx:sendError", showNoAnswer);
document.addEventListener("htmx:timeout", showNoAnswer);

// Ties a field to its errors, for screen readers.
export const tieToErrors = (input, errors) => {
  input.setAttribute("aria-invalid", errors.childElementCount > 0);
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" "));
  input.setAttribute("aria-describedby", [...described.add(errors.id)].join(" ").trim());
};

// After a refused form, the first wrong field gets the focus.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const form = detail.requestConfig?.elt?.closest?.("form");
  if (!form || detail.xhr.status < 400) return;
  for (const errors of form.querySelectorAll(".field-errors")) {
    const input = document.getElementById(errors.id.replace(/_error$/, ""));
    if (input) tieToErrors(input, errors);
  }
  const wrong = form.querySelector("[aria-invalid=true]");
  const alert = form.querySelector("[role=alert]");
  wrong?.focus();
  (wrong ?? alert)?.scrollIntoView({ block: "nearest" });
  // The button was disabled meanwhile, and so lost the focus.
  if (!wrong && alert && document.activeElement === document.body) {
    alert.tabIndex = -1;
    alert.focus({ preventScroll: true });
  }
});

// Our own errors name the element to swap. Any other, such as the page of a proxy, must
// not be swapped into the middle of a table.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const failed = detail.xhr.status >= 400;
  if (failed && !detail.xhr.getResponseHeader("HX-Retarget")) {
    detail.shouldSwap = false;
    showNoAnswer({ detail });
  }
});
// Only after the swap, as the request may have come from an element in #fault.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!(detail.xhr?.status >= 400)) document.getElementById("fault").replaceChildren();
});

// A swap that replaces the focused element, such as a page number, focuses the new part.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const target = document.getElementById(detail.target?.id);
  if (document.activeElement === document.body && target?.tabIndex === -1) {
    target.focus({ preventScroll: true });
  }
});

// A toast stays until it is dismissed, or its animation ends.
const dismiss = (toast) => {
  if (toast.contains(document.activeElement)) document.getElementById("main").focus();
  toast.remove();
};

document.addEventListener("click", ({ target }) => {
  if (target.closest(".toast-close")) dismiss(target.closest(".toast"));
});

document.addEventListener("animationend", ({ target, animationName }) => {
  if (animationName === "toast-leaves") dismiss(target);
});

// A page from the browser's cache may be old, or of a session that has ended.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

// A wait is counted down. Then the page or the fragment is loaded again, but not the page
// if that would discard what somebody has typed or chosen.
const isChanged = (field) => {
  if (field.type === "hidden") return false;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (!field.matches("option")) return field.value !== field.defaultValue;
  // Where no option is marked in the page, the browser selects the first.
  const marked = field.defaultSelected || (!field.index && !field.parentNode.querySelector("[selected]"));
  return field.selected && !marked;
};
export const typedFields = () =>
  [...document.querySelectorAll("main :is(input, textarea, option)")].filter(isChanged);

const retries = {
  ask: (wait) => wait.dispatchEvent(new CustomEvent("again", { bubbles: true })),
  reload: () => typedFields().length || location.reload(),
};
const countDown = (wait) => {
  const left = wait.querySelector("span");
  wait.hidden = false;
  const clock = setInterval(() => {
    left.textContent = Math.max(0, left.textContent - 1);
    if (wait.isConnected && left.textContent > 0) return;
    clearInterval(clock);
    wait.hidden = true;
    if (wait.isConnected) retries[wait.dataset.then]?.(wait);
  }, 1000);
};

// A change of language or theme leads back to the current address, which htmx may have
// changed since the page was loaded.
document.addEventListener("formdata", ({ target, formData }) => {
  if (target.matches(".preferences, .columns-form")) formData.set("next", location.pathname + location.search);
});

// A click anywhere in a row of a list opens it, but not a click that selects text. With
// another button or a key held, the browser opens the link itself in a new tab.
document.addEventListener("click", (event) => {
  const { target, defaultPrevented, ctrlKey, metaKey, shiftKey } = event;
  if (defaultPrevented || ctrlKey || metaKey || shiftKey || getSelection().type === "Range") return;
  if (target.closest("a, button, input, label")) return;
  target.closest(".list-table tbody tr")?.querySelector("th a").click();
});

// Of the small panels of a list, a click beside one closes it, and so does Escape. Who has
// chosen an order sees it.
document.addEventListener("click", ({ target }) => {
  for (const panel of document.querySelectorAll(".drop[open]")) {
    if (!panel.contains(target) || target.closest("#list-sorts a")) panel.open = false;
  }
});
document.addEventListener("keydown", ({ key, target }) => {
  const panel = key === "Escape" && target.closest?.(".drop[open]");
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});

// A form is sent only once, also without htmx. A guard returns false if the browser asks
// whether to leave: the user may stay, and then needs the button.
export const sendGuards = [];
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  if (defaultPrevented || !sendGuards.every((allows) => allows(target))) return;
  if (target.method !== "post" || target.hasAttribute("hx-post")) return;
  submitter?.setAttribute("aria-busy", "true");
  // Only after the form is read, as a disabled button is not sent.
  setTimeout(() => target.querySelectorAll("button").forEach((one) => (one.disabled = true)));
});

// Times come in UTC; the browser shows them in its own time zone.
const showLocalTime = (time) => {
  const moment = new Date(time.dateTime);
  const style = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (moment.toDateString() !== new Date().toDateString()) {
    Object.assign(style, { day: "numeric", month: "short" });
  }
  time.textContent = moment.toLocaleString(document.documentElement.lang, style);
};

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  elt.querySelectorAll("[data-wait]").forEach(countDown);
  elt.querySelectorAll("time[data-clock]").forEach(showLocalTime);
});
