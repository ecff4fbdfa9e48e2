import { type Located, spanInFile } from '../../text/index.ts';
import type { NamedValue } from './named-value.ts';
import { entriesOf, itemsOf, keyOf, textOf } from './queries.ts';
import { mappedText } from './scalar-text.ts';
import type { YamlNode, YamlScalar } from './yaml-node.ts';

/** Reads `{NAME: value}` and `[NAME=value, NAME]`. */
export function namedValuesOf(node: YamlNode | undefined): readonly NamedValue[] {
  if (node?.kind === 'list') return itemsOf(node).flatMap((item) => (item.kind === 'scalar' ? assignment(item) : []));
  return entriesOf(node).map((entry) => ({ name: keyOf(entry), value: textOf(entry.value), span: entry.span }));
}

function assignment(scalar: YamlScalar): NamedValue | [] {
  const text = mappedText(scalar);
  const { content } = text;
  if (content === '') return [];
  const equals = content.indexOf('=');
  const nameEnd = equals < 0 ? content.length : equals;
  const part = (start: number, end: number): Located<string> => ({
    value: content.slice(start, end),
    span: spanInFile(text, { start, end }),
  });
  const value = equals < 0 ? undefined : part(equals + 1, content.length);
  return { name: part(0, nameEnd), value, span: scalar.span };
}
