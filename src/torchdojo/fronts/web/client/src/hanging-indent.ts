// a long line goes on under its own indentation instead of at the margin
import type { Line } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";

// columns by which the rest of a broken line stands further in, and the deepest indentation that is followed
const FURTHER = 2;
const DEEPEST = 32;

function hung(line: Line): Decoration {
  const columns = Math.min(/^ */.exec(line.text)?.[0].length ?? 0, DEEPEST) + FURTHER;
  return Decoration.line({ attributes: { style: `padding-left: calc(0.6rem + ${columns}ch); text-indent: -${columns}ch` } });
}

function visible(view: EditorView): DecorationSet {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      if (line.length > 40) found.push(hung(line).range(line.from));
      at = line.to + 1;
    }
  }
  return Decoration.set(found);
}

export const hangingIndent = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = visible(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = visible(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
