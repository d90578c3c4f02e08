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

// The page that was open of a document is open again when the verifier comes back to it.
function openPage(input) {
  const frame = document.querySelector("[data-document]");
  const fresh = frame.cloneNode();
  fresh.src = `${frame.getAttribute("src").split("#")[0]}#page=${input.value}`;
  frame.replaceWith(fresh);
}

const pageInput = document.querySelector("[data-page]");
if (pageInput) {
  const key = `desk-page:${pageInput.dataset.page}`;
  const known = sessionStorage.getItem(key);
  if (known && "mayReturn" in pageInput.dataset && known !== pageInput.value) {
    pageInput.value = known;
    openPage(pageInput);
  }
  const remember = () => sessionStorage.setItem(key, pageInput.value);
  if (!("mayReturn" in pageInput.dataset)) remember();
  pageInput.form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember();
    openPage(pageInput);
  });
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
      document.querySelector("#lewati")?.requestSubmit();
    }
  });
  form.addEventListener("change", showMore);
  showMore();
}
