"""Walk one page with the Tab key alone and write down what cannot be reached, or cannot be seen where one is."""

from dataclasses import dataclass

# Whatever a person can work with, as the browser shows it now. Of a group of radio buttons the Tab key reaches one.
# What a page shows of the focus may stand on the element or its label.
RECORDER = """() => {
  const KINDS = 'a[href], button, input, select, textarea, summary, iframe, [role=button], [contenteditable],'
    + ' [tabindex]';
  const LOOK = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopWidth', 'borderTopColor',
                'borderBottomWidth', 'borderBottomColor', 'backgroundColor'];
  const isShown = node => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && node.checkVisibility({visibilityProperty: true});
  };
  const name = node => {
    const text = (node.getAttribute('aria-label') || node.innerText || node.name || node.value || '').trim();
    return `<${node.tagName.toLowerCase()}> ${text.replace(/\\s+/g, ' ').slice(0, 60)}`.trim();
  };
  const look = node => [node, ...(node.labels || [])].map(
    shown => LOOK.map(part => getComputedStyle(shown)[part]).join(' ')).join(' | ');
  const group = node => node.type === 'radio' && node.name
    ? [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(node.name)}"]`)].filter(
        other => other.form === node.form)
    : [node];
  const isReached = node => node.tabIndex >= 0 && !node.disabled && node.type !== 'hidden' && isShown(node)
    && node.closest('[inert]') === null;
  document.activeElement.blur();
  for (const stopped of document.getAnimations()) stopped.finish();
  document.documentElement.insertAdjacentHTML(
    'beforeend', '<style>*, *::before, *::after { transition: none !important; }</style>');
  const expected = [...document.querySelectorAll(KINDS)].filter(isReached);
  const before = new Map([...document.querySelectorAll('*')].map(node => [node, look(node)]));
  const seen = [];
  let first = null, isRound = false;
  const fault = {hidden: [], unmarked: [], covered: []};
  const note = node => {
    if (node === document.body) return;
    if (node === first && seen.length > Math.min(1, expected.length - 1)) { isRound = true; return; }
    first = first || node;
    if (seen.includes(node)) return;
    seen.push(node);
    if (!isShown(node)) fault.hidden.push(name(node));
    else if (node.tagName !== 'IFRAME' && before.get(node) === look(node)) fault.unmarked.push(name(node));
  };
  // By the time the next key goes down the page has scrolled to the focus.
  document.addEventListener('keydown', () => {
    const node = document.activeElement, box = node.getClientRects()[0];
    if (isRound || !seen.includes(node) || !box || node.tagName === 'IFRAME') return;
    const at = [Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1),
                Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1)];
    const top = document.elementFromPoint(...at);
    if (top && isShown(node) && ![node, ...(node.labels || [])].some(own => own.contains(top) || top.contains(own)))
      fault.covered.push(`${name(node)}, under ${name(top)}`);
  }, true);
  document.addEventListener('focusin', event => note(event.target));
  document.addEventListener('focusout', () => setTimeout(() => note(document.activeElement)));  // into a frame
  // A frame of another process has the focus a moment after the key, and tells this page nothing of it.
  window.walked = () => note(document.activeElement) || ({
    count: expected.length, isRound, ...fault, last: name(document.activeElement),
    covered: [...new Set(fault.covered)],
    missed: expected.filter(node => !group(node).some(other => seen.includes(other))).map(name),
  });
  return expected.length;
}"""
BATCH, CALM_ROUNDS = 20, 6
CALM_MS = 60  # between two keys of a person: a frame of another process takes the focus a moment after the key
VIEWER_ROUNDS = 480
VIEWER = "chrome-extension://"  # what shows a PDF is a page of its own, with another one for the PDF inside


@dataclass(frozen=True)
class Walk:
    """What a page keeps from a person without a mouse; `trap` is where the Tab key stayed, if it did."""

    count: int
    missed: list[str]
    hidden: list[str]
    unmarked: list[str]
    covered: list[str]
    trap: str

    @property
    def faults(self) -> list[str]:
        return [
            *(f"the Tab key does not reach {name}" for name in self.missed),
            *(f"the focus goes to {name}, which is not shown" for name in self.hidden),
            *(f"nothing shows that the focus is on {name}" for name in self.unmarked),
            *(f"the focus is on {name}" for name in self.covered),
            *([f"the Tab key does not come round; it stays at {self.trap}"] if self.trap else []),
        ]


def _await_viewers(page) -> None:
    """A PDF's frame takes no focus before its viewer stands, which a busy machine puts up late."""
    wanted = page.locator("iframe[src*='#page=']:visible").count()
    for _round in range(VIEWER_ROUNDS):
        inside = [frame for frame in page.frames if frame.parent_frame and frame.parent_frame.url.startswith(VIEWER)]
        if len(inside) >= wanted:
            return
        page.wait_for_timeout(250)


def walk(page) -> Walk:
    """Press Tab until the first element comes round again, with a fifth more than the page needs."""
    _await_viewers(page)
    expected = page.evaluate(RECORDER)
    for _batch in range(2 + (expected + expected // 5) // BATCH):
        for _press in range(BATCH):
            page.keyboard.press("Tab")
        found = page.evaluate("window.walked()")
        if found["isRound"]:
            break
    for _press in range(CALM_ROUNDS * (expected + BATCH)):
        if len(page.frames) == 1 or (found["isRound"] and not found["missed"]):
            break
        page.keyboard.press("Tab")
        page.wait_for_timeout(CALM_MS)
        found = page.evaluate("window.walked()")
    trap = "" if found["isRound"] or expected == 0 else found["last"]
    return Walk(found["count"], found["missed"], found["hidden"], found["unmarked"], found["covered"], trap)
