// Adds an empty row to a register of regulations. Without this module the same button saves and brings two blank rows.
// It listens on the page: a register may be fetched anew at any time (renew.js).

function renumber(row, name, place) {
  for (const element of row.querySelectorAll("[name], [id], [for]")) {
    for (const key of ["name", "id", "for"]) {
      const text = element.getAttribute(key);
      if (text) element.setAttribute(key, text.replace(new RegExp(`^${name}-\\d+-`), `${name}-${place}-`));
    }
    if (element.type === "checkbox") element.checked = false;
    else if ("value" in element && element.matches("input, select")) element.value = "";
  }
  const legend = row.querySelector("legend");
  legend.textContent = legend.textContent.replace(/\d+/, place + 1);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-register] [data-add-row]");
  if (!button) return;
  event.preventDefault();
  const register = button.closest("[data-register]");
  const name = register.dataset.register;
  const rows = register.querySelectorAll(".register-row");
  const row = rows[rows.length - 1].cloneNode(true);
  renumber(row, name, rows.length);
  rows[rows.length - 1].after(row);
  register.querySelector(`[name="${name}-rows"]`).value = rows.length + 1;
  if (rows.length + 1 >= Number(register.dataset.limit)) button.remove();
  row.querySelector("select").focus();
});
