/** Makes src/syntax/kinds.generated.ts from the grammar's .wasm: the numbers of node kinds, tokens and fields. */
import { CodeBlockWriter } from 'ts-morph';
import { WasmBinding } from '../../src/syntax/wasm-binding.ts';

/** Text of kinds.generated.ts for the installed tree-sitter-python. */
export async function generateSyntaxKinds(): Promise<string> {
  const { language } = await WasmBinding.load();
  const names = language.types.filter((name): name is string => name !== null);

  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from tree-sitter-python.wasm by tools/generate/syntax-kinds.ts. Do not edit; run `npm run generate`.',
  );
  writer.blankLine();
  writer.writeLine('/** Kinds of named nodes. */');
  writeTable(writer, 'Kind', [...numbered(names, (name) => language.idForNodeType(name, true)), ['ERROR', 0xffff]]);
  writer.writeLine('/** Kinds of tokens: nodes that the grammar writes as a literal text. */');
  writeTable(
    writer,
    'Token',
    numbered(names, (name) => language.idForNodeType(name, false)),
  );
  writer.writeLine('/** Numbers of fields; 0 is no field. */');
  const fields = language.fields.flatMap((name, id): [string, number][] => (name === null ? [] : [[name, id]]));
  writeTable(writer, 'Field', fields);
  return writer.toString();
}

function numbered(names: readonly string[], idOf: (name: string) => number | null): [string, number][] {
  const table = new Map<string, number>();
  for (const name of names) {
    const id = idOf(name);
    if (id !== null && id !== 0) table.set(name, id);
  }
  return [...table];
}

function writeTable(writer: CodeBlockWriter, name: string, entries: readonly (readonly [string, number])[]): void {
  writer.write(`export const ${name} = `).inlineBlock(() => {
    for (const [key, id] of [...entries].sort((a, b) => a[1] - b[1])) {
      writer.writeLine(`${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${id},`);
    }
  });
  writer.write(' as const;').newLine().blankLine();
}
