import { type Module, nodesOf } from '../../ast/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { SAYS_NOT_IMPORTED } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, wholeFiles } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** The title says that a name is used and never imported: nothing in the file binds it, or an import does that was not there. */
export function missingImport(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const name = SAYS_NOT_IMPORTED.exec(anchored.claim.title)
    ?.slice(1)
    .find((each) => each !== undefined);
  const [file] = wholeFiles(anchored, ground).filter(({ isPython }) => isPython);
  if (name === undefined || file === undefined) return undefined;
  const { path } = file;
  const line = importOf(name, file);
  if (line === undefined) {
    const [used] = usesOf(name, file);
    return used === undefined || isBound(name, file)
      ? undefined
      : presentFact(anchored, `\`${name}\` is used at ${path}:${used}, and nothing there imports it`, [
          { message: `\`${name}\` is used here`, path, line: used },
        ]);
  }
  const before = auditedFile(path, ground);
  if (before === undefined || importOf(name, before) !== undefined || usesOf(name, before).length === 0)
    return undefined;
  const evidence = [{ message: `\`${name}\` is imported here`, path, line }];
  return endedFact(
    `\`${name}\` is imported at ${path}:${line}, and was not when the document was written`,
    evidence,
    undefined,
  );
}

function importOf(name: string, { module, text }: CodeFile): number | undefined {
  const found = importsIn(module).find(({ names }) =>
    names.some(({ name: imported, asname }) => (asname ?? imported.split('.')[0]) === name || imported === '*'),
  );
  return found && text.lineAt(found.start);
}

const importsIn = (module: Module) => [...nodesOf(module, 'Import'), ...nodesOf(module, 'ImportFrom')];

function usesOf(name: string, { module, text }: CodeFile): readonly number[] {
  return nodesOf(module, 'Name').flatMap(({ id, ctx, start }) =>
    id === name && ctx === 'Load' ? text.lineAt(start) : [],
  );
}

/** By whatever else gives a name: then not all that stands there under it is a use. */
const isBound = (name: string, file: CodeFile): boolean =>
  file.tokens.filter(({ kind, text }) => kind === 'name' && text === name).length !== usesOf(name, file).length;
