// marks the line a verdict speaks about, with its message beneath; goes when that line is edited
import { StateEffect, StateField, type EditorState } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

export interface Fault {
  line: number;
  message: string;
}

export const setFault = StateEffect.define<Fault | null>();

class Message extends WidgetType {
  constructor(readonly message: string) {
    super();
  }

  override eq(other: Message): boolean {
    return other.message === this.message;
  }

  toDOM(): HTMLElement {
    const box = document.createElement("div");
    box.className = "cm-fault-message";
    box.textContent = this.message;
    return box;
  }
}

function marks(state: EditorState, fault: Fault | null): DecorationSet {
  if (!fault || fault.line < 1 || fault.line > state.doc.lines) return Decoration.none;
  const line = state.doc.line(fault.line);
  const parts = [Decoration.line({ class: "cm-fault" }).range(line.from)];
  if (fault.message) parts.push(Decoration.widget({ widget: new Message(fault.message), block: true, side: 1 }).range(line.to));
  return Decoration.set(parts);
}

export const faultLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(current, change) {
    let next = current.map(change.changes);
    change.changes.iterChangedRanges((from, to) => {
      next.between(change.startState.doc.lineAt(from).from, change.startState.doc.lineAt(to).to, () => {
        next = Decoration.none;
        return false;
      });
    });
    for (const effect of change.effects) if (effect.is(setFault)) next = marks(change.state, effect.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
