// Keyboard of the verification desk: 1 accept, 2 correct, 3 reject, L skip, Ctrl+Enter saves and loads the next.

const form = document.querySelector("[data-ruling]");

function typing(target) {
  return target.matches("input:not([type=radio]), textarea, select");
}

function showMore() {
  const verdict = form.querySelector("[name=verdict]:checked")?.value;
  form.querySelector("[name=reason_code]").required = Boolean(verdict) && verdict !== "accepted";
  form.querySelector("[data-correction]").hidden = verdict !== "corrected";
}

if (form) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const choices = [...form.querySelectorAll("[name=verdict]")];
    const choice = choices[Number(event.key) - 1];
    if (choice) {
      event.preventDefault();
      choice.checked = true;
      showMore();
      (choice.value === "accepted" ? choice : form.querySelector("[name=reason_code]")).focus();
    } else if (event.key === "l" || event.key === "L") {
      event.preventDefault();
      document.querySelector("#lewati").requestSubmit();
    }
  });
  form.addEventListener("change", showMore);
  showMore();
}
