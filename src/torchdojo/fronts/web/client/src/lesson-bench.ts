// <lesson-bench>: the learner's file beside the text: exercises as tabs, saving, checking, the verdict
import type { CodeEditor } from "./code-editor";
import { place, stream } from "./fragments";
import type { Said } from "./prediction-card";

// milliseconds of quiet after the last key before the file is saved
const PAUSE = 800;

interface Edited {
  text: string;
  version: string;
}

class LessonBench extends HTMLElement {
  private editor!: CodeEditor;
  private version = "";
  private saved = "";
  private current = "";
  private timer = 0;
  private running: AbortController | undefined;
  private outside: Edited | undefined;

  connectedCallback(): void {
    const editor = this.querySelector<CodeEditor>("code-editor");
    if (!editor) return;
    this.editor = editor;
    this.version = this.dataset["version"] ?? "";
    this.saved = editor.value;
    this.tabs().forEach((tab) => tab.addEventListener("click", () => this.choose(tab, { reveal: true })));
    this.querySelector("[role=tablist]")?.addEventListener("keydown", (event) => this.walk(event as KeyboardEvent));
    editor.addEventListener("typed", () => this.typed());
    editor.addEventListener("moved", () => this.follow());
    document.addEventListener("keydown", (event) => this.key(event), { capture: true });
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("predict", (event) => void this.predict((event as CustomEvent<Said>).detail));
    window.addEventListener("focus", () => void this.refresh());
    window.addEventListener("pagehide", () => this.leave());
    const asked = decodeURIComponent(location.hash.slice(1));
    const first = this.tabs().find((tab) => `place-${tab.dataset["exercise"]}` === asked) ?? this.tabs().find((tab) => tab.ariaSelected === "true");
    if (first) this.choose(first, { reveal: true });
  }

  private tabs(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[role=tab]")];
  }

  private names(): string[] {
    return this.tabs().map((tab) => tab.dataset["exercise"] ?? "");
  }

  private choose(chosen: HTMLElement, { reveal }: { reveal: boolean }): void {
    this.current = chosen.dataset["exercise"] ?? "";
    for (const tab of this.tabs()) {
      const here = tab === chosen;
      tab.ariaSelected = String(here);
      tab.tabIndex = here ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls") ?? "")?.toggleAttribute("hidden", !here);
    }
    const button = this.querySelector("[data-check-name]");
    if (button) button.textContent = this.current;
    const strip = chosen.parentElement;
    strip?.scrollTo({ left: chosen.offsetLeft - strip.clientWidth / 3 });
    if (reveal) this.editor.reveal(this.current, { focus: false });
  }

  private walk(event: KeyboardEvent): void {
    const tabs = this.tabs();
    const at = tabs.findIndex((tab) => tab.dataset["exercise"] === this.current);
    const goal = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = goal === undefined ? undefined : tabs[(goal + tabs.length) % tabs.length];
    if (!tab) return;
    event.preventDefault();
    this.choose(tab, { reveal: true });
    tab.focus();
  }

  private follow(): void {
    const name = this.editor.exercise(this.names());
    if (!name || name === this.current) return;
    const tab = this.tabs().find((each) => each.dataset["exercise"] === name);
    if (tab) this.choose(tab, { reveal: false });
  }

