import type { Notification } from 'sarif';
import type { Notice } from '../../findings/index.ts';
import { sentence } from '../sentence.ts';
import type { LocationWriter } from './location.ts';

/** A notice of the run as SARIF has it: the scan ended, and this is what it could not do. */
export function describeNotice(notice: Notice, locations: LocationWriter): Notification {
  const { kind, path, line, rule, message } = notice;
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    descriptor: { id: kind },
    level: kind === 'rule-failed' ? 'error' : 'warning',
    message: { text: sentence(rule === undefined ? message : `${message} (rule ${rule})`) },
    ...(path !== undefined && {
      locations: [{ physicalLocation: { artifactLocation: locations.artifact(path), ...region } }],
    }),
  };
}
