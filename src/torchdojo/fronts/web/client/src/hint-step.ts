// <hint-step>: a rung of the ladder; tells the server that it was taken the first time it is opened
class HintStep extends HTMLElement {
  connectedCallback(): void {
    const details = this.querySelector("details");
    details?.addEventListener("toggle", () => {
      if (!details.open || this.dataset["taken"] !== undefined) return;
      this.dataset["taken"] = "";
      void fetch(this.getAttribute("action") ?? "", { method: "POST" });
    });
  }
}

customElements.define("hint-step", HintStep);
