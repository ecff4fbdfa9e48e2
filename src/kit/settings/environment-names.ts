/** How Python code comes by variables of the environment whose names it does not write out. */
import { callKeyword, type Expression, identifiersOf, type Node, nodesOf } from '../../ast/index.ts';
import type { FactsContext } from '../rule.ts';

/** Plain JSON, as facts of a rule. What a file names in full is among the texts of its summary. */
export interface EnvironmentNames {
  /** Names in class bodies, in lower case: settings are filled by variables of their names. */
  readonly fields: readonly string[];
  /** What is before the names of fields, in lower case; empty where a class says nothing. */
  readonly prefixes: readonly string[];
  /** It hands the environment on as a whole, or asks it for names that come from elsewhere: whatever is set may be read. */
  readonly isOpen: boolean;
}

/** Undefined where a file has nothing to do with the environment. */
export function environmentNames(file: FactsContext): EnvironmentNames | undefined {
  const fields = new Set<string>();
  for (const { body, bases, name } of nodesOf(file.module, 'ClassDef')) {
    if (bases.length === 0 && !/Settings|Config|Env/.test(name)) continue;
    for (const member of body) {
      const target =
        member.kind === 'AnnAssign' ? member.target : member.kind === 'Assign' ? member.targets[0] : undefined;
      if (target?.kind === 'Name') fields.add(target.id.toLowerCase());
    }
  }
  const prefixes = prefixesIn(file);
  const isOpen = opensEnvironment(file);
  if (fields.size === 0 && prefixes.length === 0 && !isOpen) return undefined;
  return { fields: [...fields], prefixes, isOpen };
}

/** `SettingsConfigDict(env_prefix="SHOP_")`, `env_prefix = "SHOP_"` in a class of settings, the key of a table. */
function prefixesIn(file: FactsContext): string[] {
  if (!file.text.content.includes('env_prefix')) return [];
  const given: (Expression | undefined)[] = [
    ...nodesOf(file.module, 'Call').map((call) => callKeyword(call, 'env_prefix')?.value),
    ...nodesOf(file.module, 'Assign').map(({ targets: [target], value }) =>
      target?.kind === 'Name' && target.id === 'env_prefix' ? value : undefined,
    ),
    ...nodesOf(file.module, 'Dict').flatMap(({ keys, values }) =>
      keys.map((key, index) => (key && file.values.string(key) === 'env_prefix' ? values[index] : undefined)),
    ),
  ];
  return given.flatMap((value) => (value && file.values.string(value)?.toLowerCase()) ?? []);
}

function opensEnvironment(file: FactsContext): boolean {
  const used = identifiersOf(file.module);
  if (used.has('expandvars') || /envvar_prefix/.test(file.text.content)) return true;
  if (!used.has('environ') && !used.has('getenv')) return false;
  const whole = [...nodesOf(file.module, 'Attribute'), ...nodesOf(file.module, 'Name')].filter(
    (node) => file.names.qualifiedName(node) === 'os.environ',
  );
  if (whole.some(isHandedOn)) return true;
  return [...nodesOf(file.module, 'Call'), ...nodesOf(file.module, 'Subscript')].some((node) => {
    const read = file.values.environmentRead(node);
    if (read === undefined || read.key !== undefined) return false;
    const key = node.kind === 'Call' ? node.args[0] : node.slice;
    return key !== undefined && isFromElsewhere(key);
  });
}

/** Not only asked for one name. */
function isHandedOn(environment: Node): boolean {
  const { parent } = environment;
  if (parent?.kind === 'Attribute') return !ONE_NAME.has(parent.attr);
  if (parent?.kind === 'Subscript') return parent.value !== environment;
  return parent?.kind !== 'Compare';
}

const ONE_NAME: ReadonlySet<string> = new Set(['get', 'setdefault', 'pop', 'update', '__getitem__', '__setitem__']);

/** `found.group(1)`, `node["name"]`: no name, and no change of the case of one. */
function isFromElsewhere(key: Expression): boolean {
  if (key.kind === 'Subscript') return true;
  if (key.kind !== 'Call') return false;
  return key.func.kind !== 'Attribute' || !/^(?:upper|lower|strip|format|replace|join)$/.test(key.func.attr);
}
