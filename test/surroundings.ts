/** Before each test file: neither luck nor whoever runs the tests decides how they end. */
import { devNull } from 'node:os';
import fc from 'fast-check';
import { afterAll } from 'vitest';
import { removeTemporaryFolders } from './temporary-folders.ts';

/** The same in every run; `SEED=7 npx vitest run …` tries other inputs. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_120) });

// A git hook that runs the tests names its own repository and index, and tests write to what git takes for theirs.
for (const name of Object.keys(process.env)) {
  if (/^(?:GIT|GITHUB)_|^(?:FORCE|NO)_COLOR$/.test(name)) delete process.env[name];
}
// Programs that tests start leave nothing in the folders that they scan.
process.env.AUDITLINT_NO_CACHE = '1';
// Signed commits, ignore rules and line ends of a person's own.
process.env.GIT_CONFIG_GLOBAL = devNull;
process.env.GIT_CONFIG_NOSYSTEM = '1';

afterAll(removeTemporaryFolders);
