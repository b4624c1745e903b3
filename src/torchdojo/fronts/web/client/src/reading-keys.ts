// beside the editor it is the text that scrolls, not the window: keys that nobody else wants go to it
const STEP = 56;

document.addEventListener("keydown", (event) => {
  const book = document.querySelector<HTMLElement>(".with-bench .book");
  if (!book || document.activeElement !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
  const page = book.clientHeight * 0.9;
  const way = { PageDown: page, PageUp: -page, " ": event.shiftKey ? -page : page, ArrowDown: STEP, ArrowUp: -STEP, Home: -1e7, End: 1e7 }[event.key];
  if (way === undefined || book.scrollHeight <= book.clientHeight) return;
  event.preventDefault();
  book.scrollBy({ top: way });
});
