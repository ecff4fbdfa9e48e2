/** Whether the rules of a plug-in see through a change of spelling. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPythonParser } from '../ast/lower/index.ts';
import type { Finding } from '../findings/index.ts';
import type { Plugin } from '../kit/plugin/define-plugin.ts';
import { listFixtures, readFixture } from './fixtures/fixture.ts';
import { TRANSFORMATIONS } from './metamorphoses/all-transformations.ts';
import { trialsOf } from './metamorphoses/trials.ts';
import { registeredRules } from './registered-rules.ts';

/** One fixture, changed in one way that leaves the program the same in kind. */
export interface Metamorphosis {
  readonly rule: string;
  readonly fixture: string;
  /** `aliased-imports`, `through-local`, … */
  readonly transformation: string;
  /** What was done, in a clause. */
  readonly what: string;
  /** Findings that are no longer told, as `path:line: message`; a change may take away what they are about. */
  readonly lost: readonly string[];
  /** Findings of the changed program that the old one has not; in a clean fixture each is a false alarm. */
  readonly extra: readonly string[];
}

/** Changes each fixture in `folder/<rule>/` in every way there is, and says what became of its findings, all in the strict profile. */
export async function metamorphose(plugin: Plugin, folder: string | URL): Promise<readonly Metamorphosis[]> {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const parser = await loadPythonParser();
  const done: Metamorphosis[] = [];
  for (const registered of registeredRules(plugin)) {
    for (const name of listFixtures(join(root, registered.name))) {
      const fixture = readFixture(join(root, registered.name, name));
      for (const { transformation, survival } of await trialsOf(
        registered,
        { name, fixture },
        parser,
        TRANSFORMATIONS,
      )) {
        done.push({
          rule: registered.name,
          fixture: name,
          transformation: transformation.name,
          what: transformation.what,
          lost: survival.fates.filter(({ strict }) => strict === 'lost').map(({ finding }) => shown(finding)),
          extra: survival.extra.map(shown),
        });
      }
    }
  }
  return done;
}

const shown = ({ location: { path, line }, message }: Finding): string => `${path}:${line}: ${message}`;
