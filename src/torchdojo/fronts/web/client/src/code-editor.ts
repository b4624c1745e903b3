// <code-editor>: CodeMirror around the <textarea> it finds inside; the text stays there if this script never comes
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage, localCompletionSource } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Transaction, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { faultLine, setFault, type Fault } from "./fault-line";
import { hangingIndent } from "./hanging-indent";
import { definitions, exerciseAt } from "./outline";

export class CodeEditor extends HTMLElement {
  private view: EditorView | undefined;

  connectedCallback(): void {
    if (this.view) return;
    const area = this.querySelector("textarea");
    const text = area?.value ?? "";
    area?.remove();
    this.view = new EditorView({ parent: this, state: EditorState.create({ doc: text, extensions: this.extensions() }) });
    this.dataset["ready"] = "";
  }

  get value(): string {
    return this.view?.state.doc.toString() ?? this.querySelector("textarea")?.value ?? "";
  }

  /** Replaces the whole text, keeping cursor and scroll where they can stay. */
  replace(text: string): void {
    const view = this.view;
    if (!view || text === this.value) return;
    const anchor = Math.min(view.state.selection.main.head, text.length);
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      selection: { anchor },
      annotations: Transaction.userEvent.of("load"),
    });
  }

  show(fault: Fault | null): void {
    this.view?.dispatch({ effects: setFault.of(fault) });
  }

  exercise(names: readonly string[]): string | undefined {
    const state = this.view?.state;
    return state && exerciseAt(state, names, state.selection.main.head);
  }

  /** Moves to a definition; with `focus` the keyboard goes there too. */
  reveal(name: string, { focus }: { focus: boolean }): void {
    const view = this.view;
    const found = view && definitions(view.state).find((each) => each.name === name);
    if (!view || !found) return;
    const inside = view.state.selection.main.head;
    const anchor = found.from <= inside && inside <= found.to ? inside : found.from;
    view.dispatch({ selection: { anchor } });
    // only the editor scrolls: on a small screen the page must stay where the reader is
    view.requestMeasure({
      read: () => view.lineBlockAt(found.from).top,
      write: (top) => (view.scrollDOM.scrollTop = Math.max(top - 16, 0)),
    });
    if (!focus) return;
    this.closest(".bench")?.scrollIntoView({ block: "start" });
    view.contentDOM.focus({ preventScroll: true });
  }

  private extensions(): Extension[] {
    const tell = EditorView.updateListener.of((update) => {
      const typed = update.docChanged && !update.transactions.some((each) => each.isUserEvent("load"));
      if (typed) this.dispatchEvent(new CustomEvent("typed"));
      if (update.selectionSet || update.docChanged) this.dispatchEvent(new CustomEvent("moved"));
    });
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("    "),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ activateOnTyping: false }),
      highlightSelectionMatches(),
      new LanguageSupport(pythonLanguage, pythonLanguage.data.of({ autocomplete: localCompletionSource })),
      syntaxHighlighting(classHighlighter),
      EditorView.lineWrapping,
      hangingIndent,
      EditorView.contentAttributes.of({ "aria-label": this.getAttribute("label") ?? "Code", "aria-describedby": "editor-keys", tabindex: "0" }),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap.filter((key) => key.key !== "Mod-Enter"), ...searchKeymap]),
      keymap.of([...historyKeymap, ...completionKeymap, indentWithTab]),
      faultLine,
      tell,
    ];
  }
}

customElements.define("code-editor", CodeEditor);
