// CVs that are dropped on the page of a pool: the page where many are brought in takes
// its place, as a page that is left forgets them.

import { carriesFiles, dropped } from "./intake-files.js";

const link = () => document.getElementById("pool-intake");

const added = (page, selector, attribute) =>
  [...page.querySelectorAll(`head ${selector}`)].filter(
    (one) => !document.querySelector(`head [${attribute}="${one.getAttribute(attribute)}"]`),
  );

const open = async (address) => {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById("intake-new")) return location.assign(address);
  const styles = added(page, "link[rel=stylesheet]", "href").map((one) => document.importNode(one));
  const loaded = styles.map((one) => new Promise((done) => (one.onload = one.onerror = done)));
  document.head.append(...styles);
  await Promise.all(loaded);
  history.replaceState({ htmx: true }, "");
  history.pushState({ htmx: true }, "", address);
  document.title = page.title;
  document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
  const modules = added(page, "script[type=module]", "src").map((one) => import(one.getAttribute("src")));
  return (await Promise.all(modules)).find((one) => one.take);
};

document.addEventListener("dragover", (event) => {
  if (carriesFiles(event) && link()) event.preventDefault();
});

document.addEventListener("drop", async (event) => {
  if (!carriesFiles(event) || !link()) return;
  event.preventDefault();
  const files = dropped(event);
  const intake = await open(link().href);
  intake?.take(await files);
});
