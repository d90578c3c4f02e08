// Sends a file in pieces and goes on by itself after a broken line. Without this module the file goes with the form.

import { asJpeg, isHeic } from "./heic.js";
import { renew } from "./renew.js";

const FIRST_REST = 1000;
const LONGEST_REST = 60000;
const MEGABYTE = 1024 * 1024;

// Twice as long each time, with a share of chance: an office whose line comes back does not ask as one.
const rest = (times) => Math.min(LONGEST_REST, FIRST_REST * 2 ** times) * (0.5 + Math.random() / 2);

class Refused extends Error {}
class GivenUp extends Error {}

const pause = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new GivenUp());
    });
  });

async function ask(address, options) {
  for (let times = 0; ; times += 1) {
    try {
      if (options.signal.aborted) throw new GivenUp();
      const headers = { Accept: "application/json", ...options.headers };
      const answer = await fetch(address, { method: "POST", redirect: "manual", ...options, headers });
      const isFull = answer.status === 507; // trying again makes no room
      if ((answer.status >= 500 && !isFull) || answer.status === 429) throw new TypeError("busy");
      if (answer.type === "opaqueredirect" || answer.status === 403) throw new Refused(options.words.textSignin);
      const isOurs = (answer.headers.get("Content-Type") || "").includes("json");
      if (!isOurs) throw new Refused(options.words.textLost); // gone, or too large for the server in front
      const reply = await answer.json();
      if (answer.ok || "received" in reply) return reply;
      throw new Refused(reply.message);
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (error instanceof GivenUp || options.signal.aborted) throw new GivenUp();
      options.onBroken();
      await pause(rest(times), options.signal);
    }
  }
}

// A file that was saved anew or moved away meanwhile cannot be read on: no line that comes back would help.
async function read(file, from, upTo, words) {
  try {
    return await file.slice(from, upTo).arrayBuffer();
  } catch {
    throw new Refused(words.textChanged);
  }
}

async function sendPieces(file, begin, { words, csrf, signal, say }) {
  const onBroken = () => say(words.textBroken);
  const headers = { "X-CSRFToken": csrf };
  const common = { words, signal, onBroken };
  begin.body.set("name", file.name);
  begin.body.set("size", file.size);
  begin.body.set("stamp", file.lastModified);
  const upload = await ask(begin.address, { ...common, headers, body: begin.body });
  signal.addEventListener("abort", () => {
    fetch(upload.address, { method: "DELETE", headers, keepalive: true }).catch(() => {}); // else the purge finds it
  });
  let { received } = upload;
  for (let idle = 0; ; ) {
    say(`${words.textUploading} ${file.name}`, Math.floor((100 * received) / file.size));
    const reply = await ask(`${upload.address}?offset=${received}`, {
      ...common,
      body: await read(file, received, received + upload.piece, words),
      headers: { ...headers, "Content-Type": "application/octet-stream" },
    });
    if (reply.evidence || reply.address) return reply;
    idle = reply.received > received ? 0 : idle + 1;
    received = reply.received;
    if (idle) {
      onBroken();
      await pause(rest(idle), signal);
    }
  }
}

// Only the list of files is fetched anew, with the forms that belong to it: nobody who types is disturbed.
async function showFiles(article, told) {
  try {
    await renew(`#${CSS.escape(article.id)} [data-evidence]`, "#bukti-forms");
  } catch {
    // The file is there; only its line in the list waits for the next look at the page.
  }
  const state = article.querySelector(".upload-state");
  if (state) {
    state.hidden = false;
    state.querySelector("progress").value = 100;
    state.querySelector("span").textContent = told;
    state.querySelector("button").hidden = true;
  }
  document.dispatchEvent(new CustomEvent("paritrana:uploaded", { detail: article.dataset.question }));
}

