// Adds and removes the rows of a form in the browser. Without this script, a button of
// the form asks the server for another row.

const number = (list) => {
  list.querySelectorAll("[data-rows-number]").forEach((element, index) => {
    element.textContent = index + 1;
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
