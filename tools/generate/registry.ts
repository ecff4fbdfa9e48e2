import { CodeBlockWriter } from 'ts-morph';
import type { FirstSight } from '../../src/findings/index.ts';
import type { RuleFile } from './rule-files.ts';

/** Text of rules/index.ts: one static import per rule, and the list of all in order. */
export function generateRegistry(files: readonly RuleFile[], firstSight: ReadonlyMap<string, FirstSight>): string {
  const writer = beginFile(files);
  writer.blankLine();
  writer.write('export const rules: readonly RegisteredRule[] = [').newLine();
  writer.indent(() => writeRules(writer, files, firstSight));
  return writer.write('];').newLine().toString();
}

function beginFile(imported: readonly RuleFile[]): CodeBlockWriter {
  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from rules/<category>/<name>.ts by tools/generate/registry.ts. Do not edit; run `npm run generate`.',
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
