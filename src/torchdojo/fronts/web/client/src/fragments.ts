// the server answers with HTML fragments, one after the other: <template data-into="id">...</template>, ended by one separator
import { watchScrolling } from "./scrolling";

export const SEPARATOR = "\x1e";

/** Puts every fragment of a streamed answer into the page as soon as it is there. */
export async function stream(answer: Response, arrived: (fragment: HTMLTemplateElement) => void): Promise<void> {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? "";
    const parts = rest.split(SEPARATOR);
    rest = done ? "" : (parts.pop() ?? "");
    for (const part of parts) place(part, arrived);
    if (done) return;
  }
}

/** Puts one text of fragments into the page. */
export function place(text: string, arrived?: (fragment: HTMLTemplateElement) => void): void {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  for (const fragment of holder.content.querySelectorAll<HTMLTemplateElement>("template[data-into]")) {
    const target = document.getElementById(fragment.dataset["into"] ?? "");
    if (!target) continue;
    const content = document.importNode(fragment.content, true);
    const keep = fragment.dataset["keep"] !== undefined;
    // an unchanged heading is left alone, so that it is not read out twice
    if (!keep && target.innerHTML !== fragment.innerHTML) target.replaceChildren(content);
    if (fragment.dataset["status"] !== undefined) target.dataset["status"] = fragment.dataset["status"];
    watchScrolling(target);
    arrived?.(fragment);
  }
}
