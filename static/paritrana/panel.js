// Names the search boxes that replace long select lists: their own text is empty until something is chosen.
const nameOf = (select) => {
  const label = select.id ? document.querySelector(`label[for="${CSS.escape(select.id)}"]`) : null;
  return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/\s*\*$/, "") : "");
};

const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const box = select.nextElementSibling?.querySelector("[role='combobox'], .select2-search__field");
    const name = nameOf(select);
    if (!box || !name || box.dataset.named) continue;
    box.dataset.named = "yes";
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", name);
    const shown = select.nextElementSibling.querySelector(".select2-selection__rendered[role='textbox']");
    if (shown) shown.setAttribute("aria-label", name);
  }
};

window.addEventListener("load", () => {
  nameBoxes();
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
});
