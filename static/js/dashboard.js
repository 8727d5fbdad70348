// The dashboard works without this file. It adds what htmx leaves open:
// a word where the dashboard itself gives no answer, or one that is not ours.

const showUnanswered = () => {
  const fault = document.getElementById("fault");
  fault.replaceChildren(document.getElementById("unanswered").content.cloneNode(true));
  fault.scrollIntoView({ block: "nearest" });
};

document.addEventListener("htmx:sendError", showUnanswered);
document.addEventListener("htmx:timeout", showUnanswered);

// Our own refusals name the place they belong to. Any other error, such as the page
// of a proxy on the way, must not land in the middle of a table.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const failed = detail.xhr.status >= 400;
  if (failed && !detail.xhr.getResponseHeader("HX-Retarget")) {
    detail.shouldSwap = false;
    showUnanswered();
  }
  if (!failed) document.getElementById("fault").replaceChildren();
});
