// <late-fragment src>: asks for fragments after the page is readable
import { stream } from "./fragments";

class LateFragment extends HTMLElement {
  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const answer = await fetch(this.getAttribute("src") ?? "");
      if (!answer.ok) throw new Error(`${answer.status}`);
      await stream(answer, () => undefined);
    } catch {
      for (const waiting of document.querySelectorAll(".output[data-status='waiting'] .waiting")) {
        waiting.textContent = "The outputs could not be loaded. Reload the page to try again.";
      }
    }
  }
}

customElements.define("late-fragment", LateFragment);
