// Sends a file in pieces and goes on by itself after a broken line. Without this module the file goes with the form.

import { asJpeg, isHeic } from "./heic.js";
import { renew } from "./renew.js";

const root = document.querySelector("[data-upload]");
const words = root ? root.dataset : {};
const csrf = root ? document.querySelector("main [name=csrfmiddlewaretoken]")?.value : "";
const FIRST_REST = 1000;
const LONGEST_REST = 60000;
const MEGABYTE = 1024 * 1024;

// Twice as long each time, with a share of chance: an office whose line comes back does not ask as one.
const rest = (times) => Math.min(LONGEST_REST, FIRST_REST * 2 ** times) * (0.5 + Math.random() / 2);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Refused extends Error {}

async function ask(address, options) {
  for (let times = 0; ; times += 1) {
    try {
      const headers = { Accept: "application/json", ...options.headers };
      const answer = await fetch(address, { method: "POST", redirect: "manual", ...options, headers });
      const isFull = answer.status === 507; // trying again makes no room
      if ((answer.status >= 500 && !isFull) || answer.status === 429) throw new TypeError("busy");
      if (answer.type === "opaqueredirect" || answer.status === 403) throw new Refused(words.textSignin);
      const isOurs = (answer.headers.get("Content-Type") || "").includes("json");
      if (!isOurs) throw new Refused(words.textLost); // gone, or too large for the server in front
      const reply = await answer.json();
      if (answer.ok || "received" in reply) return reply;
      throw new Refused(reply.message);
    } catch (error) {
      if (error instanceof Refused) throw error;
      options.onBroken();
      await pause(rest(times));
    }
  }
}

// Only the list of files is fetched anew, with the forms that belong to it: nobody who types is disturbed.
async function showFiles(slot, told) {
  const article = slot.closest("[data-question]");
  await renew(`#${CSS.escape(article.id)} [data-evidence]`, "#bukti-forms");
  const state = article.querySelector(".upload-state");
  if (state) {
    state.hidden = false;
    state.querySelector("progress").value = 100;
    state.querySelector("span").textContent = told;
  }
  document.dispatchEvent(new CustomEvent("paritrana:uploaded", { detail: article.dataset.question }));
}

async function send(slot, file) {
  const state = slot.querySelector(".upload-state");
  const bar = state.querySelector("progress");
  const text = state.querySelector("span");
  const say = (message, percent) => {
    state.hidden = false;
    text.textContent = message;
    if (percent !== undefined) bar.value = percent;
  };
  const onBroken = () => say(words.textBroken);
  if (file.size > Number(slot.dataset.limit) * MEGABYTE) {
    say(words.textLarge, 0);
    slot.querySelector("input[type=file]").value = "";
    return;
  }
  if (isHeic(file)) {
    file = await asJpeg(file);
    if (!file) {
      say(words.textHeic, 0);
      slot.querySelector("input[type=file]").value = "";
      return;
    }
  }
  const headers = { "X-CSRFToken": csrf };
  const body = new URLSearchParams({ name: file.name, size: file.size });
  try {
    const upload = await ask(slot.dataset.begin, { body, headers, onBroken });
    let { received } = upload;
    let done = false;
    let idle = 0;
    while (!done) {
      say(`${words.textUploading} ${file.name}`, Math.floor((100 * received) / file.size));
      const piece = file.slice(received, received + upload.piece);
      const reply = await ask(`${upload.address}?offset=${received}`, {
        body: piece,
        headers: { ...headers, "Content-Type": "application/octet-stream" },
        onBroken,
      });
      done = Boolean(reply.evidence);
      idle = done || reply.received > received ? 0 : idle + 1;
      received = reply.received;
      if (idle) {
        onBroken();
        await pause(rest(idle));
      }
    }
    say(`${words.textUploaded}: ${file.name}`, 100);
    slot.querySelector("input[type=file]").value = "";
    if (!("keep" in slot.dataset)) await showFiles(slot, `${words.textUploaded}: ${file.name}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message, 0);
    slot.querySelector("input[type=file]").value = "";
  }
}

// One after the other: the list of files, and this slot with it, is another one after each.
async function sendAll(article, files) {
  for (const file of files) {
    const slot = article.matches("[data-evidence]") ? article : article.querySelector("[data-evidence][data-begin]");
    if (!slot?.querySelector("input[type=file]")) continue;
    slot.dataset.busy = "";
    await send(slot, file);
    delete slot.dataset.busy;
  }
}

root?.addEventListener("change", (event) => {
  const slot = event.target.matches("input[type=file]") ? event.target.closest("[data-evidence][data-begin]") : null;
  if (slot) sendAll(slot.closest("[data-question]") ?? slot, [...event.target.files]);
});
