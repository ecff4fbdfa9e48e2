import type { Project } from '../build.ts';
import { isProduction } from '../production.ts';
import { isComposeForDevelopment } from './for-development.ts';

/**
 * Whether strangers can send something to what the project runs: false where it serves nobody, or where every server that
 * it starts listens on this machine alone and nothing publishes a port. Undefined never means safe, so doubt is `true`.
 */
export function isExposed(project: Project): boolean {
  const production = project.modules.filter(isProduction);
  if (!production.some(({ serves, functions }) => serves || functions.some(({ entry }) => entry?.endsWith('route'))))
    return false;
  if (isPublished(project)) return true;
  const listens = listening(project);
  return listens.length === 0 || listens.some((each) => each !== 'loopback');
}

const listening = ({ modules }: Project) => modules.filter(isProduction).flatMap((module) => module.listens ?? []);

/** A container, manifest, command or server of its own gives it a port or an address that others reach. */
export function isPublished(project: Project): boolean {
  const { artifacts, startingCommands } = project;
  if (listening(project).includes('anywhere')) return true;
  const isOpen = artifacts
    .of('compose')
    .some(
      ({ path, model }) =>
        !isComposeForDevelopment(path) &&
        model.services.some(
          ({ build, ports }) => build !== undefined && ports.some((port) => !isLocal(port.hostAddress)),
        ),
    );
  if (isOpen || artifacts.of('kubernetes').length > 0) return true;
  if (
    artifacts
      .of('dockerfile')
      .some(({ model }) => model.stages.some(({ instructions }) => instructions.some(({ kind }) => kind === 'expose')))
  )
    return true;
  return startingCommands.some(
    ({ kind, command }) =>
      kind === 'procfile' ||
      command.words.some(({ text }) => /^(?:--host=|--bind=)?(?:0\.0\.0\.0|::|\[::\])(?::\d+)?$/.test(text)),
  );
}

const isLocal = (address: string | undefined): boolean =>
  address !== undefined && /^(?:127\.|localhost$|\[?::1)/.test(address);
