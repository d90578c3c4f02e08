// Saves each answer about a second after it changed. What is not saved yet waits in IndexedDB, survives a closed
// browser, and is replayed with its idempotency key. Without this module the form's own buttons do the same.

import { FULL, PARTS, bodyOf, openQueue, partOf } from "./queue.js";
import { renew } from "./renew.js";

const PAUSE = 1000;
const SETTLED = 5000;
const BEAT = 15000;
const BEAT_ALONE = 45000;
const OUTLIVES = 60000;
const PAUSES = 5; // how often what was typed on meanwhile is sent once more before the page is left
const form = document.querySelector("#isian-bagian[data-submission]");
const status = document.querySelector("#keadaan-simpan");
const cards = new Map();
let queue;
let lastSaved = "";
let refreshing;
let isBehind = false;
let isLocked = false;
let beating;

const words = form ? form.dataset : {};
const csrf = form ? form.querySelector("[name=csrfmiddlewaretoken]").value : "";

function say(text, kind) {
  if (status.textContent !== text) status.textContent = text;
  status.className = `state state-${kind}`;
}

function showState() {
  const all = [...cards.values()];
  if (isLocked && !all.some((card) => card.sending)) return say(all.some((card) => card.pending) ? words.textLate : words.textClosed, "no");
  if (all.some((card) => card.conflict)) return say(words.textConflict, "ask");
  if (all.some((card) => card.refused)) return say(all.find((card) => card.refused).refused, "no");
  if (all.some((card) => card.signedOut)) return say(words.textSignin, "ask");
  if (all.some((card) => card.offline)) return say(words.textWaiting, "ask");
  if (all.some((card) => card.pending)) return say(words.textTyping, "draft");
  return say(lastSaved || words.textIdle, lastSaved ? "ok" : "none");
}

function controls(card) {
  return [...card.article.querySelectorAll("input, select, textarea")].filter(
    (control) => control.name && !control.closest("[data-evidence]") && !/__(version|seen)$/.test(control.name),
  );
}

// The fields of one question as the server reads them, without the version.
function contentOf(card) {
  const body = new URLSearchParams();
  for (const control of controls(card)) {
    if ((control.type === "checkbox" || control.type === "radio") && !control.checked) continue;
    body.append(control.name, control.value);
  }
  return body.toString();
}

// The two parts of a content, each as the text that tells it from another.
function partsIn(card, content) {
  const found = { value: new URLSearchParams(), note: new URLSearchParams() };
  for (const [name, value] of new URLSearchParams(content)) found[partOf(card.code, name)].append(name, value);
  return { value: found.value.toString(), note: found.note.toString() };
}

// What the page came with, whatever the browser put back into its fields since.
function contentAsCame(card) {
  const body = new URLSearchParams();
  for (const control of controls(card)) {
    if (control.type === "checkbox" || control.type === "radio") {
      if (control.defaultChecked) body.append(control.name, control.value);
    } else if (control.tagName === "SELECT") {
      const options = [...control.options];
      body.append(control.name, (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "");
    } else {
      body.append(control.name, control.defaultValue);
    }
  }
  return body.toString();
}

function putContent(card, content, parts = PARTS) {
  const body = new URLSearchParams(content);
  for (const control of controls(card)) {
    if (!parts.includes(partOf(card.code, control.name))) continue;
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = body.getAll(control.name).includes(control.value);
    } else if (body.has(control.name)) {
      control.value = body.get(control.name);
    }
  }
}

function setSeen(card, stored) {
  card.version = stored.version;
  card.seen = stored.seen;
  for (const name of ["version", "seen"]) {
    card.article.dataset[name] = stored[name];
    const hidden = card.article.querySelector(`input[name$='__${name}']`);
    if (hidden) hidden.value = stored[name];
  }
}

// The writes of one card since its last answered one are a chain: `name.step`. When a reply was lost on the way, the
// server knows by the name that the stored text is an earlier step of the same person, and nobody's conflict.
function nextKey(card) {
  const [name, step] = card.pending ? card.pending.key.split(".") : [chainName(), "0"];
  return `${name}.${Number(step || 0) + 1}`;
}

