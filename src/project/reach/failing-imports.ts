/** Modules that nobody can import, because something that they import first is nowhere. */
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';

type Import = ModuleSummary['imports'][number];

/** What is not so, as one clause, and the line behind which nothing of the module runs. */
export interface FailingImport {
  readonly says: string;
  readonly line: number;
}

/**
 * The last such import of a module. A build may make a module that several lack, that a tool compiles, or that what is started imports;
 * what a file defines is in its text.
 */
export function failingImport(module: ModuleSummary, isStarted: boolean, project: Project): FailingImport | undefined {
  if (module.isPython2 === true) return undefined;
  const found = module.imports.flatMap((imported) => {
    const lack = isCertain(imported) ? lackOf(imported, module, project) : undefined;
    const counts = lack !== undefined && (lack.isOfFile || !isStarted);
    return counts ? [{ ...lack, line: imported.place.line, imported }] : [];
  });
  const isOwn = found.some(
    ({ isOfFile, imported }) =>
      isOfFile ||
      project.modules.every(
        (other) => other === module || !other.imports.some((each) => each.module === imported.module),
      ),
  );
  const last = found.at(-1);
  return isOwn && last !== undefined ? { says: last.says, line: last.line } : undefined;
}

const isCertain = ({ when, guarded, isConditional, expectedToFail, afterFailureOf, isDoubted }: Import): boolean =>
  when === 'import-time' &&
  !guarded &&
  (isConditional ?? expectedToFail ?? isDoubted) !== true &&
  afterFailureOf === undefined;

function lackOf(imported: Import, module: ModuleSummary, project: Project) {
  const found = project.resolveImport(imported, module);
  if (found.kind !== 'missing' || found.module === undefined || GENERATED.test(found.name)) return undefined;
  if (found.isModule) return { says: `there is no module \`${imported.module}\``, isOfFile: false };
  const { path, isPackage } = found.module;
  return isPackage ? undefined : { says: `\`${path}\` defines no \`${found.name}\``, isOfFile: true };
}

const GENERATED = /(?:^|\.)_|(?:version|_pb2\w*|generated)$/;
