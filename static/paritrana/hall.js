// The hall's screen. It asks for the present picture, always after the same time and always in the same way, and draws
// it when its mark is another one. It keeps nothing: no list, no next picture, no count. Whatever fails, the last
// picture stays.
const BEAT = 500;
const ANSWER_WITHIN = 4000;
const COUNT_SECONDS = 1.8;
const COUNT_AFTER = 0.9;
const { picture } = document.body.dataset;
const main = document.querySelector("main");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let shown = "";

const made = (name, className, text) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

const shapes = (view, drawn) => {
  const SVG = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", view);
  drawing.setAttribute("class", "p-mark");
  drawing.setAttribute("aria-hidden", "true");
  for (const attributes of drawn) {
    const path = document.createElementNS(SVG, "path");
    for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
    drawing.append(path);
  }
  return drawing;
};

const mark = () =>
  shapes("0 0 30 30", [
    { d: "M15 2 26 7v8c0 7-5 11-11 13C9 26 4 22 4 15V7z", fill: "#d8a320" },
    { d: "M15 6 22 9v6c0 5-3 7.5-7 9-4-1.5-7-4-7-9V9z", fill: "#073d2e" },
    { d: "M11 15l3 3 6-6", stroke: "#fff", "stroke-width": "2.2", fill: "none" },
  ]);

const head = (scene) => {
  const header = made("header", "scene-head");
  const brand = made("span");
  brand.append(mark(), scene.brand);
  header.append(brand);
  if (scene.head) header.append(made("span", "", scene.head));
  return header;
};

const middle = (scene, over) => {
  const box = made("div", "scene-mid");
  if (scene.kind === "quiet") box.append(mark());
  if (over) box.append(made("p", "scene-over", over));
  box.append(made("h1", "scene-title", scene.title));
  if (scene.lead) {
    if (scene.kind !== "quiet") box.append(made("hr", "rule"));
    box.append(made("p", "scene-lead", scene.lead));
  }
  return box;
};

const rank = (scene) => {
  const box = made("p", "prize-rank");
  if (!scene.numeral) box.classList.add("prize-word-long");
  box.append(made("span", "", scene.word));
  if (scene.numeral) box.append(made("b", "", scene.numeral));
  if (scene.group) box.append(made("span", "prize-group", scene.group));
  return box;
};

const nameOf = (scene) => made("h1", scene.size ? `prize-name prize-name-${scene.size}` : "prize-name", scene.name);

const scoreOf = (scene, isFresh) => {
  const line = made("p", "prize-score");
  const figure = made("output", "", scene.score);
  figure.setAttribute("aria-live", "off");
  line.append(figure);
  if (isFresh && !isCalm) countUp(figure, scene.score);
  return line;
};

// The text for readers of the page is whole at once; only what is drawn counts up.
const countUp = (figure, text) => {
  const end = Number(text.replaceAll(".", "").replace(",", "."));
  const digits = (text.split(",")[1] ?? "").length;
  if (!Number.isFinite(end)) return;
  const begin = performance.now() + COUNT_AFTER * 1000;
  figure.setAttribute("aria-label", text);
  const step = (now) => {
    if (!figure.isConnected && now > begin) return;
    const t = Math.min(1, Math.max(0, (now - begin) / (COUNT_SECONDS * 1000)));
    figure.textContent =
      t < 1 ? (end * (1 - (1 - t) ** 4)).toLocaleString("id-ID", { minimumFractionDigits: digits, maximumFractionDigits: digits }) : text;
    if (t < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
};

const portrait = (base64) => {
  const figure = made("figure", "portrait");
  const canvas = made("canvas");
  canvas.width = 480;
  canvas.height = 600;
  canvas.setAttribute("aria-hidden", "true");
  figure.append(canvas);
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  createImageBitmap(new Blob([bytes], { type: "image/jpeg" }))
    .then((image) => canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height))
    .catch(() => figure.remove());
  return figure;
};

const prize = (scene, isFresh) => {
  const box = made("div", "prize");
  if (scene.kind === "handover" && scene.photograph) {
    box.classList.add("prize-with-portrait");
    box.append(portrait(scene.photograph));
  } else {
    box.append(rank(scene));
  }
  const words = made("div");
  if (scene.over) words.append(made("p", "scene-over", scene.over));
  for (const name of scene.before ?? []) words.append(made("p", "prize-before", name));
  if (scene.name) words.append(nameOf(scene));
  if (scene.kind === "none") words.append(made("h1", "prize-name", scene.title), made("p", "prize-cite", scene.lead));
  if (scene.citation) words.append(made("p", "prize-cite", scene.citation));
  if (scene.score) words.append(scoreOf(scene, isFresh));
  if (scene.hands?.length) {
    const hands = made("dl", "hand");
    for (const [term, person] of scene.hands) hands.append(made("dt", "", term), made("dd", "", person));
    words.append(hands);
  }
  box.append(words);
  return box;
};

const band = (isFoot) =>
  made("p", isFoot ? "rehearsal rehearsal-foot" : "rehearsal", "Gladi resik. Nama rekaan, bukan hasil");

const drawn = (scene, isFresh) => {
  const section = made("section", "scene");
  section.setAttribute("aria-label", "Layar hadirin");
  if (scene.is_first) section.classList.add("scene-first");
  if (isFresh) section.classList.add("scene-fresh");
  if (scene.is_rehearsal) section.append(band(false));
  if (scene.kind === "black") {
    section.classList.add("scene-black");
  } else if (scene.kind === "quiet") {
    section.append(made("div"), middle(scene, ""));
  } else if (scene.kind === "message" || scene.kind === "contest") {
    section.append(head(scene), middle(scene, scene.kind === "contest" ? "Kategori" : ""));
  } else {
    section.append(head(scene), prize(scene, isFresh));
  }
  if (scene.is_rehearsal) section.append(band(true));
  return section;
};

const ask = async () => {
  const answer = await fetch(picture, {
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
  if (!answer.ok) return;
  const { mark: name, is_fresh: isFresh, scene } = await answer.json();
  if (name === shown) return;
  const isFirst = shown === "";
  main.replaceChildren(drawn(scene, isFresh && !isFirst));
  shown = name;
};

const beat = () => {
  ask().catch(() => {
    // The last picture stays; the next beat asks again.
  });
};

beat();
setInterval(beat, BEAT);