  private key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      void this.check(event.shiftKey ? null : this.current);
    } else if (event.key.toLowerCase() === "s" && !event.shiftKey) {
      event.preventDefault();
      void this.save();
    }
  }

  private clicked(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
    const name = target?.dataset["exercise"];
    switch (target?.dataset["do"]) {
      case "check":
        return void this.check(this.current);
      case "check-all":
        return void this.check(null);
      case "reset":
        return void this.reset();
      case "take-file":
        return this.settle({ keepMine: false });
      case "keep-mine":
        return this.settle({ keepMine: true });
      case "write": {
        const tab = this.tabs().find((each) => each.dataset["exercise"] === name);
        if (tab) this.choose(tab, { reveal: true });
        this.editor.reveal(name ?? "", { focus: true });
        return;
      }
    }
  }

  private typed(): void {
    this.say("editing");
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE);
  }

  private say(state: "editing" | "saving" | "saved" | "unsaved" | "unreachable"): void {
    const words = {
      editing: "Editing",
      saving: "Saving",
      saved: "Saved",
      unsaved: "Not saved",
      unreachable: "Not saved: torchdojo does not answer",
    };
    const line = this.querySelector<HTMLElement>("[data-saved]");
    if (!line) return;
    line.dataset["saved"] = state;
    const text = line.querySelector("span");
    if (text && text.textContent !== words[state]) text.textContent = words[state];
  }

  private post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    const init: RequestInit = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return fetch(`${this.dataset["lesson"]}/${path}`, signal ? { ...init, signal } : init);
  }

  private async save(): Promise<void> {
    clearTimeout(this.timer);
    const source = this.editor.value;
    if (source === this.saved || this.outside) return;
    this.say("saving");
    try {
      await this.learn(await this.post("save", { source, version: this.version }), source);
    } catch {
      this.say("unreachable");
    }
  }

  /** Takes note of what an answer says about the file; true if the text was kept. */
  private async learn(answer: Response, source: string): Promise<boolean> {
    if (answer.status === 409) {
      this.ask((await answer.json()) as Edited);
      return false;
    }
    if (!answer.ok) {
      this.trouble(await answer.text());
      return false;
    }
    const version = answer.headers.get("X-File-Version");
    if (version === null) {
      // judged, although the file could not be written: why is said beside the verdict
      this.say("unsaved");
      return true;
    }
    this.version = version;
    this.saved = source;
    this.say(this.editor.value === source ? "saved" : "editing");
    return true;
  }

  private ask(edited: Edited): void {
    this.outside = edited;
    const box = this.querySelector<HTMLElement>(".outside");
    box?.removeAttribute("hidden");
    box?.querySelector<HTMLElement>("button")?.focus();
  }

  private settle({ keepMine }: { keepMine: boolean }): void {
    const edited = this.outside;
    if (!edited) return;
    this.outside = undefined;
    this.querySelector(".outside")?.setAttribute("hidden", "");
    this.version = edited.version;
    this.saved = edited.text;
    if (keepMine) return void this.save();
    this.editor.replace(edited.text);
    this.say("saved");
  }

  /** Another editor may have changed the file while this window was behind it. */
  private async refresh(): Promise<void> {
    try {
      const answer = await fetch(`${this.dataset["lesson"]}/file`);
      const there = (await answer.json()) as Edited;
      if (there.version === this.version || this.outside) return;
      if (this.editor.value !== this.saved) return this.ask(there);
      this.version = there.version;
      this.saved = there.text;
      this.editor.replace(there.text);
    } catch {
      // the next save says that the server is gone
    }
  }

  private async reset(): Promise<void> {
    if (!confirm("Begin this lesson's file anew? What you wrote is kept in .torchdojo-history.")) return;
    const answer = await this.post("reset", { source: this.editor.value, version: this.version });
    if (!answer.ok) return this.trouble(await answer.text());
    const fresh = (await answer.json()) as Edited;
    this.version = fresh.version;
    this.saved = fresh.text;
    this.editor.replace(fresh.text);
    this.editor.show(null);
    this.editor.reveal(this.current, { focus: true });
    this.say("saved");
  }

  private async check(exercise: string | null): Promise<void> {
    if (this.outside) return;
    this.running?.abort();
    const running = (this.running = new AbortController());
    clearTimeout(this.timer);
    this.editor.show(null);
    this.classList.add("checking");
    const source = this.editor.value;
    try {
      const answer = await this.post("check", { source, version: this.version, exercise }, running.signal);
      if (await this.learn(answer, source)) await stream(answer, (fragment) => this.mark(fragment));
    } catch {
      if (!running.signal.aborted) this.trouble("torchdojo does not answer. Is it still running in your terminal? Your text is safe here.");
    } finally {
      if (this.running === running) this.classList.remove("checking");
    }
  }

  /** Sends what a card says; the answer brings the file's new text and the fragments to show. */
  private async predict(said: Said): Promise<void> {
    if (this.outside) return said.done();
    clearTimeout(this.timer);
    const source = this.editor.value;
    try {
      const answer = await this.post(said.path, { source, version: this.version, ...said.body });
      if (!(await this.learn(answer, source))) return;
      const { text, html } = (await answer.json()) as { text: string; html: string };
      this.saved = text;
      this.editor.show(null);
      if (this.editor.value === source) this.editor.replace(text);
      else this.typed();
      place(html, (fragment) => this.mark(fragment));
    } catch {
      this.trouble("torchdojo does not answer. Is it still running in your terminal? Your text is safe here.");
    } finally {
      said.done();
    }
  }

  private mark(fragment: HTMLTemplateElement): void {
    const { line, message, exercise } = fragment.dataset;
    if (line && exercise === this.current) this.editor.show({ line: Number(line), message: message ?? "" });
    if (fragment.dataset["scroll"] === undefined || exercise !== this.current) return;
    const panel = document.getElementById(fragment.dataset["into"] ?? "")?.closest<HTMLElement>(".verdicts");
    panel?.scrollTo({ top: 0 });
  }

  private trouble(message: string): void {
    const tab = this.tabs().find((each) => each.dataset["exercise"] === this.current);
    const panel = document.getElementById(tab?.getAttribute("aria-controls") ?? "");
    const headline = panel?.querySelector<HTMLElement>(".headline");
    const findings = panel?.querySelector<HTMLElement>(".findings");
    if (!headline || !findings) return;
    headline.textContent = message;
    headline.dataset["status"] = "trouble";
    findings.replaceChildren();
    this.say("unreachable");
  }

  private leave(): void {
    if (this.editor.value === this.saved || this.outside) return;
    // a fetch that outlives the page; bodies over 64 kB are refused by browsers, they were saved while typing
    void fetch(`${this.dataset["lesson"]}/save`, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ source: this.editor.value, version: this.version }),
    }).catch(() => undefined);
  }
}

customElements.define("lesson-bench", LessonBench);
