/** What files of variables tell about secrets: their values are not kept, only what they look like. */
import { secretKindOf } from '../../knowledge/secrets.ts';
import type { ArtifactFile } from '../../project/index.ts';

type EnvVariable = ArtifactFile<'env-file'>['model']['variables'][number];

/** The variable of a secret whose value is neither empty, to be replaced, nor a word that everybody tries first. */
export function secretOfEnvFile({ model }: ArtifactFile<'env-file'>): EnvVariable | undefined {
  return model.variables.find(({ name, value, isPlain }) => value === 'set' && isPlain !== true && isKept(name.value));
}

/** The variable of a secret whose value a generator or a provider made. */
export function randomSecretOfEnvFile({ model }: ArtifactFile<'env-file'>): EnvVariable | undefined {
  return model.variables.find(
    ({ name, value, isRandom }) => value === 'set' && isRandom === true && isKept(name.value),
  );
}

/**
 * What builders of pages write into them goes to every visitor.
 * Sources: https://vite.dev/guide/env-and-mode, https://nextjs.org/docs/app/guides/environment-variables
 */
const isKept = (name: string): boolean => secretKindOf(name) !== undefined && !FOR_PAGES.test(name);
const FOR_PAGES = /^(?:VITE|NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|REACT_APP|VUE_APP|GATSBY)_/;

/** Whether the file has a place for a secret, filled in or not. */
export const hasPlaceForSecret = ({ model }: ArtifactFile<'env-file'>): boolean =>
  model.variables.some(({ name }) => secretKindOf(name.value) !== undefined);

/** Whether the path of a file says that it is there to be copied, or for tests. */
export const isExampleFile = (path: string): boolean =>
  /example|sample|template|test|fixture|demo|tutorial|\.dist$|docs?\/|[{}]/i.test(path);
