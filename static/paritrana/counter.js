// Counts what is typed into a field with a limit, and says when it is too long. Nothing is ever cut: the server refuses it
// in words and the text stays. Without this module only the server says so.

const NEAR = 0.8;

function count(field) {
  const most = Number(field.dataset.most);
  const used = [...field.value.replaceAll("\r\n", "\n")].length;
  let note = document.getElementById(`${field.id}-panjang`);
  if (used < NEAR * most) {
    note?.remove();
    return;
  }
  if (!note) {
    note = document.createElement("p");
    note.id = `${field.id}-panjang`;
    note.setAttribute("role", "status");
    field.after(note);
  }
  const number = new Intl.NumberFormat(document.documentElement.lang || "id");
  const words = field.form.dataset;
  const said = used > most ? words.textTooLong : words.textLength;
  note.className = used > most ? "state state-no" : "small-note";
  note.textContent = said.replace("{used}", number.format(used)).replace("{most}", number.format(most));
}

for (const field of document.querySelectorAll("textarea[data-most]")) {
  field.addEventListener("input", () => count(field));
  count(field);
}
