// Names the search boxes that replace long select lists: their own text is empty until something is chosen.
const nameOf = (select) => {
  const label = select.id ? document.querySelector(`label[for="${CSS.escape(select.id)}"]`) : null;
  return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/\s*\*$/, "") : "");
};

const BOXES = "[role='combobox'], [role='textbox'], .select2-search__field";

const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = nameOf(select);
    for (const box of select.nextElementSibling?.querySelectorAll(BOXES) ?? []) {
      if (!name || box.getAttribute("aria-label") === name) continue;
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", name);
    }
  }
};

window.addEventListener("load", () => {
  nameBoxes();
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
});
