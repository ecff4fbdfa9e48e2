import type { Report } from '../../src/reporters/index.ts';
import { finding, reportOf } from './sample-report.ts';

/** A file name of all that some format gives a meaning to. */
export const HOSTILE_PATH = 'src/::error::it\'s "a" <b> & é名 50%,[x](y)`|;=##[group]\r\n\t\u001b[31m\u009b\u202e.py';

/** What of that name a format keeps that makes control characters visible. */
export const VISIBLE_PATH = 'src/::error::it\'s "a" <b> & é名 50%,[x](y)`|;=##[group]\\r\\n\\t\\x1b[31m\\x9b\\u202e.py';

const HOSTILE_MESSAGE = '=`a|b` <img src=x> @all http://evil.example, "q" ]]> \u0007\n::stop-commands::x ##[error]y';

const LINE = 'label = "📦é"; danger(label)';

/** One finding in a file of that name, on a line with an emoji before it. */
export const hostileReport: Report = reportOf(
  [
    finding('bare-except', placeOfDanger(HOSTILE_PATH), {
      message: HOSTILE_MESSAGE,
      remedy: '-Take `it` away|now',
      related: [{ ...placeOfDanger(HOSTILE_PATH), message: 'it & <this>' }],
      grading: { harm: 'grants-access', base: 'P0', reach: 'served', because: HOSTILE_MESSAGE },
      places: [
        { location: placeOfDanger(HOSTILE_PATH), message: HOSTILE_MESSAGE, severity: 'P1', fingerprint: 'again' },
      ],
    }),
  ],
  {
    readSource: (path) => (path === HOSTILE_PATH ? Buffer.from(`import os\n${LINE}\n`) : undefined),
    notices: [{ kind: 'binary', path: HOSTILE_PATH, message: 'not text: `x|y` <z>' }],
  },
);

/** UTF-16: the emoji is two units. */
function placeOfDanger(path: string) {
  const column = LINE.indexOf('danger') + 1;
  return { path, line: 2, column, endLine: 2, endColumn: column + 'danger(label)'.length };
}
