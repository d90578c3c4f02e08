// The jury's screens: keys of the scoring sheet and of its confirmation, the interview's clock, the plenary that everybody follows, and what
// waits in this browser. The sheet saves itself in jury-sheet.js.

import { openQueue } from "./queue.js";
import "./jury-sheet.js";

const sheet = document.querySelector("[data-jury-sheet]");
if (sheet) keyboard(sheet);

// Every single key acts on the criterion that has the focus and on no other; without one it does nothing.
function keyboard(form) {
  const sections = [...form.querySelectorAll("[data-criterion]")];
  const files = [...document.querySelectorAll(".j-tabs [target=bukti]")];
  const go = (place) => {
    const section = sections[Math.min(Math.max(place, 0), sections.length - 1)];
    section.focus();
    section.scrollIntoView({ block: "nearest" });
  };
  const open = (file) => {
    files.forEach((other) => other.removeAttribute("aria-current"));
    files.find((other) => other.href === file.href)?.setAttribute("aria-current", "true");
  };
  // A digit picks the level. Where the mark is a number it begins to type an empty one; one that is there is selected.
  const digit = (section, event) => {
    const level = section.querySelectorAll("input[type=radio][data-mark]")[Number(event.key) - 1];
    const number = section.querySelector("input:not([type=radio])[data-mark]");
    if (level) level.click();
    if (!number) return;
    event.preventDefault();
    number.focus();
    if (number.value) {
      number.select();
      return;
    }
    number.value = event.key;
    number.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const next = () => files[(files.findIndex((file) => file.hasAttribute("aria-current")) + 1) % files.length]?.click();
  document.querySelectorAll("[target=bukti]").forEach((file) => file.addEventListener("click", () => open(file)));
  document.addEventListener("keydown", (event) => {
    if (isGoingOn(event)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-next]"));
      return;
    }
    const section = event.target.closest("[data-criterion]");
    const isTyping = event.target.matches("textarea, input:not([type=radio]), select");
    if (!section || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9]$/.test(event.key)) {
      if (event.target === section || event.target.matches("[data-mark]")) digit(section, event);
    } else if (event.key === "j") go(sections.indexOf(section) + 1);
    else if (event.key === "k") go(sections.indexOf(section) - 1);
    else if (event.key === "u") section.querySelector("[data-undo] button")?.click();
    else if (event.key === "f") next();
  });
}

// A key held down since the page before goes on no further.
function isGoingOn(event) {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat;
}

const confirming = document.querySelector("[data-confirming]");
if (confirming) {
  document.addEventListener("keydown", (event) => {
    if (!isGoingOn(event)) return;
    event.preventDefault();
    confirming.requestSubmit(confirming.querySelector("[type=submit]"));
  });
}

// On a narrow screen the evidence lies above the sheet; one tap lays it over, wherever one is.
const shown = document.querySelector("[data-evidence]");
if (shown) {
  const buttons = [...document.querySelectorAll("[data-evidence-button]")];
  const lay = (isOpen) => {
    shown.classList.toggle("is-over", isOpen);
    buttons.forEach((button) => button.setAttribute("aria-expanded", String(isOpen)));
  };
  buttons.forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => lay(!shown.classList.contains("is-over")));
  });
  document.querySelectorAll("[data-criterion] [target=bukti]").forEach((link) => link.addEventListener("click", () => lay(true)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") lay(false);
  });
}

// Marks that this browser still holds for one of the person's seats: named, with the way to the sheet that sends them.
const outbox = document.querySelector("[data-jury-outbox]");
if (outbox) listWaiting();

async function listWaiting() {
  const queue = await openQueue();
  const seats = outbox.dataset.juryOutbox.split(" ");
  const left = (await queue.everything()).filter((write) => seats.includes(write.seat));
  const list = outbox.querySelector("ul");
  for (const [page, writes] of grouped(left)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = page;
    link.textContent = writes[0].title;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "j-btn";
    drop.textContent = outbox.dataset.drop;
    drop.addEventListener("click", async () => {
      await Promise.all(writes.map((write) => queue.remove(write)));
      item.remove();
      outbox.hidden = !list.children.length;
    });
    item.append(link, drop);
    list.append(item);
  }
  outbox.hidden = !list.children.length;
}

function grouped(writes) {
  const found = new Map();
  for (const write of writes) found.set(write.page, [...(found.get(write.page) ?? []), write]);
  return found;
}

// Counts down a running interview; without it the start time stays.
const timer = document.querySelector("[data-timer]");
if (timer) {
  const end = new Date(timer.dataset.started).getTime() + Number(timer.dataset.minutes) * 60_000;
  const tick = () => {
    const left = Math.round((end - Date.now()) / 1000);
    const size = Math.abs(left);
    const text = `${String(Math.floor(size / 60)).padStart(2, "0")}.${String(size % 60).padStart(2, "0")}`;
    timer.textContent = left < 0 ? `+${text} ${timer.dataset.over}` : text;
  };
  tick();
  setInterval(tick, 1000);
}

// Everybody's screen follows the plenary: when its step changes, the page is asked for again.
const plenary = document.querySelector("[data-plenary]");
if (plenary) {
  let known;
  setInterval(async () => {
    if (document.activeElement?.matches("textarea, input")) return;
    try {
      const { step } = await (await fetch(plenary.dataset.plenary)).json();
      if (known !== undefined && step !== known) location.reload();
      known = step;
    } catch {
      // The line is down: the next round asks again.
    }
  }, 3000);
}
