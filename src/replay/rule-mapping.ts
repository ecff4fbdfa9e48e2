import { parseToml } from '../text/toml/parse-toml.ts';
import type { TomlNode } from '../text/toml/toml-node.ts';
import type { Claim } from './claim.ts';

/** What is wrong with a mapping file: ends a sentence that begins with its name. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/** The rules that a person gives to claims, by their id. */
export type RuleMapping = ReadonlyMap<string, readonly string[]>;

/** A table of TOML (`"P0-1" = "unbounded-cache"`, or a list), or lines of an id, a tab and rules between commas. */
export function parseMapping(content: string, fileName: string): RuleMapping {
  return fileName.toLowerCase().endsWith('.toml') ? parseTomlMapping(content) : parseLines(content);
}

function parseTomlMapping(content: string): RuleMapping {
  const parsed = parseToml(content);
  if (parsed.kind === 'problem') throw new MappingError(`is ${parsed.problem}`);
  return new Map([...parsed.root.entries].map(([id, { value }]) => [id, rulesIn(id, value)]));
}

function rulesIn(id: string, value: TomlNode): string[] {
  const items = value.kind === 'list' ? value.items : [value];
  return items.map((item) => {
    if (item.kind === 'text') return item.value;
    throw new MappingError(`sets \`${id}\` to something other than a rule name or a list of them`);
  });
}

function parseLines(content: string): RuleMapping {
  const mapping = new Map<string, readonly string[]>();
  for (const [i, line] of content.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [id = '', rules = ''] = line.split('\t');
    const names = rules
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    if (id.trim() === '' || names.length === 0)
      throw new MappingError(`is not a claim, a tab and a rule on line ${i + 1}: \`P0-1<tab>unbounded-cache\``);
    mapping.set(id.trim(), names);
  }
  return mapping;
}

/** A claim with the rules that a mapping file gives it. */
export function withRules(claim: Claim, mapping: RuleMapping): Claim {
  const rules = mapping.get(claim.id);
  return rules === undefined ? claim : { ...claim, rules };
}
