/** What a browser sends along by itself, whoever's page asks: cookies, sessions in cookies, HTTP authentication. */
import type { RelatedLocation } from '../findings/index.ts';
import { AMBIENT_MODULES, AMBIENT_NAMES, COOKIE_ATTRIBUTES } from '../knowledge/ambient-credentials.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { isProduction } from './production.ts';
import type { ProjectModel } from './project-model.ts';

/** Where production code of the project takes or sets such a credential; undefined where it is seen nowhere. */
export function ambientCredentialOf({ modules }: Pick<ProjectModel, 'modules'>): RelatedLocation | undefined {
  const places = modules.filter(isProduction).map(placeIn);
  return places.find((place) => place !== undefined);
}

function placeIn({ path, imports, attributeReads }: ModuleSummary): RelatedLocation | undefined {
  const message = 'what a browser sends by itself is used here';
  const imported = imports.find(
    ({ module, name }) =>
      AMBIENT_MODULES.some((each) => module === each || module.startsWith(`${each}.`)) ||
      (name !== undefined && AMBIENT_NAMES.has(`${module.split('.')[0]}.${name}`)),
  );
  if (imported !== undefined) return { path, ...imported.place, message };
  return attributeReads.some((name) => COOKIE_ATTRIBUTES.has(name))
    ? { path, line: 1, column: 1, endLine: 1, endColumn: 1, message }
    : undefined;
}
