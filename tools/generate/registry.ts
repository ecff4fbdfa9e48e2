import { relative } from 'node:path';
import { CodeBlockWriter } from 'ts-morph';
import type { FirstSight } from '../../src/findings/index.ts';
import type { RuleFile } from './rule-files.ts';

/** Text of `index.ts` in the folder of all rules: one static import per rule, and the list of all in order. */
export function generateRegistry(
  folder: string,
  files: readonly RuleFile[],
  firstSight: ReadonlyMap<string, FirstSight>,
): string {
  const writer = beginFile(folder, files);
  writer.blankLine();
  writer.write('export const rules: readonly RegisteredRule[] = [').newLine();
  writer.indent(() => writeRules(writer, files, firstSight));
  return writer.write('];').newLine().toString();
}

function beginFile(folder: string, imported: readonly RuleFile[]): CodeBlockWriter {
  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from the rules beside it by tools/generate/registry.ts. Do not edit; run `npm run generate`.',
  );
  writer.writeLine("import type { RegisteredRule } from '#kit';");
  for (const { name, path } of imported)
    writer.writeLine(`import ${toIdentifier(name)} from './${relative(folder, path).replaceAll('\\', '/')}';`);
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

function firstSightLiteral({ read, right, sinceFixed }: FirstSight): string {
  const since = sinceFixed === undefined ? '' : `, sinceFixed: ${firstSightLiteral(sinceFixed)}`;
  return `{ read: ${read}, right: ${right}${since} }`;
}

const toIdentifier = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
