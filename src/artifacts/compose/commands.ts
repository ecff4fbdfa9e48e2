import { type MappedText, MappedTextBuilder, offsetInFile } from '../../text/index.ts';
import { readShell } from '../shell/index.ts';
import { readExecList, type WordFilling } from '../yaml/exec-list.ts';
import { booleanAt, itemsOf, textsOf, valueAt } from '../yaml/queries.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode, YamlScalar } from '../yaml/yaml-node.ts';
import type { ComposeCommand, ComposeHealthcheck } from './compose-file.ts';

/** `command`, `entrypoint`: a text, or a list of words. */
export function readComposeCommand(node: YamlNode | undefined): ComposeCommand | undefined {
  if (node?.kind === 'list') return listCommand(node, node.items);
  return node?.kind === 'scalar' ? { ...shellCommand(node), form: 'text' } : undefined;
}

/** The test is a text for a shell, `["CMD", word…]`, `["CMD-SHELL", text]` or `["NONE"]`. */
export function readComposeHealthcheck(service: YamlNode): ComposeHealthcheck | undefined {
  const node = valueAt(service, 'healthcheck');
  if (node === undefined) return undefined;
  const test = valueAt(node, 'test');
  const first = test?.kind === 'list' ? textsOf(test)[0]?.value : undefined;
  const isDisabled = first === 'NONE' || booleanAt(node, 'disable')?.value === true;
  const ignoredArguments = first === 'CMD-SHELL' && test !== undefined ? textsOf(test).slice(2) : [];
  return { test: test && healthTest(test, first), ignoredArguments, isDisabled, span: node.span };
}

function healthTest(node: YamlNode, first: string | undefined): ComposeCommand | undefined {
  if (node.kind === 'scalar') return shellCommand(node);
  const [, ...words] = itemsOf(node);
  if (first === 'CMD') return listCommand(node, words);
  const [text] = words;
  return first === 'CMD-SHELL' && text?.kind === 'scalar' ? shellCommand(text) : undefined;
}

function listCommand({ span }: YamlNode, words: readonly YamlNode[]): ComposeCommand {
  return { form: 'list', script: readExecList(words, COMPOSE_FILLING), span };
}

function shellCommand(scalar: YamlScalar): ComposeCommand {
  return { form: 'shell', script: readShell(unescapeDollars(mappedText(scalar))), span: scalar.span };
}

/** Compose fills `${NAME}` and `$NAME`; `$$` is a dollar sign for anyone who reads it next. */
const COMPOSE_FILLING: WordFilling = {
  isDynamic: (written) => /\$[{A-Za-z_]/.test(written.replaceAll('$$', '')),
  unescape: unescapeDollars,
};

function unescapeDollars(text: MappedText): MappedText {
  const { content } = text;
  if (!content.includes('$$')) return text;
  const unescaped = new MappedTextBuilder();
  for (let at = 0; at < content.length; at++) {
    unescaped.add(content.charAt(at), offsetInFile(text, at));
    if (content.startsWith('$$', at)) at++;
  }
  return unescaped.build(offsetInFile(text, 0));
}
