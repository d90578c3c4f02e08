// The scoring screen: saves each mark as it is given. What is not stored yet waits in IndexedDB, survives a closed
// browser, and is sent with its idempotency key when the sheet is open again. Without this module the form's own
// button saves everything.

import { FULL, openQueue } from "./queue.js";

const PAUSE = 800;
const UNDOABLE = 10000;
const form = document.querySelector("[data-jury-sheet]");
const state = document.querySelector("[data-state]");
const words = form ? form.dataset : {};
const sheet = words.jurySheet;
const waiting = new Map();
const known = new Map(); // the marks that the server holds, as far as this page knows
const bases = new Map(); // mark and rationale as they were before anything was typed over them
const timers = new Map();
const undos = new Map();
let chain = Promise.resolve();
const opening = form ? openQueue() : null;
let isKept = false;
let pause = 1000;
let again;

function say(text, kind) {
  if (state.textContent !== text) state.textContent = text;
  state.className = `state state-${kind}`;
}

function key() {
  return crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

const partOf = (element) => element.closest("[data-criterion], [data-private-note]");
const nameOf = (part) => part.dataset.criterion ?? "";
const field = (part, name) => part.querySelector(`[data-${name}]`);
const levelsOf = (part) => [...part.querySelectorAll("input[type=radio][data-mark]")];

// A part is one criterion, or the private note.
function typed(part) {
  if (!part.dataset.criterion) return { note: part.value };
  const levels = levelsOf(part);
  const value = levels.length ? (levels.find((level) => level.checked)?.value ?? "") : field(part, "mark").value.trim();
  return { value, rationale: field(part, "rationale").value, reason: field(part, "reason")?.value ?? "" };
}

function put(part, content) {
  if (!part.dataset.criterion) {
    part.value = content.note;
    return;
  }
  const levels = levelsOf(part);
  levels.forEach((level) => {
    level.checked = isSame(level.value, content.value) && content.value !== "";
  });
  if (!levels.length) field(part, "mark").value = content.shown ?? content.value;
  field(part, "rationale").value = content.rationale;
  if (field(part, "reason")) field(part, "reason").value = content.reason ?? "";
}

function writeOf(part) {
  const version = part.dataset.criterion ? field(part, "version").value : "";
  return {
    id: `${sheet}:${nameOf(part)}`,
    submission: sheet,
    seat: words.seat,
    title: words.title,
    page: window.location.pathname,
    part: nameOf(part),
    content: typed(part),
    version,
    base: waiting.get(part)?.base ?? bases.get(part),
    key: key(),
  };
}

async function changed(part, wait) {
  const write = writeOf(part);
  waiting.set(part, write);
  clearTimeout(timers.get(part));
  timers.set(part, setTimeout(() => flush(part), wait));
  await (await opening).put(write);
}

// Saves of one page go one after the other, so that each carries the version that the one before returned.
function flush(part) {
  clearTimeout(timers.get(part));
  timers.delete(part);
  chain = chain.then(() => send(part));
  return chain;
}

function isReady(part, write) {
  if (!part.dataset.criterion) return true;
  if (write.content.value === "" && (words.confirmed === "yes" || Number(field(part, "version").value) === 0)) {
    waiting.delete(part);
    say(words.unmarked, "ask");
    return false;
  }
  if (words.confirmed === "yes" && !write.content.reason.trim()) {
    say(words.unreasoned, "ask");
    return false;
  }
  return true;
}

async function send(part) {
  const write = waiting.get(part);
  if (!write || write.isCollided || !isReady(part, write)) return;
  say(words.saving, "draft");
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, ...write.content });
  if (part.dataset.criterion) {
    body.set("criterion", write.part);
    body.set("version", write.version);
    body.set("write_key", write.key);
  }
  const address = part.dataset.criterion ? words.save : words.note;
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
  } catch {
    say(words.waiting, "ask");
    tell(part, write, words.unstored);
    retry();
    return;
  }
  pause = 1000;
  const isBusy = answer.status >= 500 || answer.status === 429;
  if (answer.redirected || isBusy || !answer.headers.get("content-type")?.includes("json")) {
    const said = answer.status === FULL ? (await answer.json().catch(() => ({}))).message : "";
    say(said || (isBusy ? words.waiting : words.signin), said ? "no" : "ask");
    tell(part, write, words.unstored);
    retry();
    return;
  }
  await heard(part, write, answer.status, await answer.json());
}

function retry() {
  clearTimeout(again);
  pause = Math.min(pause * 2, 30000);
  again = setTimeout(sendAll, pause);
}

function sendAll() {
  waiting.forEach((_write, part) => flush(part));
}

async function heard(part, write, status, said) {
  const error = part.dataset.criterion ? field(part, "error") : null;
  if (error) error.textContent = status === 200 ? "" : said.message;
  if (status === 409) {
    collided(part, write, said.stored ?? { value: "", shown: "", rationale: "", version: 0 });
    return;
  }
  if (status !== 200) {
    say(words.refused, "no");
    tell(part, write, words.unstored);
    return;
  }
  if (waiting.get(part)?.key === write.key) waiting.delete(part);
  await (await opening).remove(write);
  if (part.dataset.criterion) {
    await stored(part, said, write);
    tell(part, write, words.changed);
    known.set(part, write.content.value);
  }
  if (waiting.size === 0) say(`${words.saved} ${said.saved ?? ""}`.trim(), "ok");
}

async function stored(part, said, write) {
  field(part, "version").value = said.version;
  bases.set(part, { value: write.content.value, rationale: write.content.rationale });
  const newer = waiting.get(part);
  if (newer) {
    // Marked again while this was under way: kept with its new version too, should the page be closed right now.
    newer.version = said.version;
    newer.base = bases.get(part);
    await (await opening).put(newer);
  }
  field(part, "needed").hidden = !said.needs_rationale;
  document.querySelector("[data-total]").textContent = said.total;
  document.querySelector("[data-marked]").textContent = said.marked;
}

