// The rows of a form that repeat: adds and removes them without asking the server.
// A page without this script adds a row by a button of the form.

const number = (list) => {
  list.querySelectorAll("[data-rows-number]").forEach((place, before) => {
    place.textContent = before + 1;
  });
};

const prepare = (row, add) => {
  const remove = row.querySelector("[data-rows-remove]");
  remove.hidden = false;
  remove.addEventListener("click", () => {
    const list = row.parentNode;
    row.remove();
    number(list);
    add.focus();
  });
};

for (const rows of document.querySelectorAll("[data-rows]")) {
  const list = rows.querySelector("[data-rows-list]");
  const template = rows.querySelector("template");
  const add = rows.querySelector("[name=add_row]");
  let next = list.childElementCount;

  for (const row of list.children) prepare(row, add);
  add.type = "button";
  add.addEventListener("click", () => {
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", next);
    next += 1;
    list.append(holder.content);
    prepare(list.lastElementChild, add);
    number(list);
    list.lastElementChild.querySelector("input").focus();
  });
}
