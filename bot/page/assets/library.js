// The Library's only script. gr.HTML runs it once, when the list is first drawn, and hands it
// `element` (the list), `trigger` (sends an event to Python).

const AIM = /^#((?:open|leaf)-\d+)$/;
const narrow = matchMedia("(max-width: 860px)");
let wanted = false; // an article was asked for and is not drawn yet

element.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]')
    ?? event.target.closest?.("tbody tr")?.querySelector('a[href^="#"]');
  const target = link && AIM.exec(link.getAttribute("href"))?.[1];
  if (!target || !getSelection().isCollapsed) return;
  event.preventDefault();
  wanted = target.startsWith("open");
  if (!wanted) element.scrollTop = 0;
  trigger("click", { target_link: target });
});

// On a phone the list comes first: what adds articles is folded until it is wanted.
let folded = !narrow.matches;
function fold() {
  const button = !folded && document.querySelector("#adding > button.open");
  if (!button) return;
  folded = true;
  setTimeout(() => button.click(), 100); // it listens only a moment after it was drawn
}

// An opened article is brought into view, and read from its beginning.
new MutationObserver(() => {
  fold();
  const title = wanted && document.querySelector("#opened-article h2");
  if (!title) return;
  wanted = false;
  document.getElementById("reading-side").scrollTop = 0;
  title.focus({ preventScroll: true });
  if (narrow.matches) document.getElementById("opened").scrollIntoView({ block: "start" });
}).observe(document.body, { childList: true, subtree: true });
