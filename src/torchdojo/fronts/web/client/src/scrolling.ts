// what scrolls sideways must be reachable by keyboard; what does not must not stop it
const seen = new WeakSet<Element>();

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth + 1 || target.scrollHeight > target.clientHeight + 1;
    if (scrolls) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});

/** Watches every element that may scroll under `root`. */
export function watchScrolling(root: ParentNode): void {
  for (const element of root.querySelectorAll(".scrolls")) {
    if (seen.has(element)) continue;
    seen.add(element);
    observer.observe(element);
  }
}
