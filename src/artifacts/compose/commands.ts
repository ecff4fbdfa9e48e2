import { readExec, readShell, type ShellScript } from '../shell/index.ts';
import { booleanAt, textsOf, valueAt } from '../yaml/queries.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import type { ComposeCommand, ComposeHealthcheck } from './compose-file.ts';

/** `command`, `entrypoint`: a text, or a list of words. */
export function readComposeCommand(node: YamlNode | undefined): ComposeCommand | undefined {
  if (node?.kind === 'list') return { form: 'list', script: execScript(node), span: node.span };
  if (node?.kind !== 'scalar') return undefined;
  return { form: 'text', script: readShell(mappedText(node)), span: node.span };
}

/** The test is a text for a shell, `["CMD", word…]`, `["CMD-SHELL", text]` or `["NONE"]`. */
export function readComposeHealthcheck(service: YamlNode): ComposeHealthcheck | undefined {
  const node = valueAt(service, 'healthcheck');
  if (node === undefined) return undefined;
  const written = valueAt(node, 'test');
  const first = written?.kind === 'list' ? textsOf(written)[0]?.value : undefined;
  const isDisabled = first === 'NONE' || booleanAt(node, 'disable')?.value === true;
  return { test: written && healthTest(written, first), isDisabled, span: node.span };
}

function healthTest(node: YamlNode, first: string | undefined): ComposeCommand | undefined {
  if (node.kind === 'scalar') return { form: 'shell', script: readShell(mappedText(node)), span: node.span };
  if (node.kind !== 'list') return undefined;
  if (first === 'CMD')
    return { form: 'list', script: execScript({ ...node, items: node.items.slice(1) }), span: node.span };
  const text = node.items[1];
  if (first !== 'CMD-SHELL' || text?.kind !== 'scalar') return undefined;
  return { form: 'shell', script: readShell(mappedText(text)), span: text.span };
}

/** Compose fills `${…}` in words, so those are not known. */
function execScript(node: YamlNode): ShellScript {
  const script = readExec(textsOf(node));
  return {
    ...script,
    commands: script.commands.map((command) => ({
      ...command,
      words: command.words.map((word) => ({ ...word, isDynamic: word.isDynamic || holdsVariable(word.text) })),
    })),
  };
}

/** `$$` is a dollar sign for whoever reads it next. */
function holdsVariable(text: string): boolean {
  return /\$[{A-Za-z_]/.test(text.replaceAll('$$', ''));
}
