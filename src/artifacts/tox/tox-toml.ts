/**
 * The native TOML of tox 4, in tox.toml and below `tool.tox`, and the INI that a pyproject.toml may hold in its place.
 * Source: https://tox.wiki/en/stable/reference/config.html
 */
import { type Located, SourceText, type Span } from '../../text/index.ts';
import {
  type TomlNode,
  type TomlTable,
  type TomlText,
  tomlAt,
  tomlEntries,
  tomlItems,
  tomlText,
} from '../../text/toml/toml-node.ts';
import { readIni } from '../ini/ini-file.ts';
import { readExec, type ShellWord } from '../shell/index.ts';
import {
  expandNames,
  folderOf,
  type ToxCommand,
  type ToxConfiguration,
  type ToxEnvironment,
  toxOfIni,
  toxRequirement,
} from './tox-environments.ts';

/** What the table `tool.tox` of a pyproject.toml says: tox takes the INI in it where nothing else is there. */
export function toxOfPyproject(root: TomlTable, text: SourceText): ToxConfiguration | undefined {
  const tool = tomlAt(root, 'tool', 'tox');
  if (tool?.kind !== 'table') return undefined;
  const legacy = tool.entries.get('legacy_tox_ini')?.value;
  if (legacy?.kind === 'text' && tool.entries.size === 1) return toxOfIni(legacyIni(legacy, text));
  return toxOfTable(tool);
}

/** Read where it stands, so that all that is in it has its place. */
function legacyIni({ span }: TomlText, text: SourceText) {
  // TOML takes one of two backslashes away; a line that ends in one goes on in either format.
  const written = text.slice(span).replace(/\\\\(?=\r?\n)/g, ' \\');
  return readIni(new SourceText('\n'.repeat(span.start) + written)).artifact ?? { sections: [] };
}

/** The environments of a table that holds the configuration of tox. */
export function toxOfTable(table: TomlTable): ToxConfiguration {
  const tables: { name: string; table: TomlTable }[] = [];
  const add = (name: string, node: TomlNode | undefined): void => {
    if (node?.kind === 'table') tables.push({ name, table: node });
  };
  add('', tomlAt(table, 'env_run_base'));
  for (const { key, value } of tomlEntries(tomlAt(table, 'env'))) add(key.value, value);
  // Of a template there are as many environments as its factors have combinations.
  for (const { key, value } of tomlEntries(tomlAt(table, 'env_base'))) add(`${key.value}-{factors}`, value);
  const listed = tomlItems(tomlAt(table, 'env_list')).map(tomlText);
  const names = listed.flatMap((each) => each?.value ?? []);
  return {
    environmentList: names.length === 0 || names.length < listed.length ? undefined : expandNames(names.join(',')),
    environments: tables.map(({ name, table: each }) => environment(name, each)),
    requirements: tables.flatMap(({ table: each }) =>
      wordsOf(tomlAt(each, 'deps')).flatMap(({ text, span }) => toxRequirement({ value: text, span })),
    ),
  };
}

function environment(name: string, table: TomlTable): ToxEnvironment {
  const outcome = tomlAt(table, 'ignore_outcome');
  const isTolerated = outcome?.kind === 'scalar' && outcome.value === true;
  const changed = tomlText(tomlAt(table, 'change_dir') ?? tomlAt(table, 'changedir'))?.value;
  return {
    name,
    commands: ['extra_setup_commands', 'commands_pre', 'commands', 'commands_post'].flatMap((key) =>
      commandsOf(tomlAt(table, key)).flatMap((each) => command(each, isTolerated)),
    ),
    folder: changed === undefined ? '' : folderOf(changed.replaceAll('{/}', '/')),
    span: table.span,
  };
}

/** Lists of words, and those that a replacement chooses between or holds as its default. */
function commandsOf(node: TomlNode | undefined): TomlNode[] {
  return tomlItems(node).flatMap((item) =>
    item.kind === 'table'
      ? choicesOf(item).flatMap((choice) => (isCommand(choice) ? choice : commandsOf(choice)))
      : item,
  );
}

const isCommand = (node: TomlNode): boolean => tomlItems(node).some(({ kind }) => kind === 'text');

/** What may be in the place of `{ replace = … }`, as far as it is written there. */
const choicesOf = (table: TomlTable): TomlNode[] =>
  ['then', 'else', 'default'].flatMap((key) => tomlAt(table, key) ?? []);

function command(node: TomlNode, isTolerated: boolean): ToxCommand[] {
  const [first, ...rest] = wordsOf(node);
  if (first === undefined) return [];
  // A sign of its own: failures do not count, or the command has to fail.
  const words = first.text === '-' || first.text === '!' ? rest : [first, ...rest];
  const isIgnored = isTolerated || first.text === '-';
  return words.length === 0 ? [] : [{ script: readExec(words), ignoresFailure: isIgnored, span: node.span }];
}

/** The texts of a list. What a replacement would put there stands for itself, and is not certain. */
function wordsOf(node: TomlNode | undefined): ShellWord[] {
  const text = tomlText(node);
  if (text !== undefined) return [wordOf(text)];
  return tomlItems(node).flatMap((item) => {
    if (item.kind !== 'table') return wordsOf(item);
    const chosen = choicesOf(item).flatMap(wordsOf);
    const words = chosen.length > 0 ? chosen : [{ text: '{replace}', span: item.span }];
    return words.map((word) => ({ ...word, isDynamic: true }));
  });
}

function wordOf({ value, span }: Located<string>): { readonly text: string; readonly isDynamic: boolean; span: Span } {
  const text = value.replaceAll('{/}', '/');
  return { text, isDynamic: /\{[^{}]*\}/.test(text), span };
}