function chainName() {
  if (crypto.randomUUID) return crypto.randomUUID().replaceAll("-", "").slice(0, 24);
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`.slice(0, 24);
}

// What one write of a chain touched, the next ones send too: whether that one arrived is not known.
function touched(card, content, held) {
  const now = partsIn(card, content);
  return PARTS.filter((part) => (held && (held.parts ?? PARTS).includes(part)) || now[part] !== card.base[part]);
}

async function changed(card, content = contentOf(card)) {
  const held = card.conflict ? null : card.pending;
  const parts = touched(card, content, held);
  if (!parts.length) return;
  const { version, seen } = held ?? card;
  card.pending = { id: card.id, submission: words.submission, content, parts, version, seen, key: nextKey(card) };
  showState();
  await queue.put(card.pending);
  clearTimeout(card.timer);
  card.timer = setTimeout(() => send(card), PAUSE);
}

function send(card) {
  if (card.sending || !card.pending || card.conflict || isLocked) return card.running;
  card.running = sendOnce(card);
  return card.running;
}

async function sendOnce(card) {
  card.sending = true;
  const write = card.pending;
  const body = bodyOf(card.code, write);
  // A request that shall outlive the page may hold no more than this; a long text is sent again by the next page.
  const keepalive = body.toString().length < OUTLIVES;
  try {
    const answer = await fetch(card.address, {
      method: "POST",
      body,
      keepalive,
      redirect: "manual",
      headers: { "X-CSRFToken": csrf, Accept: "application/json" },
    });
    await heard(card, write, answer);
  } catch {
    card.offline = true;
    card.wait = Math.min((card.wait || 1000) * 2, 30000);
    clearTimeout(card.timer);
    card.timer = setTimeout(() => send(card), card.wait);
  } finally {
    card.sending = false;
    showState();
  }
}

async function heard(card, write, answer) {
  card.offline = false;
  card.wait = 0;
  card.signedOut = answer.type === "opaqueredirect" || answer.status === 403;
  const isFull = answer.status === FULL;
  if (card.signedOut || (answer.status >= 500 && !isFull) || answer.status === 429) {
    if (!card.signedOut) card.offline = true;
    card.timer = setTimeout(() => send(card), 10000);
    return;
  }
  if (isFull) card.timer = setTimeout(() => send(card), 10000);
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const reply = isJson ? await answer.json() : {};
  if (answer.ok) return saved(card, write, reply);
  if (reply.clock) document.dispatchEvent(new CustomEvent("paritrana:clock", { detail: reply.clock }));
  if (reply.reason === "stale") return collided(card, write, reply);
  card.refused = reply.message || words.textRefused;
}

async function saved(card, write, reply) {
  setSeen(card, reply);
  lastSaved = reply.saved;
  const sent = write.parts ?? PARTS;
  const stored = partsIn(card, write.content);
  for (const part of sent) card.base[part] = stored[part];
  // A version between ours and the stored one: somebody else's part came with it.
  const isMerged = reply.version !== Number(write.version) + 1;
  if (isMerged) await adopt(card, reply, PARTS.filter((part) => !sent.includes(part)));
  card.refused = "";
  showProblem(card, reply.problem);
  refreshSoon();
  if (card.pending && card.pending.key === write.key) {
    card.pending = null;
    await queue.remove(write);
    if (card.isPartlyShown) await showWhole(card);
    return;
  }
  // Typed on while this was under way: the newer text goes out against the new version, unless somebody else's part
  // came with that version and is being typed over here unseen: then it goes out against what was seen, and collides.
  const isUnseen = isMerged && touched(card, card.pending.content).some((part) => !sent.includes(part));
  if (!isUnseen) Object.assign(card.pending, { version: reply.version, seen: reply.seen });
  card.pending.parts = touched(card, card.pending.content);
  if (!card.pending.parts.length) {
    await queue.remove(card.pending);
    card.pending = null;
    return;
  }
  await queue.put(card.pending);
  card.timer = setTimeout(() => send(card), PAUSE);
}

// Whatever was said before goes, and what is said now stands in a node of its own.
function showProblem(card, problem) {
  for (const feedback of card.article.querySelectorAll(".invalid-feedback")) feedback.remove();
  const control = controls(card)[0];
  if (control) {
    control.classList.toggle("is-invalid", Boolean(problem));
    control.toggleAttribute("aria-invalid", Boolean(problem));
    describe(control, `salah-${card.code}`, Boolean(problem));
    describe(control, `id_${card.code}_error`, false);
  }
  if (!problem) return;
  const note = document.createElement("p");
  note.id = `salah-${card.code}`;
  note.dataset.problem = "";
  note.className = "invalid-feedback d-block";
  note.setAttribute("role", "status");
  note.textContent = problem;
  (control ? control.closest(".mb-3") || control.parentElement : card.article).append(note);
}

function describe(control, id, isThere) {
  const said = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (isThere) said.add(id);
  else said.delete(id);
  if (said.size) control.setAttribute("aria-describedby", [...said].join(" "));
  else control.removeAttribute("aria-describedby");
}

// States of questions and sections, the bar, the distance to the registry: what an answer changes elsewhere on the page.
async function refresh() {
  if (document.hidden) return;
  const nav = document.querySelector("[data-standing]");
  isBehind = false;
  try {
    const answer = await fetch(nav.dataset.standing, { redirect: "manual" });
    if (!answer.ok) return;
    const { aside, questions } = await answer.json();
    put(nav, aside);
    for (const [code, pieces] of Object.entries(questions)) {
      const article = cards.get(code)?.article;
      put(article?.querySelector("[data-progress]"), pieces.progress);
      put(article?.querySelector("[data-difference]"), pieces.difference);
    }
  } catch {
    // Only a reflection of what is saved: the next answer brings it up to date.
  }
}

// Once after a burst of saves, and never for a page that nobody looks at: the server reads the whole form for it.
function refreshSoon() {
  isBehind = true;
  clearTimeout(refreshing);
  if (!document.hidden) refreshing = setTimeout(refresh, SETTLED);
}

function put(place, html) {
  if (place && !place.contains(document.activeElement) && place.innerHTML !== html) place.innerHTML = html;
}

// One side of a conflict, whole: the answer and its remark (as templates/submissions/_sides.html writes it).
function sideBox({ label, value, note }) {
  const box = document.createElement("div");
  box.className = "side";
  const title = document.createElement("h3");
  title.textContent = label;
  const list = document.createElement("dl");
  for (const [name, text] of [
    [words.textValue, value],
    [words.textNote, note],
  ]) {
    const term = document.createElement("dt");
    term.textContent = name;
    const told = document.createElement("dd");
    told.textContent = text || words.textEmpty;
    list.append(term, told);
  }
  box.append(title, list);
  return box;
}

function collided(card, write, reply) {
  card.article.inert = false;
  card.conflict = { write, current: reply.current };
  card.article.querySelector("[data-conflict]")?.remove();
  const box = document.createElement("div");
  box.dataset.conflict = "";
  box.className = "notice notice-warning";
  box.setAttribute("role", "alert");
  const title = document.createElement("p");
  title.textContent = reply.message;
  const both = document.createElement("div");
  both.className = "sides";
  both.lang = "id";
  both.append(...reply.sides.map(sideBox));
  const actions = document.createElement("div");
  actions.className = "actions";
  for (const [text, choose] of [
    [words.textMine, () => keepMine(card)],
    [words.textTheirs, () => takeTheirs(card)],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = text;
    button.addEventListener("click", choose);
    actions.append(button);
  }
  box.append(title, both, actions);
  card.article.querySelector("h2").after(box);
}

async function settle(card) {
  card.article.querySelector("[data-conflict]")?.remove();
  const { current } = card.conflict;
  card.conflict = null;
  setSeen(card, current);
  return current;
}

// What was typed since the two sides were shown counts too: the fields are what the writer sees.
async function keepMine(card) {
  const parts = card.pending.parts ?? PARTS;
  const current = await settle(card);
  card.pending = null;
  for (const part of parts) card.base[part] = null;
  await adopt(card, current, PARTS.filter((part) => !parts.includes(part)));
  await changed(card);
}

async function takeTheirs(card) {
  const current = await settle(card);
  await queue.remove(card.pending);
  card.pending = null;
  await putStored(card, current);
  showState();
}

async function putStored(card, current) {
  await adopt(card, current, PARTS);
  showProblem(card, current.problem);
}

// Puts what is stored into parts that nobody here has touched since. A register is too rich to patch in place: its rows
// come anew from the server.
async function adopt(card, stored, parts) {
  const waiting = card.pending ? (card.pending.parts ?? PARTS) : [];
  for (const part of parts.filter((name) => !waiting.includes(name))) {
    const register = part === "value" ? card.article.querySelector("[data-register]") : null;
    if (register) await renew(`#${CSS.escape(card.article.id)} [data-register]`);
    else putContent(card, new URLSearchParams({ [nameOf(card, part)]: stored[part] }).toString(), [part]);
    card.base[part] = partsIn(card, contentOf(card))[part];
  }
}