// A mark that changed, or was to change, is told beside its criterion, with the way back for ten seconds.
function tell(part, write, text) {
  const place = part.dataset.criterion ? field(part, "undo") : null;
  const before = known.get(part) ?? "";
  if (!place || isSame(before, write.content.value)) return;
  clearTimeout(undos.get(part));
  const undo = choice(words.undo, () => takeBack(part, before));
  const key = document.createElement("kbd");
  key.textContent = "U";
  undo.append(" ", key);
  place.replaceChildren(`${text} ${shownIn(part, before)} → ${shownIn(part, write.content.value)} `, undo);
  undos.set(part, setTimeout(() => untell(part), UNDOABLE));
}

function untell(part) {
  clearTimeout(undos.get(part));
  const place = field(part, "undo");
  if (place.contains(document.activeElement)) part.focus();
  place.replaceChildren();
}

// Only the mark goes back; what was typed beside it since stays.
function takeBack(part, value) {
  untell(part);
  put(part, { ...typed(part), value, shown: value });
  changed(part, 0);
}

const isSame = (one, other) => one === other || (one !== "" && other !== "" && figure(one) === figure(other));
const figure = (text) => Number(text.replace(",", "."));

// A level is told by its words, a number as it was written.
function shownIn(part, value) {
  if (value === "") return words.empty;
  return levelsOf(part).find((level) => isSame(level.value, value))?.dataset.label ?? value;
}

const sameText = (one, other) => one === other;

// Mark and rationale put together where each window changed another of them; null where both changed the same.
function merged({ base, content }, other) {
  if (!base) return null;
  const found = {};
  for (const [name, theirs, isAlike] of [
    ["value", other.shown, isSame],
    ["rationale", other.rationale, sameText],
  ]) {
    if (isAlike(content[name], base[name])) found[name] = theirs;
    else if (isAlike(theirs, base[name]) || isAlike(theirs, content[name])) found[name] = content[name];
    else return null;
  }
  return found;
}

// Another window of the juror wrote first. What does not contradict it is put together; else both are shown to choose.
function collided(part, write, other) {
  const now = typed(part);
  const base = (waiting.get(part) ?? write).base;
  const whole = other.version ? merged({ base, content: now }, other) : null;
  if (whole) {
    field(part, "version").value = other.version;
    field(part, "error").textContent = "";
    waiting.delete(part);
    bases.set(part, { value: other.shown, rationale: other.rationale });
    known.set(part, other.shown);
    put(part, { ...now, ...whole, shown: whole.value });
    changed(part, 0);
    return;
  }
  write.isCollided = true;
  say(words.collided, "ask");
  untell(part);
  known.set(part, other.shown);
  const box = field(part, "error");
  const both = document.createElement("span");
  both.className = "j-sides";
  both.append(
    side(part, words.typedIs, now.value, now.rationale),
    side(part, words.storedIs, other.shown, other.rationale),
  );
  box.append(both, choice(words.mine, () => keepMine(part, other)), " ", choice(words.theirs, () => takeOther(part, write, other)));
}

function side(part, label, value, rationale) {
  const told = document.createElement("span");
  const title = document.createElement("strong");
  title.textContent = label;
  told.append(title, ` ${shownIn(part, value)}. ${words.rationale}: ${rationale || words.empty}`);
  return told;
}

function choice(text, choose) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "j-btn";
  button.textContent = text;
  button.addEventListener("click", choose);
  return button;
}

function keepMine(part, other) {
  field(part, "version").value = other.version;
  field(part, "error").textContent = "";
  changed(part, 0);
}

async function takeOther(part, write, other) {
  field(part, "version").value = other.version;
  field(part, "error").textContent = "";
  put(part, other);
  waiting.delete(part);
  await (await opening).remove(write);
  say(words.saved, "ok");
}

// What an earlier page could not send is put back into its field and sent now. Another open tab's save under way counts
// as that too: until this is done the sheet is busy, since a mark typed before would be typed over one not yet seen.
async function restore(parts) {
  const queue = await opening;
  isKept = queue.isKept;
  const found = [];
  for (const write of await queue.all(sheet)) {
    const part = parts.find((known) => nameOf(known) === write.part);
    if (!part || waiting.has(part)) continue;
    put(part, write.content);
    waiting.set(part, { ...write, isCollided: false });
    found.push(write);
  }
  if (found.length) {
    say(words.restored, "draft");
    sendAll();
  }
}

// The page goes on only when every mark is stored; whatever could not be saved stays in view with its reason.
async function leave(event) {
  if (form.dataset.leaving) return;
  event.preventDefault();
  [...timers.keys()].forEach(flush);
  await chain;
  if (waiting.size) return;
  form.dataset.leaving = "yes";
  form.requestSubmit(event.submitter);
}

function begin() {
  const parts = [...form.querySelectorAll("[data-criterion], [data-private-note]")];
  for (const part of parts.filter((one) => one.dataset.criterion)) {
    const { value, rationale } = typed(part);
    known.set(part, value);
    bases.set(part, { value, rationale });
  }
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-mark], [data-rationale], [data-reason]")) changed(partOf(event.target), 0);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-rationale], [data-private-note], input:not([type=radio])[data-mark]")) {
      changed(partOf(event.target), PAUSE);
    }
  });
  form.addEventListener("submit", leave);
  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) [...timers.keys()].forEach(flush);
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size && !isKept && !form.dataset.leaving) event.preventDefault();
  });
  form.setAttribute("aria-busy", "true");
  restore(parts).finally(() => form.removeAttribute("aria-busy"));
}

if (form) begin();
