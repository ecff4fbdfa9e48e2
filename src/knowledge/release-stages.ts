/** Stages that a release goes through. */
import { words } from './words.ts';

/** Names with one number are one stage. */
export const RELEASE_STAGES: ReadonlyMap<string, number> = new Map(
  [
    'dev development develop local',
    'staging stage preprod preproduction',
    'canary',
    'shadow',
    'production prod live',
    'archived archive retired deprecated',
    'testing test qa',
    'uat acceptance',
    'candidate challenger',
    'champion',
    'beta',
    'alpha',
    'draft',
    'none',
  ].flatMap((names, group) => words(names).map((name) => [name, group] as const)),
);