const nameOf = (card, part) => (part === "note" ? `${card.code}__note` : card.code);

async function showWhole(card) {
  await renew(`#${CSS.escape(card.article.id)} [data-register]`);
  card.isPartlyShown = false;
  card.article.inert = false;
  card.base = partsIn(card, contentOf(card));
}

// Alone in the section there is nobody to keep up with; the next one to come is seen at the next beat.
async function beat() {
  clearTimeout(beating);
  beating = setTimeout(beat, BEAT_ALONE);
  if (document.hidden || !navigator.onLine) return;
  const body = new URLSearchParams();
  for (const card of cards.values()) body.set(card.code, card.version);
  body.set("question", document.activeElement?.closest?.("[data-question]")?.dataset.question || "");
  try {
    const answer = await fetch(words.presence, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": csrf } });
    if (answer.ok) greet(await answer.json());
  } catch {
    // The next beat tries again; saving has its own retries.
  }
}

function greet({ people, changed: rows, clock }) {
  document.dispatchEvent(new CustomEvent("paritrana:clock", { detail: clock }));
  if (people.length) {
    clearTimeout(beating);
    beating = setTimeout(beat, BEAT);
  }
  const place = document.querySelector("#rekan");
  place.hidden = !people.length;
  const text = people.length ? `${people.map((person) => person.name).join(", ")} ${words.textHere}.` : "";
  if (place.textContent !== text) place.textContent = text;
  for (const card of cards.values()) {
    const here = people.filter((person) => person.question === card.code).map((person) => person.name);
    let mark = card.article.querySelector("[data-colleague]");
    if (!here.length) {
      mark?.remove();
    } else {
      if (!mark) {
        mark = document.createElement("p");
        mark.dataset.colleague = "";
        mark.className = "small-note colleague";
        card.article.querySelector("h2").after(mark);
      }
      mark.textContent = `${here.join(", ")} ${words.textAt}.`;
    }
    const row = rows[card.code];
    if (row && row.seen === card.seen && !card.sending && !card.conflict) {
      showFiles(card, row); // the words are the same: a file came or went
    } else if (row && !card.pending && !card.sending && !card.conflict && !card.article.contains(document.activeElement)) {
      setSeen(card, row);
      putStored(card, row);
    }
  }
}

// When the time is over nothing typed would be taken: the fields can be read and copied, and the page says so. Whatever
// did not arrive in time stays in them, and goes out by itself after an extension.
function lock(isOver) {
  if (isOver === isLocked) return;
  isLocked = isOver;
  form.toggleAttribute("data-locked", isOver);
  for (const card of cards.values()) {
    card.refused = "";
    for (const control of controls(card)) {
      if (control.matches("textarea, input:not([type=radio], [type=checkbox])")) control.readOnly = isOver;
      else control.disabled = isOver;
    }
    for (const control of card.article.querySelectorAll("button, input[type=file]")) control.disabled = isOver;
    if (!isOver) send(card);
  }
  for (const button of form.querySelectorAll(".savebar button")) button.disabled = isOver;
  showState();
}

async function showFiles(card, row) {
  const files = card.article.querySelector("[data-evidence]");
  if (files?.contains(document.activeElement) || "busy" in (files?.dataset ?? {})) return;
  setSeen(card, row);
  if (files) await renew(`#${CSS.escape(card.article.id)} [data-evidence]`, "#bukti-forms");
}

function tellRestored(card) {
  const note = document.createElement("p");
  note.dataset.restored = "";
  note.className = "small-note";
  note.textContent = `${words.textRestored}.`;
  card.article.querySelector("h2").after(note);
}

async function restore() {
  const waiting = await queue.all(words.submission);
  for (const write of waiting) {
    const card = [...cards.values()].find((known) => known.id === write.id);
    if (!card) continue;
    card.pending = write;
    // What the form itself sent is on the page already: it only has to leave the queue.
    const parts = write.parts ?? PARTS;
    const shown = partsIn(card, contentOf(card));
    const kept = partsIn(card, write.content);
    if (parts.some((part) => kept[part] !== shown[part])) tellRestored(card);
    putContent(card, write.content, parts);
    lastSaved = "";
    // A register that had more rows than this page: it goes out whole, then the page is fetched anew to show it.
    const names = new Set(controls(card).map((control) => control.name));
    card.isPartlyShown = [...new URLSearchParams(write.content).keys()].some((name) => !names.has(name));
    if (card.isPartlyShown) card.article.inert = true;
    send(card);
  }
}

// Everything typed goes out now; true when all of it is stored.
async function flush() {
  const all = [...cards.values()];
  for (const card of all) clearTimeout(card.timer);
  for (let times = 0; times < PAUSES && all.some((card) => card.pending); times += 1) {
    await Promise.all(all.map(send));
    if (all.some((card) => card.offline || card.refused || card.signedOut || card.conflict)) break;
  }
  showState();
  return !all.some((card) => card.pending);
}

async function isOnLine() {
  try {
    const answer = await fetch(document.querySelector("[data-clock]").dataset.clock, { redirect: "manual" });
    return answer.ok || answer.type === "opaqueredirect"; // the page for signing in can come
  } catch {
    return false;
  }
}

// "Simpan" and "Simpan & lanjut": the page is left only when everything is stored and the next one can come. Files that
// nobody sent yet, and "pakai lagi", go with the form as without this module.
async function leave(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isPlain = event.submitter?.name === "reuse" || [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
  if (isPlain && navigator.onLine) {
    cards.forEach((card) => clearTimeout(card.timer));
    return;
  }
  event.preventDefault();
  const target = (event.submitter ?? event.currentTarget).dataset.leads;
  const isStored = await flush();
  if (isStored && !target) return;
  if (isStored && (await isOnLine())) {
    window.location.assign(target);
    return;
  }
  if (isStored || [...cards.values()].some((card) => card.offline)) say(words.textKept, "ask");
}

async function begin() {
  queue = await openQueue();
  for (const article of form.querySelectorAll("[data-question]")) {
    const code = article.dataset.question;
    const { save: address, seen, version } = article.dataset;
    const card = { article, code, id: `${words.submission}:${code}`, address, seen, version: Number(version) };
    card.base = partsIn(card, contentAsCame(card));
    cards.set(code, card);
    const note = (event) => {
      if (!event.target.closest("[data-evidence]")) changed(card);
    };
    article.addEventListener("input", note);
    article.addEventListener("change", (event) => {
      if (event.target.matches("select, [type=radio], [type=checkbox]")) note(event);
    });
  }
  say(words.textIdle, "none");
  await restore();
  window.addEventListener("online", () => cards.forEach((card) => send(card)));
  window.addEventListener("offline", () => {
    cards.forEach((card) => {
      if (card.pending) card.offline = true;
    });
    showState();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      cards.forEach((card) => send(card));
      return;
    }
    beat();
    if (isBehind) refreshSoon();
  });
  form.addEventListener("submit", leave);
  form.querySelector("a[data-leads]")?.addEventListener("click", leave);
  document.addEventListener("paritrana:uploaded", () => {
    refreshSoon();
    beat();
  });
  document.addEventListener("paritrana:ending", () => cards.forEach((card) => send(card)));
  document.addEventListener("paritrana:clock", (event) => lock(!event.detail.is_open));
  beat();
}

if (form) begin();
