// The dashboard works without this file. It adds what htmx leaves open:
// a word where the dashboard itself gives no answer, or one that is not ours.

const showUnanswered = () => {
  const fault = document.getElementById("fault");
  fault.replaceChildren(document.getElementById("unanswered").content.cloneNode(true));
  fault.scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:sendError", showUnanswered);
document.addEventListener("htmx:timeout", showUnanswered);

// Ties a field to the place of its errors; upload.js does so as well.
const tieToErrors = (input, errors) => {
  input.setAttribute("aria-invalid", errors.childElementCount > 0);
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" "));
  input.setAttribute("aria-describedby", [...described.add(errors.id)].join(" ").trim());
};

// After a refused form, each field is tied to its message, and the first one that is
// wrong gets the focus.
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
  // The button that was pressed has lost the focus, as it could not be pressed again.
  if (!wrong && alert && document.activeElement === document.body) {
    alert.tabIndex = -1;
    alert.focus({ preventScroll: true });
  }
});

// Our own refusals name the place they belong to. Any other error, such as the page
// of a proxy on the way, must not land in the middle of a table.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const failed = detail.xhr.status >= 400;
  if (failed && !detail.xhr.getResponseHeader("HX-Retarget")) {
    detail.shouldSwap = false;
    showUnanswered();
  }
});
// Only now, as what was swapped may have been asked for from there.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!(detail.xhr?.status >= 400)) document.getElementById("fault").replaceChildren();
});

// A swap that takes away what had the focus, such as a link of a pager, puts it on what
// came instead.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const target = document.getElementById(detail.target?.id);
  if (document.activeElement === document.body && target?.tabIndex === -1) {
    target.focus({ preventScroll: true });
  }
});

// Word of what was done stands until it is dismissed, or has been there for long enough.
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

addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

// A wait is counted down, and then it is tried again, unless that would throw away what
// somebody is typing or has chosen.
const changed = (field) => {
  if (field.type === "hidden") return false;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (!field.matches("option")) return field.value !== field.defaultValue;
  // Of options of which none was marked, the first is the one that stood there.
  const marked = field.defaultSelected || (!field.index && !field.parentNode.querySelector("[selected]"));
  return field.selected && !marked;
};
const typed = () =>
  [...document.querySelectorAll("main :is(input, textarea, option)")].filter(changed);
const tries = {
  ask: (wait) => htmx.trigger(wait, "again"),
  reload: () => typed().length || location.reload(),
};
const countDown = (wait) => {
  const left = wait.querySelector("span");
  wait.hidden = false;
  const clock = setInterval(() => {
    left.textContent = Math.max(0, left.textContent - 1);
    if (wait.isConnected && left.textContent > 0) return;
    clearInterval(clock);
    wait.hidden = true;
    if (wait.isConnected) tries[wait.dataset.then]?.(wait);
  }, 1000);
};

// What was typed is not left behind without a word, and what came back is typed too.
const unsent = () => {
  const restored = document.querySelectorAll("main [data-restored]");
  const forms = [...typed(), ...restored].map((field) => field.closest("form"));
  return [...new Set(forms)].filter((form) => form?.elements.form_id);
};
let leaves = false;
addEventListener("beforeunload", (event) => {
  if (!leaves && unsent().length) event.preventDefault();
});
document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr, requestConfig } }) => {
  const sent = requestConfig.elt.closest("form");
  const redirects = xhr.getResponseHeader("HX-Redirect") !== null;
  leaves ||= redirects && unsent().every((form) => form === sent);
});
// A link from a form whose text the server has kept.
document.addEventListener("click", ({ target }) => {
  leaves ||= target.closest("a[data-kept]") !== null;
});

// Another language or theme is shown at the same place, and the text of a form goes along,
// from where it comes back.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches(".preferences")) return;
  formData.set("next", location.pathname + location.search);
  const [form] = unsent();
  if (!form) return;
  const { pathname, search } = new URL(form.action);
  formData.set("draft_path", pathname + search);
  const own = new Set(formData.keys());
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !own.has(name)) formData.append(name, value);
  }
});

// A form is sent once, also where htmx does not send it.
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  if (defaultPrevented) return;
  const forms = unsent();
  const carries = target.matches(".preferences") && forms.length === 1;
  leaves = carries || forms.every((form) => form === target);
  // Who is asked first whether to leave may stay, and send it later.
  if (target.method !== "post" || target.hasAttribute("hx-post") || !leaves) return;
  submitter?.setAttribute("aria-busy", "true");
  // Only after the form is read, as a disabled button does not go along.
  setTimeout(() => target.querySelectorAll("button").forEach((one) => (one.disabled = true)));
});

// Times of the day come in UTC; the browser knows better.
const tellLocally = (time) => {
  const moment = new Date(time.dateTime);
  const style = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (moment.toDateString() !== new Date().toDateString()) {
    Object.assign(style, { day: "numeric", month: "short" });
  }
  time.textContent = moment.toLocaleString(document.documentElement.lang, style);
};

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  elt.querySelectorAll("[data-wait]").forEach(countDown);
  elt.querySelectorAll("time[data-clock]").forEach(tellLocally);
});
