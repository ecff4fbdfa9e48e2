import { type Located, type MappedText, spanInFile } from '../../text/index.ts';
import { booleanAt, itemsOf, textAt, textOf, textsAt, valueAt } from '../yaml/queries.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode, YamlScalar } from '../yaml/yaml-node.ts';
import type { ComposeMount } from './compose-file.ts';

/** `volumes` and `tmpfs` of a service. */
export function readComposeMounts(service: YamlNode): readonly ComposeMount[] {
  const volumes = itemsOf(valueAt(service, 'volumes')).flatMap((item) => {
    if (item.kind === 'scalar') return textOf(item) === undefined ? [] : shortMount(item);
    return item.kind === 'map' ? longMount(item) : [];
  });
  const tmpfs = textsAt(service, 'tmpfs').map((target): ComposeMount => {
    return { kind: 'tmpfs', source: undefined, target, isReadOnly: false, span: target.span };
  });
  return [...volumes, ...tmpfs];
}

/** `[source:]target[:options]`. */
function shortMount(scalar: YamlScalar): ComposeMount {
  const text = mappedText(scalar);
  const parts = splitMount(text);
  const [first, second, options] = parts;
  const [source, target] = second === undefined ? [undefined, first] : [first, second];
  return {
    kind: source !== undefined && isHostPath(source.value) ? 'bind' : 'volume',
    source,
    target,
    isReadOnly: options?.value.split(',').includes('ro') ?? false,
    span: scalar.span,
  };
}

/** At colons that stand neither in `${NAME:-default}` nor behind the letter of a drive. */
function splitMount(text: MappedText): Located<string>[] {
  const { content } = text;
  const parts: Located<string>[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= content.length; at++) {
    const character = content.charAt(at);
    if (character === '{') depth++;
    else if (character === '}') depth--;
    const isDriveColon = at - from === 1 && content.charAt(at + 1) === '\\' && /[A-Za-z]/.test(content.charAt(from));
    if (at < content.length && (character !== ':' || depth > 0 || isDriveColon)) continue;
    parts.push({ value: content.slice(from, at), span: spanInFile(text, { start: from, end: at }) });
    from = at + 1;
  }
  return parts;
}

/** What begins with a dot, a slash, a tilde, a variable or a drive is a path; the rest are names of volumes. */
function isHostPath(source: string): boolean {
  return /^(?:[./~]|\$|[A-Za-z]:\\)/.test(source);
}

function longMount(node: YamlNode): ComposeMount {
  const source = textAt(node, 'source') ?? textAt(node, 'src');
  const type = textAt(node, 'type')?.value ?? 'volume';
  return {
    kind: type === 'bind' || type === 'volume' || type === 'tmpfs' ? type : 'other',
    source,
    target: textAt(node, 'target') ?? textAt(node, 'destination') ?? textAt(node, 'dst'),
    isReadOnly: (booleanAt(node, 'read_only') ?? booleanAt(node, 'readonly'))?.value ?? false,
    ...(booleanAt(node, 'bind', 'create_host_path')?.value === false && { mustExist: true as const }),
    span: node.span,
  };
}
