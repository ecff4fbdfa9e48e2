/** Modules that nobody can import, because something that they import first is nowhere. */
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';

type Import = ModuleSummary['imports'][number];

/** What is missing, and the line behind which nothing of the module runs. */
export interface FailingImport {
  readonly missing: string;
  readonly line: number;
}

/** The last such import of a module. Of what several modules lack, or a tool compiles, a build may make it. */
export function failingImport(module: ModuleSummary, project: Project): FailingImport | undefined {
  if (module.isPython2 === true) return undefined;
  const found = module.imports.flatMap((imported) => {
    const missing = isCertain(imported) ? missingIn(imported, module, project) : undefined;
    return missing === undefined ? [] : [{ missing, line: imported.place.line, imported }];
  });
  const isOwn = found.some(({ imported }) =>
    project.modules.every(
      (other) => other === module || !other.imports.some((each) => each.module === imported.module),
    ),
  );
  const last = found.at(-1);
  return isOwn && last !== undefined ? { missing: last.missing, line: last.line } : undefined;
}

const isCertain = ({ when, guarded, isConditional, expectedToFail, afterFailureOf, isDoubted }: Import): boolean =>
  when === 'import-time' &&
  !guarded &&
  (isConditional ?? expectedToFail ?? isDoubted) !== true &&
  afterFailureOf === undefined;

function missingIn(imported: Import, module: ModuleSummary, project: Project): string | undefined {
  const found = project.resolveImport(imported, module);
  const isLacking = found.kind === 'missing' && found.isModule && found.module !== undefined;
  return isLacking && !/(?:^|\.)_|(?:version|_pb2\w*|generated)$/.test(found.name) ? imported.module : undefined;
}
