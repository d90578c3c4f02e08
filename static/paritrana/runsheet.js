// Prints from a button, and drags the items of the running order: with the mouse or a finger by the grip, with the
// keyboard by Alt and an arrow on it. Without a script the buttons up and down do the same.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const table = document.querySelector("[data-order]");

const send = (row, place) => {
  const form = row.querySelector("form");
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "place";
  field.value = place;
  form.append(field);
  form.submit();
};

if (table) {
  let dragged = null;
  let target = null;
  const clear = () => {
    for (const row of table.querySelectorAll(".is-target, .is-dragged")) row.classList.remove("is-target", "is-dragged");
    target = null;
  };
  const aim = (element) => {
    const row = element?.closest("tr[data-item]");
    if (!dragged || !row || !table.contains(row)) return;
    table.querySelector(".is-target")?.classList.remove("is-target");
    row.classList.add("is-target");
    target = row;
  };
  const drop = () => {
    const [from, to] = [dragged, target];
    clear();
    dragged = null;
    if (from && to && from !== to) send(from, Number(to.dataset.place));
  };
  for (const grip of table.querySelectorAll(".sheet-grip")) {
    const row = grip.closest("tr");
    grip.hidden = false;
    const take = () => {
      dragged = row;
      row.classList.add("is-dragged");
    };
    grip.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/plain", row.dataset.place);
      event.dataTransfer.effectAllowed = "move";
      take();
    });
    grip.addEventListener("dragend", drop);
    grip.addEventListener("touchstart", take, { passive: true });
    grip.addEventListener("touchmove", (event) => {
      const [touch] = event.touches;
      aim(document.elementFromPoint(touch.clientX, touch.clientY));
      event.preventDefault();
    });
    grip.addEventListener("touchend", drop);
    grip.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      const place = Number(row.dataset.place) + by;
      if (place > 0 && place <= table.querySelectorAll("tr[data-item]").length) send(row, place);
    });
  }
  table.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    aim(event.target);
  });
}
