import { type Expression, type If, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';
import { versionTest } from '../values/version-test.ts';
import { placeOf } from './place.ts';

/** Versions of libraries with which the code raises: `if version.parse(torch.__version__) < version.parse("2.6"): raise …`. */
export function refusedVersions(model: SemanticModel): Pick<ModuleSummary, 'refusedVersions'> {
  const found = nodesOf(model.source.module, 'If').flatMap((branch) => refusalsOf(branch, model));
  return found.length === 0 ? {} : { refusedVersions: found };
}

function refusalsOf(branch: If, model: SemanticModel): NonNullable<ModuleSummary['refusedVersions']> {
  const { flow } = model;
  const isRefused = branch.body.length > 0 && flow.alwaysRaises(branch.body);
  const isRefusedOtherwise = branch.orelse.length > 0 && flow.alwaysRaises(branch.orelse);
  if (isRefused === isRefusedOtherwise) return [];
  return partsOf(branch.test).flatMap((part) => {
    const test = versionTest(part, model);
    if (test === undefined || (test.says === 'below') !== isRefused) return [];
    const below = test.version === undefined ? {} : { below: test.version };
    return [{ library: test.library, ...below, place: placeOf(part, model) }];
  });
}

/** The parts of `a and b` and `a or b`. */
function partsOf(test: Expression): readonly Expression[] {
  return test.kind === 'BoolOp' ? test.values.flatMap(partsOf) : [test];
}
