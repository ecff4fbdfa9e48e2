import { nodesOf } from '../ast/index.ts';
import type { Claim } from './claim.ts';
import { modulesOf } from './code-names.ts';
import type { Anchor } from './replayed-claim.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';

/**
 * Where a module is imported that a claim, or the output that it quotes, names by two paths, one the tail of the other
 * (`"shop.orders" and "src.shop.orders"`): whoever imports it by the longer one makes it two modules.
 */
export function importAnchors({ title, text, quotes }: Claim, code: RepositoryCode): Anchor[] {
  const told = quotes.filter(({ role }) => role !== 'proposed').map((quote) => quote.text);
  const modules = modulesOf([title, text, ...told].join('\n'));
  const longer = modules.filter((module) =>
    modules.some((other) => other.includes('.') && module.endsWith(`.${other}`)),
  );
  return longer.flatMap((module) => {
    const found = code.filesWith(module).flatMap((file) => importsOf(module, file));
    return found.length > MOST_IMPORTS ? [] : found;
  });
}

const MOST_IMPORTS = 6;

function importsOf(module: string, file: CodeFile): Anchor[] {
  if (!file.isPython) return [];
  const from = nodesOf(file.module, 'ImportFrom').filter((node) => node.module === module);
  const whole = nodesOf(file.module, 'Import').filter(({ names }) => names.some(({ name }) => name === module));
  return [...from, ...whole].map(({ start }) => {
    const line = file.text.lineAt(start);
    const because = `\`${module}\` is imported here`;
    return { path: file.path, lines: { first: line, last: line }, confidence: 'medium', because };
  });
}
