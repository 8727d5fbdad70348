// Makes the browser ask before the user leaves a page with unsent text. Pages with a form
// that calls the API load it.

import { isQuiet, sendGuards, typedFields } from "./dashboard.js";

// Fields that were restored from a draft count as typed.
const unsentForms = () => {
  const restored = document.querySelectorAll("main [data-restored]");
  const forms = [...typedFields(), ...restored].map((field) => field.closest("form"));
  return [...new Set(forms)].filter((form) => form?.elements.form_id);
};

let mayLeave = false;

addEventListener("beforeunload", (event) => {
  if (!mayLeave && unsentForms().length) event.preventDefault();
});

document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  if (isQuiet(detail)) return;
  const { xhr, requestConfig } = detail;
  const sent = requestConfig.elt.closest("form");
  const redirects = xhr.getResponseHeader("HX-Redirect") !== null;
  mayLeave ||= redirects && unsentForms().every((form) => form === sent);
});

// This link opens a form whose text the server has stored as a draft.
document.addEventListener("click", ({ target }) => {
  mayLeave ||= target.closest("a[data-draft-stored]") !== null;
});

// A change of language or theme also posts the text of one form, to be stored as a draft.
document.addEventListener("formdata", ({ target, formData }) => {
  const [form] = unsentForms();
  if (!target.matches(".preferences") || !form) return;
  const { pathname, search } = new URL(form.action);
  formData.set("draft_path", pathname + search);
  const own = new Set(formData.keys());
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !own.has(name)) formData.append(name, value);
  }
});

// False if the browser asks whether to leave: the user may stay and send the form later.
sendGuards.push((sent) => {
  const forms = unsentForms();
  const carriesText = sent.matches(".preferences") && forms.length === 1;
  mayLeave = carriesText || forms.every((form) => form === sent);
  return mayLeave;
});
