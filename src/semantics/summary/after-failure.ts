import { nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/** What handlers do that take any failure, or that of an import: nobody comes there while all goes as it should. Others may be a plain branch. */
export function linesAfterFailure({ source, handlers }: SemanticModel): Pick<ModuleSummary, 'afterFailure'> {
  const { text } = source;
  const afterFailure = nodesOf(source.module, 'ExceptHandler').flatMap((handler) => {
    const { isBroad, catches } = handlers.describe(handler);
    const first = handler.body[0];
    if (first === undefined || !(isBroad || catches.some((name) => IMPORT_ERRORS.has(name)))) return [];
    return [[text.lineAt(first.start), text.lineAt(handler.end)] as const];
  });
  return afterFailure.length === 0 ? {} : { afterFailure };
}

const IMPORT_ERRORS: ReadonlySet<string> = new Set(['builtins.ImportError', 'builtins.ModuleNotFoundError']);
