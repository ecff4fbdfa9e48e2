/** Which artifacts serve people at work on the code, tests, lessons and examples: what is loose in them hurts nobody else. */
import type { ComposeFile, DockerStage } from '../../artifacts/index.ts';

/** An image for people at work on the code. By the file's path and the stage's name. */
export function isForDevelopment(path: string, stage?: DockerStage): boolean {
  if (DEVELOPMENT_PATH.test(path)) return true;
  return stage?.name !== undefined && DEVELOPMENT_STAGE.test(stage.name.value);
}

const DEVELOPMENT_STAGE =
  /(?:^|[-_.])(?:dev|devel|development|debug|local|tests?|testing|ci|lint|docs?|bench\w*|examples?)(?:$|[-_.])/i;
const DEVELOPMENT_PATH =
  /(?:^|\/)(?:\.devcontainer|\.gitpod|\.vscode|\.github|\.circleci|\.gitlab|dev|devel|development|tests?|testing|ci|docs?|examples?|samples?|tutorials?|bench(?:marks?)?|demos?|hack)\/|(?:Dockerfile|Containerfile)[-_.](?:.{0,100}[-_.])?(?:dev|devel|development|devcontainer|gitpod|debug|local|tests?|testing|ci|lint|docs?|bench\w*|examples?|e2e)(?:[-_.]|$)|(?:^|[/._-])(?:dev|devcontainer|test|ci|local|debug|gitpod|e2e)\.dockerfile$/i;

/** A compose file for people at work on the code, for tests, for a lesson or as an example; an override is one by convention. */
export function isComposeForDevelopment(path: string): boolean {
  return isForDevelopment(path) || LESSON.test(path) || DEVELOPMENT_NAME.test(path.slice(path.lastIndexOf('/') + 1));
}

/** One by its path, or a service of it starts again whenever its code changes. */
export const isDevelopmentCompose = (path: string, { services }: ComposeFile): boolean =>
  isComposeForDevelopment(path) ||
  services.some(({ entrypoint, command }) =>
    [entrypoint, command].some((each) =>
      each?.script.commands.some(({ words }) => words.some(({ text }) => RELOADING.test(text))),
    ),
  );

const RELOADING = /^(?:--reload|--debug|--watch|runserver|watchmedo|watchfiles|watchfiles\..*|nodemon|dev)$/;

const DEVELOPMENT_NAME =
  /(?:^|[-_.])(?:dev|devel|development|debug|local|tests?|testing|ci|e2e|it|integration|examples?|samples?|demo|override|cypress)(?=[-_.])/i;
/** Folders of courses and of tests: `03-storage`, `week_2`, `test-infrastructure`. */
const LESSON =
  /(?:^|\/)(?:\d{1,2}[-_][a-z][\w-]*|(?:week|chapter|lesson|module|part|day)[-_]?\d\w*|cohorts?|homework|workshops?|lessons?|exercises?|courses?|e2e|tests?[-_][\w-]+)\//i;
