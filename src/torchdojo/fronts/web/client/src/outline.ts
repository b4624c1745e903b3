// which definition is where in the learner's text
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

export interface Definition {
  name: string;
  from: number;
  to: number;
}

/** Every function, class, method and assigned name at the top, in order. */
export function definitions(state: EditorState): Definition[] {
  const tree = ensureSyntaxTree(state, state.doc.length, 200) ?? syntaxTree(state);
  const found: Definition[] = [];
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) add(state, node, "", found);
  return found;
}

function add(state: EditorState, node: SyntaxNode, prefix: string, found: Definition[]): void {
  const whole = node;
  if (node.name === "DecoratedStatement") node = node.getChild("FunctionDefinition") ?? node.getChild("ClassDefinition") ?? node;
  if (!["FunctionDefinition", "ClassDefinition", "AssignStatement"].includes(node.name)) return;
  const label = node.getChild("VariableName");
  if (!label) return;
  const name = prefix + state.sliceDoc(label.from, label.to);
  found.push({ name, from: whole.from, to: whole.to });
  if (node.name !== "ClassDefinition") return;
  for (let inner = node.getChild("Body")?.firstChild ?? null; inner; inner = inner.nextSibling) add(state, inner, `${name}.`, found);
}

/** The exercise the cursor stands in: the innermost definition that is one. */
export function exerciseAt(state: EditorState, exercises: readonly string[], position: number): string | undefined {
  return definitions(state)
    .filter((each) => each.from <= position && position <= each.to && exercises.includes(each.name))
    .at(-1)?.name;
}