// `root` holds the words, `slot` the field of the file and the state of its upload; returns null when it was not taken.
async function send(root, slot, chosen, begin) {
  const words = root.dataset;
  const csrf = document.querySelector("main [name=csrfmiddlewaretoken]").value;
  const state = slot.querySelector(".upload-state");
  const bar = state.querySelector("progress");
  const text = state.querySelector("span");
  const stop = state.querySelector("button");
  const field = slot.querySelector("input[type=file]");
  const say = (message, percent) => {
    state.hidden = false;
    text.textContent = message;
    if (percent !== undefined) bar.value = percent;
  };
  const refuse = (message) => {
    say(message, 0);
    stop.hidden = true;
    field.value = "";
    return null;
  };
  if (chosen.size > Number(slot.dataset.limit) * MEGABYTE) return refuse(words.textLarge);
  const file = isHeic(chosen) && words.textHeic ? await asJpeg(chosen) : chosen;
  if (!file) return refuse(words.textHeic);
  const giveUp = new AbortController();
  const onStop = () => giveUp.abort();
  stop.addEventListener("click", onStop);
  stop.hidden = false;
  try {
    const reply = await sendPieces(file, begin, { words, csrf, signal: giveUp.signal, say });
    say(`${words.textUploaded}: ${file.name}`, 100);
    return reply;
  } catch (error) {
    if (!(error instanceof Refused || error instanceof GivenUp)) throw error;
    return refuse(error instanceof Refused ? error.message : words.textCancelled);
  } finally {
    stop.hidden = true;
    stop.removeEventListener("click", onStop);
  }
}

// Files beside answers are sent as soon as they are chosen, one after the other: the list of files, and this slot with
// it, is another one after each.
async function sendAll(root, article, files) {
  for (const [place, file] of files.entries()) {
    const slot = article.matches("[data-evidence]") ? article : article.querySelector("[data-evidence][data-begin]");
    const field = slot?.querySelector("input[type=file]");
    if (!field) {
      sayLeftOut(root, article, files.slice(place));
      return;
    }
    slot.dataset.busy = "";
    try {
      const begin = { address: slot.dataset.begin, body: new URLSearchParams() };
      const reply = await send(root, slot, file, begin);
      if (reply) {
        field.value = "";
        if (!("keep" in slot.dataset)) await showFiles(article, `${root.dataset.textUploaded}: ${file.name}`);
      }
    } finally {
      delete slot.dataset.busy;
    }
  }
}

// The question is full: no field is left to send the rest by.
function sayLeftOut(root, article, files) {
  const note = document.createElement("p");
  note.className = "invalid-feedback d-block";
  note.setAttribute("role", "status");
  note.textContent = `${root.dataset.textLeftOut} ${files.map((file) => file.name).join(", ")}`;
  article.append(note);
}

const batches = new WeakMap(); // what is chosen while files of the same question are on their way goes behind them

for (const root of document.querySelectorAll("[data-upload]:not([data-begin])")) {
  root.addEventListener("change", (event) => {
    const slot = event.target.matches("input[type=file]") ? event.target.closest("[data-evidence][data-begin]") : null;
    if (!slot) return;
    const article = slot.closest("[data-question]") ?? slot;
    const files = [...event.target.files];
    const before = batches.get(article) ?? Promise.resolve();
    batches.set(article, before.then(() => sendAll(root, article, files)));
  });
}

// A table goes with its form: what else the form says is announced before the first piece.
for (const form of document.querySelectorAll("form[data-upload][data-begin]")) {
  const field = form.querySelector("input[type=file]");
  const buttons = form.querySelectorAll("[type=submit]");
  // A page that comes back from the browser's memory is as it was left.
  window.addEventListener("pageshow", () => buttons.forEach((button) => (button.disabled = false)));
  form.addEventListener("submit", async (event) => {
    const [file] = field.files;
    if (!file || !file.size) return; // the form itself says what is wrong with it
    event.preventDefault();
    const said = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const begin = { address: form.dataset.begin, body: new URLSearchParams(said) };
    for (const button of buttons) button.disabled = true;
    const reply = await send(form, form, file, begin);
    if (reply) window.location.assign(reply.address);
    else for (const button of buttons) button.disabled = false;
  });
}
