import { CodeBlockWriter } from 'ts-morph';
import { groupBy } from '../../collections/index.ts';
import { type FirstSight, profileOf } from '../../findings/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import type { RuleFile } from './rule-files.ts';

/** Text of rules/index.ts: one static import per rule but for those that the default profile has, and the list of all in order. */
export function generateRegistry(
  files: readonly RuleFile[],
  firstSight: ReadonlyMap<string, FirstSight>,
  ofDefault: readonly RuleFile[],
): string {
  const others = files.filter((file) => !ofDefault.includes(file));
  const writer = beginFile(others);
  writer.writeLine("import { defaultRules } from './default-profile.generated.ts';").blankLine();
  writer.write('export const rules: readonly RegisteredRule[] = [').newLine();
  writer.indent(() => {
    writer.writeLine('...defaultRules,');
    writeRules(writer, others, firstSight);
  });
  const order = 'a.category < b.category || (a.category === b.category && a.name < b.name) ? -1 : 1';
  return writer.write(`].sort((a, b) => (${order}));`).newLine().toString();
}

/** Text of rules/default-profile.generated.ts: the rules of the default profile, and the names of the others. */
export function generateDefaultProfile(
  files: readonly RuleFile[],
  firstSight: ReadonlyMap<string, FirstSight>,
  ofDefault: readonly RuleFile[],
  ceilingOf: (name: string) => string,
): string {
  const writer = beginFile(ofDefault);
  writer.blankLine();
  writer.write('export const defaultRules: readonly RegisteredRule[] = [').newLine();
  writer.indent(() => writeRules(writer, ofDefault, firstSight));
  writer.writeLine('];').blankLine();
  writer.writeLine('/** The others, by category and ceiling. */');
  writer.write('export const otherRules: Readonly<Record<string, string>> = {').newLine();
  const others = files.filter((file) => !ofDefault.includes(file));
  const groups = groupBy(others, ({ category, name }) => `${category} ${ceilingOf(name)}`);
  writer.indent(() => {
    for (const [key, group] of groups) {
      writer.writeLine(`'${key}': \``);
      for (const { name } of group) writer.writeLine(`  ${name}`);
      writer.writeLine('`,');
    }
  });
  return writer.write('};').newLine().toString();
}

/** Those of the default profile; of a rule that could not be read nothing is known. */
export function filesOfDefault(files: readonly RuleFile[], rules: readonly RegisteredRule[]): RuleFile[] {
  const strict = new Set(rules.filter(({ rule }) => profileOf(rule.docs) === 'strict').map(({ name }) => name));
  return files.filter(({ name }) => !strict.has(name));
}

function beginFile(imported: readonly RuleFile[]): CodeBlockWriter {
  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from rules/<category>/<name>.ts by src/dev/generate/registry.ts. Do not edit; run `npm run generate`.',
  );
  writer.writeLine("import type { RegisteredRule } from '#kit';");
  for (const { category, name } of imported)
    writer.writeLine(`import ${toIdentifier(name)} from './${category}/${name}.ts';`);
  return writer;
}

function writeRules(
  writer: CodeBlockWriter,
  files: readonly RuleFile[],
  firstSight: ReadonlyMap<string, FirstSight>,
): void {
  for (const { category, name } of files) {
    const seen = firstSight.get(name);
    const figure = seen === undefined ? '' : `, firstSight: ${firstSightLiteral(seen)}`;
    writer.writeLine(`{ category: '${category}', name: '${name}', rule: ${toIdentifier(name)}${figure} },`);
  }
}

function firstSightLiteral({ read, right, sinceMended }: FirstSight): string {
  const since = sinceMended === undefined ? '' : `, sinceMended: ${firstSightLiteral(sinceMended)}`;
  return `{ read: ${read}, right: ${right}${since} }`;
}

const toIdentifier = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
