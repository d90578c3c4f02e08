// The keys of whoever presents. One press, one step: a key held down counts once, and a press that has not seen the
// latest one does nothing. Other presses, of another laptop, are fetched again and again.
const BEAT = 1000;
const LATE = 4000;
const KEYS = { ArrowRight: "forward", ArrowLeft: "back", t: "hold", b: "black", p: "message" };
const body = document.body;
const deck = document.querySelector("[data-deck]");
const laptop = new URLSearchParams(location.search).get("laptop") ?? "";
let isBusy = false;
let heardAt = performance.now();

const number = () => Number(deck.querySelector("[data-number]").dataset.number);

const put = (html) => {
  const focused = document.activeElement?.value;
  const hadFocus = deck.contains(document.activeElement);
  deck.innerHTML = html;
  if (hadFocus && focused) deck.querySelector(`button[value="${CSS.escape(focused)}"]`)?.focus();
  tick();
};

const press = async (key, target) => {
  if (isBusy) return;
  isBusy = true;
  const sent = new FormData(deck.querySelector("[data-keys]"));
  sent.set("key", key);
  sent.set("script", "1");
  sent.set("laptop", laptop);
  if (target !== undefined) sent.set("target", target);
  try {
    const answer = await fetch(body.dataset.press, { method: "POST", body: sent, signal: AbortSignal.timeout(LATE) });
    if (answer.ok || answer.status === 409) put(await answer.text());
    heardAt = performance.now();
  } catch {
    tell();
  } finally {
    isBusy = false;
  }
};

const follow = async () => {
  if (isBusy) return;
  const before = number();
  try {
    const answer = await fetch(body.dataset.now, { cache: "no-store", signal: AbortSignal.timeout(LATE) });
    if (!answer.ok) return tell();
    const html = await answer.text();
    heardAt = performance.now();
    const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-number]");
    if (!isBusy && number() === before && Number(found.dataset.number) !== before) put(html);
    deck.querySelector("[data-link]").classList.remove("link-down");
  } catch {
    tell();
  }
};

const tell = () => {
  const link = deck.querySelector("[data-link]");
  link.classList.add("link-down");
  const since = new Date(Date.now() - (performance.now() - heardAt));
  link.textContent = `${body.dataset.cut ?? "Terputus sejak"} ${clock(since)}`;
};

const clock = (moment) =>
  moment.toLocaleTimeString("id-ID", { timeZone: "Asia/Jakarta", hour12: false }).replaceAll(":", ".");

const tick = () => {
  deck.querySelector("[data-clock]").textContent = clock(new Date());
  const reading = deck.querySelector("[data-reading]");
  if (!reading) return;
  const gone = (Date.now() - Date.parse(reading.dataset.since)) / 1000;
  reading.querySelector("[data-left]").textContent = Math.max(0, Math.ceil(Number(reading.dataset.reading) - gone));
};

addEventListener("keydown", (event) => {
  const key = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const isTyping = event.target instanceof Element && event.target.closest("select, input, textarea, summary, a");
  if (!key || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!event.repeat) press(key);
});

deck.addEventListener("submit", (event) => {
  event.preventDefault();
  const sent = new FormData(event.target);
  press(event.submitter?.value || sent.get("key"), sent.get("target") ?? undefined);
});

setInterval(follow, BEAT);
setInterval(tick, 500);
tick();
