/** A process that updates a register again and again, each time with one issue more: `node … FOLDER NAME COUNT`. */

import { processIo } from '../../../src/cli/process-io.ts';
import { changeRegister, findRegister } from '../../../src/cli/register/register-file.ts';
import { emptyRegister, type Sighting, updateRegister } from '../../../src/register/index.ts';

const [folder = '', name = '', count = ''] = process.argv.slice(2);
const io = { ...processIo(), cwd: folder };
const target = findRegister({}, io);

for (let at = 0; at < Number(count); at++) {
  await changeRegister(target, io, ({ register, log }) =>
    updateRegister(register ?? emptyRegister(), [sighting(at)], {
      today: '2026-11-22',
      commit: undefined,
      log,
      mayClose: false,
      isCommitted: () => true,
      wasJudged: () => false,
    }),
  );
}

function sighting(at: number): Sighting {
  const fingerprint = `${Buffer.from(`${name}${at}`).toString('hex').padEnd(32, '0')}:1`;
  return {
    standing: { kind: 'fires' },
    prefix: 'STATE',
    title: `Issue ${name}${at}`,
    severity: 'P1',
    rule: 'bare-except',
    claim: undefined,
    places: [{ path: `src/${name}.py`, line: at + 1, cell: undefined, fingerprint }],
    symptom: 'It is one.',
    cause: () => 'Because.',
    fix: 'Mend it.',
  };
}
