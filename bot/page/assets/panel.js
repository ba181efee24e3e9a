// The page's only script. gr.HTML runs it once, when the panel is first drawn, and hands it
// `element` (the panel), `trigger` (sends an event to Python) and `watch` (a new value was drawn).

const LINK = /^#((cite|source|article|quote|also)-(\d+)-(\d+))$/;
const AGAIN = /^#((?:drop(?:quote|article|outlet)|restore)-(\d+)-(\d+))$/; // judge again
const FILE = /^#((?:record|markdown|page|review)-(\d+)-(\d+))$/; // save
const narrow = matchMedia("(max-width: 860px)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const root = () => element.querySelector(".evidence");
let followed = null; // the citation the reader came from, to go back to
let shown = ""; // which view of which exchange is drawn

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  const target = link ? LINK.exec(link.getAttribute("href"))?.[1] : cardTarget(event);
  if (target) {
    event.preventDefault();
    event.stopPropagation(); // the chat would treat a click as a selection of the message
    if (link?.closest("#chat")) followed = link.getAttribute("href");
    follow(target);
  } else if (link && AGAIN.test(link.getAttribute("href"))) {
    act(event, "edit", link);
    focusAgain(link);
  } else if (link && FILE.test(link.getAttribute("href"))) {
    act(event, "download", link);
  } else if (link?.matches(".copy")) {
    event.preventDefault();
    copy(link);
  } else if (link?.matches(".to-chat")) {
    event.preventDefault();
    returnToChat();
  } else if (event.target.closest?.("#box button, #new-chat")) {
    focusBox(); // the button is about to be replaced, and the focus with it
  }
}, true);

// What changes a verdict or saves it is asked of Python.
function act(event, what, link) {
  event.preventDefault();
  event.stopPropagation();
  trigger(what, { target_link: link.getAttribute("href").slice(1) });
}

// The card is drawn anew when it has been judged again, and the focus with it: it goes to the undo.
let renewed = null;
function focusAgain(link) {
  const replies = [...document.querySelectorAll("#chat .replied")];
  const reply = link.closest(".replied");
  const card = link.closest(".judged");
  const place = [...reply.querySelectorAll(".judged")].indexOf(card);
  renewed = { reply: replies.indexOf(reply), place, was: leftOut(card) };
}

const leftOut = (card) => card.querySelector(".left-out")?.textContent ?? "";

function keepFocus() {
  if (!renewed) return;
  const reply = document.querySelectorAll("#chat .replied")[renewed.reply];
  const card = reply?.querySelectorAll(".judged")[renewed.place];
  if (!card || leftOut(card) === renewed.was) return;
  renewed = null;
  (card.querySelector(".undo") ?? card.querySelector("summary"))?.focus({ preventScroll: true });
}

// A click anywhere on a source opens its article, at the quote that was clicked if it was one;
// not when words were being selected.
function cardTarget(event) {
  const card = element.contains(event.target) && event.target.closest(".source");
  if (!card || event.target.closest("a") || !getSelection().isCollapsed) return null;
  const cites = event.target.closest(".quote")?.dataset.cites;
  const turn = root().dataset.turn;
  return cites ? `quote-${turn}-${cites.split(" ")[0]}` : `article-${turn}-${card.dataset.source}`;
}

// What is drawn already is only brought into view; the rest is asked of Python.
function follow(target) {
  const [place, turn] = target.split("-");
  const { view, turn: drawn } = root().dataset;
  const here = (place === "cite" || place === "source") && view === "sources" && drawn === turn;
  if (here) bringIntoView(target);
  else trigger("click", { target_link: target });
}

