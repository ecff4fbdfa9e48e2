import { itemsOf, textAt, textOf } from '../yaml/queries.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import type { ComposePort } from './compose-file.ts';

/** `ports`: `[[address:]published:]target[/protocol]`, or the same as a map. */
export function readComposePorts(node: YamlNode | undefined): readonly ComposePort[] {
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? (longPort(item) ?? []) : shortPort(text);
  });
}

function shortPort({ value, span }: { readonly value: string; readonly span: ComposePort['span'] }): ComposePort {
  const slash = value.lastIndexOf('/');
  const [text, protocol] = slash < 0 ? [value, undefined] : [value.slice(0, slash), value.slice(slash + 1)];
  const parts = splitOutside(text);
  const target = parts.pop() ?? '';
  const published = parts.pop();
  const address = parts.length === 0 ? undefined : parts.join(':').replace(/^\[|\]$/g, '');
  return { hostAddress: address || undefined, published: published || undefined, target, protocol, span };
}

/** Splits at colons that stand neither in `${NAME:-default}` nor in `[::1]`. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (character === ':' && depth <= 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}

function longPort(node: YamlNode): ComposePort | undefined {
  const target = textAt(node, 'target');
  if (target === undefined) return undefined;
  return {
    hostAddress: textAt(node, 'host_ip')?.value,
    published: textAt(node, 'published')?.value,
    target: target.value,
    protocol: textAt(node, 'protocol')?.value,
    span: node.span,
  };
}
