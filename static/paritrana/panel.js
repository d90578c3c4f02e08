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

// Under each moment that is typed by Jakarta's clock: the same one by the two others, with the day where it is another.
const ZONES = { WITA: "Asia/Makassar", WIT: "Asia/Jayapura" };

function momentOf(date, time) {
  const clock = /^(\d{1,2})[.:](\d{2})/.exec(time.trim());
  const [, first, middle, last] = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/.exec(date.trim()) ?? [];
  if (!clock || !first) return null;
  const [year, day] = first.length === 4 ? [first, last] : [last, first];
  const two = (text) => text.padStart(2, "0");
  const moment = new Date(`${year}-${two(middle)}-${two(day)}T${two(clock[1])}:${clock[2]}:00+07:00`);
  return Number.isNaN(moment.valueOf()) ? null : moment;
}

function clocksOf(moment) {
  const language = document.documentElement.lang || "id";
  const dayIn = (timeZone) => new Intl.DateTimeFormat(language, { timeZone, day: "numeric", month: "long" }).format(moment);
  const told = Object.entries(ZONES).map(([name, timeZone]) => {
    const time = new Intl.DateTimeFormat("id", { timeZone, hour: "2-digit", minute: "2-digit" }).format(moment);
    const day = dayIn(timeZone);
    return `${time} ${name}${day === dayIn("Asia/Jakarta") ? "" : `, ${day}`}`;
  });
  return `= ${told.join(" \u00b7 ")}`;
}

function showClocks(date) {
  const time = document.querySelector(`[name="${CSS.escape(date.name.replace(/_0$/, "_1"))}"]`);
  const place = date.closest(".datetime");
  if (!time || !place || place.nextElementSibling?.matches("[data-clocks]")) return;
  const note = document.createElement("p");
  note.dataset.clocks = "";
  note.className = "leading-relaxed mt-2 text-xs";
  note.setAttribute("role", "status");
  const write = () => {
    const moment = momentOf(date.value, time.value);
    const text = moment ? clocksOf(moment) : "";
    if (note.textContent !== text) note.textContent = text;
  };
  write();
  place.after(note);
  for (const field of [date, time]) {
    for (const kind of ["input", "change", "focus", "blur"]) field.addEventListener(kind, write);
  }
}

window.addEventListener("load", () => document.querySelectorAll(".datetime input[name$='_0']").forEach(showClocks));
