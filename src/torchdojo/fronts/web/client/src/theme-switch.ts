// <theme-switch>: one button that goes round auto, light, dark. The choice is a cookie, so that the server draws the page right at once
const ORDER = ["auto", "light", "dark"] as const;

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => this.next());
  }

  private next(): void {
    const root = document.documentElement;
    const now = ORDER.indexOf((root.dataset["theme"] ?? "auto") as (typeof ORDER)[number]);
    const chosen = ORDER[(now + 1) % ORDER.length] ?? "auto";
    root.dataset["theme"] = chosen;
    document.cookie = `theme=${chosen}; path=/; max-age=31536000; samesite=strict`;
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = chosen;
  }
}

customElements.define("theme-switch", ThemeSwitch);
