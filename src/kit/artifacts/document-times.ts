import { isOfAnotherTime } from '../../knowledge/other-times.ts';
import { isOfPlansOrAudits } from '../../knowledge/plan-words.ts';
import type { ArtifactFile } from '../../project/index.ts';

/** Whether a document speaks of other times: what changed, what was decided or judged one day, what is planned. */
export function isOfOtherTimes(path: string): boolean {
  return isOfAnotherTime(path) || DATED.test(path);
}

/**
 * Whether a document seems to speak of one day or of what is to come, by its name or title: a dated one, an audit, a proposal or
 * a plan in whatever language.
 */
export function isOfOneDay({ path, model }: ArtifactFile<'markdown'>): boolean {
  const [title] = model.headings;
  const words = path.replace(/\.\w+$/, '').replace(/(?<=[a-z])(?=[A-Z])|[/_.-]+/g, ' ');
  return (
    DATED.test(path) ||
    AUDIT.test(path) ||
    isOfPlansOrAudits(words) ||
    (title?.level === 1 && (isOfPlansOrAudits(title.text.value) || /\bpropos(?:al|ed)\b/i.test(title.text.value)))
  );
}

const AUDIT = /(?:^|\/)audits\/|(?:^|[-_/])audit\.\w+$/i;
const DATED =
  /(?:^|[^\d])20\d\d(?:[-_.](?:0[1-9]|1[0-2])[-_.](?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)/;
