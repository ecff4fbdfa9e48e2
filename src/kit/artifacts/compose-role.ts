import { isForDevelopment } from './docker-image.ts';

/** A compose file for people at work on the code, for tests, for a lesson or as an example; an override is one by convention. */
export function isComposeForDevelopment(path: string): boolean {
  return isForDevelopment(path) || LESSON.test(path) || DEVELOPMENT_NAME.test(path.slice(path.lastIndexOf('/') + 1));
}

const DEVELOPMENT_NAME =
  /[-_.](?:dev|devel|development|debug|local|tests?|testing|ci|e2e|it|integration|examples?|samples?|demo|override|cypress)(?=[-_.])/i;
/** Folders of courses and of tests: `03-storage`, `week_2`, `test-infrastructure`. */
const LESSON =
  /(?:^|\/)(?:\d{1,2}[-_][a-z][\w-]*|(?:week|chapter|lesson|module|part|day)[-_]?\d\w*|cohorts?|homework|workshops?|lessons?|exercises?|courses?|tests?[-_][\w-]+)\//i;
