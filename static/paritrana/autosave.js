// Saves each answer about a second after it changed. What is not saved yet waits in IndexedDB, survives a closed
// browser, and is replayed with its idempotency key. Without this module the form's own buttons do the same.

import { FULL, bodyOf, openQueue } from "./queue.js";

const PAUSE = 1000;
const SETTLED = 5000;
const BEAT = 15000;
const BEAT_ALONE = 45000;
const OUTLIVES = 60000;
const form = document.querySelector("#isian-bagian[data-submission]");
const status = document.querySelector("#keadaan-simpan");
const cards = new Map();
let queue;
let lastSaved = "";
let refreshing;
let isBehind = false;
let beating;

const words = form ? form.dataset : {};
const csrf = form ? form.querySelector("[name=csrfmiddlewaretoken]").value : "";

function say(text, kind) {
  if (status.textContent !== text) status.textContent = text;
  status.className = `state state-${kind}`;
}

function showState() {
  const all = [...cards.values()];
  if (all.some((card) => card.conflict)) return say(words.textConflict, "ask");
  if (all.some((card) => card.refused)) return say(all.find((card) => card.refused).refused, "no");
  if (all.some((card) => card.signedOut)) return say(words.textSignin, "ask");
  if (all.some((card) => card.offline)) return say(words.textWaiting, "ask");
  if (all.some((card) => card.pending)) return say(words.textTyping, "draft");
  return say(lastSaved || words.textIdle, lastSaved ? "ok" : "none");
}

function controls(card) {
  return [...card.article.querySelectorAll("input, select, textarea")].filter(
    (control) => control.name && !control.closest("[data-evidence]") && !control.name.endsWith("__version"),
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

function putContent(card, content) {
  const body = new URLSearchParams(content);
  for (const control of controls(card)) {
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = body.getAll(control.name).includes(control.value);
    } else if (body.has(control.name)) {
      control.value = body.get(control.name);
    }
  }
}

function setVersion(card, version) {
  card.version = version;
  card.article.dataset.version = version;
  const hidden = card.article.querySelector("input[name$='__version']");
  if (hidden) hidden.value = version;
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

async function changed(card, content = contentOf(card)) {
  card.pending = { id: card.id, submission: words.submission, content, version: card.version, key: nextKey(card) };
  card.conflict = null;
  showState();
  await queue.put(card.pending);
  clearTimeout(card.timer);
  card.timer = setTimeout(() => send(card), PAUSE);
}

async function send(card) {
  if (card.sending || !card.pending || card.conflict) return;
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
  setVersion(card, reply.version);
  lastSaved = reply.saved;
  card.refused = "";
  showProblem(card, reply.problem);
  refreshSoon();
  if (card.pending && card.pending.key === write.key) {
    card.pending = null;
    await queue.remove(write);
    if (card.isPartlyShown) window.location.reload();
    return;
  }
  // Typed on while this was under way: the newer text goes out against the new version.
  card.pending.version = reply.version;
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

function line(label, text) {
  const paragraph = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = `${label}: `;
  const quote = document.createElement("q");
  quote.textContent = text || words.textEmpty;
  paragraph.append(strong, quote);
  return paragraph;
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
  const typed = new URLSearchParams(write.content).get(card.code) ?? words.textTyped;
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
  box.append(title, line(words.textTyped, typed), line(`${words.textStored} ${reply.current.by}`, reply.current.shown));
  box.append(actions);
  card.article.querySelector("h2").after(box);
}

async function settle(card) {
  card.article.querySelector("[data-conflict]")?.remove();
  const { current } = card.conflict;
  card.conflict = null;
  setVersion(card, current.version);
  return current;
}

async function keepMine(card) {
  const { content } = card.conflict.write;
  await settle(card);
  card.pending = null;
  await changed(card, content);
}

async function takeTheirs(card) {
  const current = await settle(card);
  await queue.remove(card.pending);
  card.pending = null;
  putStored(card, current);
  showState();
}

// A register is too rich to patch in place: there the page is fetched anew, with nothing pending in that question.
function putStored(card, current) {
  const field = form.elements.namedItem(card.code);
  if (!field) {
    window.location.reload();
    return;
  }
  putContent(card, new URLSearchParams({ [card.code]: current.value, [`${card.code}__note`]: current.note }).toString());
  showProblem(card, current.problem);
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
    if (row && !card.pending && !card.sending && !card.conflict && !card.article.contains(document.activeElement)) {
      setVersion(card, row.version);
      putStored(card, row);
    }
  }
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
    if (write.content !== contentOf(card)) tellRestored(card);
    putContent(card, write.content);
    lastSaved = "";
    // A register that had more rows than this page: it goes out whole, then the page is fetched anew to show it.
    const shown = new Set(controls(card).map((control) => control.name));
    card.isPartlyShown = [...new URLSearchParams(write.content).keys()].some((name) => !shown.has(name));
    if (card.isPartlyShown) card.article.inert = true;
    send(card);
  }
}

async function begin() {
  queue = await openQueue();
  for (const article of form.querySelectorAll("[data-question]")) {
    const code = article.dataset.question;
    const card = { article, code, id: `${words.submission}:${code}`, address: article.dataset.save, version: Number(article.dataset.version) };
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
  // The form's own buttons send everything at once. What waits in the queue is replayed by the next page and then
  // found to be stored already.
  form.addEventListener("submit", () => cards.forEach((card) => clearTimeout(card.timer)));
  beat();
}

if (form) begin();
