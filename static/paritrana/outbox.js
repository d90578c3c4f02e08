// What was typed without a line on an earlier page of the form is sent from whichever page of it is opened next, with
// its idempotency key; sending the form in waits for it. An answer that the page itself asks is autosave.js's.

import { FULL, bodyOf, openQueue } from "./queue.js";

const RETRY = 10000;
const place = document.querySelector("[data-outbox]");
const words = place ? place.dataset : {};
const sending = document.querySelector("form[data-sends]");
let left = [];
let again;
let running;
let isBehind = false; // something was stored since this page was made

const codeOf = (write) => write.id.slice(words.outbox.length + 1);
const isOnPage = (code) => document.querySelector(`[data-question="${CSS.escape(code)}"]`) !== null;

async function waiting(queue) {
  return (await queue.all(words.outbox)).filter((write) => !isOnPage(codeOf(write)));
}

// Sends one write; answers "" when it is stored, else why it is not.
async function send(write) {
  const code = codeOf(write);
  const body = bodyOf(code, write);
  const headers = { "X-CSRFToken": place.querySelector("[name=csrfmiddlewaretoken]").value, Accept: "application/json" };
  let answer;
  try {
    answer = await fetch(words.save.replace("/KODE/", `/${encodeURIComponent(code)}/`), { method: "POST", body, redirect: "manual", headers });
  } catch {
    return words.textWaiting;
  }
  if (answer.ok) return "";
  if (answer.type === "opaqueredirect" || answer.status === 403) return words.textSignin;
  if (answer.status === 404) return words.textGone;
  if ((answer.status >= 500 && answer.status !== FULL) || answer.status === 429) return words.textWaiting;
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const said = isJson ? await answer.json().catch(() => ({})) : {};
  return said.message || words.textWaiting;
}

async function replayOnce() {
  clearTimeout(again);
  const queue = await openQueue();
  const found = [];
  for (const write of await waiting(queue)) {
    const why = await send(write);
    if (why) {
      found.push({ write, why });
      continue;
    }
    await queue.remove(write);
    isBehind = true;
  }
  left = found;
  show(queue);
  if (left.some((one) => one.why === words.textWaiting)) again = setTimeout(keepUp, RETRY);
}

// One replay at a time; who asks meanwhile gets the same answer.
function replay() {
  running ??= replayOnce().finally(() => {
    running = undefined;
  });
  return running;
}

function show(queue) {
  place.hidden = !left.length;
  place.querySelector("ul").replaceChildren(...left.map((one) => line(queue, one)));
}

function line(queue, { write, why }) {
  const item = document.createElement("li");
  const known = place.querySelector("template").content.querySelector(`[data-code="${CSS.escape(codeOf(write))}"]`);
  const title = known ? known.cloneNode(true) : document.createTextNode(codeOf(write));
  const typed = document.createElement("q");
  typed.textContent = new URLSearchParams(write.content).get(codeOf(write)) ?? words.textTable;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-quiet btn-sm";
  drop.textContent = words.textDrop;
  drop.addEventListener("click", async () => {
    await queue.remove(write);
    await keepUp();
  });
  item.append(title, ": ", typed, ` ${why} `, drop);
  return item;
}

// Figures of this page are of before what was stored just now: it is read anew.
async function keepUp() {
  await replay();
  if (isBehind && !("stays" in words)) window.location.reload();
}

let isAsked = false;

async function beforeSending(event) {
  if (sending.dataset.isSettled) return;
  event.preventDefault();
  if (isAsked) return;
  isAsked = true;
  try {
    await keepUp();
  } finally {
    isAsked = false;
  }
  if (left.length) {
    place.scrollIntoView({ block: "center" });
    place.focus();
    return;
  }
  if (isBehind) return;
  sending.dataset.isSettled = "yes";
  sending.requestSubmit(event.submitter);
}

if (place) {
  sending?.addEventListener("submit", beforeSending);
  window.addEventListener("online", keepUp);
  keepUp();
}