function bringIntoView(target) {
  const [place, , item] = target.split("-");
  const quote = (place === "article" || place === "also")
    ? root().querySelector(".quote")
    : root().querySelector(`.quote[data-cites~="${item}"]`);
  if (place === "cite" || place === "source") {
    const card = (place === "cite" && quote?.closest(".source"))
      || root().querySelector(`.source[data-source="${item}"]`);
    const far = quote && card
      && quote.getBoundingClientRect().bottom - card.getBoundingClientRect().top > innerHeight * 0.7;
    if (place === "cite" && far) scrollTo(quote, "center");
    else scrollTo(card ?? root(), "start");
    root().querySelector(".source.current")?.classList.remove("current");
    card?.classList.add("current");
    if (place === "cite") flash(quote);
    (card ?? root()).focus({ preventScroll: true });
  } else {
    scrollTo(quote ?? root(), quote ? "center" : "start");
    flash(quote);
    root().querySelector("h2")?.focus({ preventScroll: true });
  }
}

function scrollTo(node, block) {
  node.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
}

function flash(node) {
  if (!node) return;
  node.classList.remove("flash");
  void node.offsetWidth; // starts the animation anew
  node.classList.add("flash");
}

watch("value", () => {
  const { view, turn, focus } = root().dataset;
  if (shown !== `${view} ${turn}`) root().scrollTop = 0; // a growing answer leaves the scroll alone
  shown = `${view} ${turn}`;
  if (focus) bringIntoView(focus);
});

function returnToChat() {
  const citation = followed && document.querySelector(`#chat a[href="${followed}"]`);
  scrollTo(document.getElementById("talk"), "start");
  (citation ?? document.querySelector("#box textarea")).focus({ preventScroll: true });
}

// A new question goes to the top of the chat and its answer grows below it, so that it is read from
// its beginning; unless the person has scrolled or clicked in it meanwhile.
let questions = 0;
let held = false;
function holdQuestion() {
  const rows = document.querySelectorAll("#chat .user-row");
  const log = document.querySelector("#chat .panel-wrap");
  if (rows.length > questions) held = true;
  questions = rows.length;
  if (!held || !questions) return;
  const last = rows[questions - 1];
  log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 16;
}
for (const sign of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  document.addEventListener(sign, (event) => {
    if (event.target.closest?.("#chat")) held = false;
  }, { passive: true });
}

function focusBox() {
  if (!narrow.matches) document.querySelector("#box textarea").focus(); // a phone opens its keyboard
}

async function copy(link) {
  const lines = link.closest(".replied").querySelectorAll(".clipping > span");
  const text = [...lines].map((line) => line.textContent).join("\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no clipboard outside https and localhost: the old way
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
    link.focus();
  }
  link.textContent = "Copied";
  setTimeout(() => { link.textContent = "Copy"; }, 2000);
}

// Gradio labels each message with its markup, which a screen reader would read aloud; it takes the
// labels off links; its folding button doesn't say whether it is open. All that is mended
// whenever it changes.
const LABELS = { user: "Your question", bot: "Reply" };
let ready = false;
function mend() {
  const box = document.querySelector("#box textarea");
  if (box && !ready) {
    ready = true;
    focusBox();
  }
  keepFocus();
  holdQuestion();
  for (const [who, label] of Object.entries(LABELS)) {
    for (const message of document.querySelectorAll(`#chat [data-testid="${who}"]`)) {
      if (message.getAttribute("aria-label") !== label) {
        message.setAttribute("role", "group");
        message.setAttribute("aria-label", label);
      }
    }
  }
  for (const link of document.querySelectorAll("#chat a.cite:not([aria-label])")) {
    link.setAttribute("aria-label", `Source ${link.textContent.slice(1, -1)}`);
  }
  const fold = document.querySelector("#filters > button");
  const open = fold?.nextElementSibling?.style.display !== "none";
  if (fold && fold.getAttribute("aria-expanded") !== String(open)) {
    fold.setAttribute("aria-expanded", String(open));
  }
}
// The rest of the page may not be there yet; it is watched from the top.
new MutationObserver(mend).observe(document.body, {
  attributes: true, attributeFilter: ["aria-label", "style"], childList: true, subtree: true,
});
mend();
