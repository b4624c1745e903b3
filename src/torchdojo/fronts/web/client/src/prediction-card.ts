// <prediction-card>: says what a snippet gives; the bench beside it holds the file and sends the answer
export interface Said {
  path: "predict" | "again";
  body: { exercise: string; answer: string; numbers: unknown };
  done: () => void;
}

class PredictionCard extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say("predict");
    });
    this.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-again]")) this.say("again");
    });
  }

  private field(name: string): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(`input[name=${name}]`);
  }

  private say(path: Said["path"]): void {
    if (this.ariaBusy === "true") return;
    this.ariaBusy = "true";
    const answer = this.field("answer");
    const numbers: unknown = JSON.parse(this.field("numbers")?.value || "{}");
    const body = { exercise: this.dataset["exercise"] ?? "", answer: answer?.value ?? "", numbers };
    const done = (): void => {
      this.ariaBusy = "false";
      if (path !== "again" || !answer) return;
      answer.value = "";
      answer.focus();
    };
    const detail: Said = { path, body, done };
    this.dispatchEvent(new CustomEvent("predict", { bubbles: true, detail }));
  }
}

customElements.define("prediction-card", PredictionCard);
