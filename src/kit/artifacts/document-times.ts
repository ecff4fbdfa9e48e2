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

/** Whether a document names files of other times or places, which the repository need not have. */
export const namesOtherFiles = (path: string): boolean => OTHER_TIMES.test(path) || isOfOtherPlaces(path);
export const isOfOtherPlaces = (path: string): boolean => OTHER_PLACES.test(path);

/** Documents that speak of other times: what changed, what was decided, what is planned, how far the work was one day. */
const OTHER_TIMES =
  /(?:^|[/_-])(?:change(?:logs?|s)?|history|news|releases?|release[-_ ]?notes?|migrat\w{0,20}|upgrad\w{0,20}|roadmap|todo|archived?|adrs?|rfcs?|proposals?|plans?|planning|designs?|future|blogs?|posts?|decisions|specs?|drafts?|legacy|rapport|reports?|findings|status|progress)(?:[-_. ][^/]{0,255})?(?:\/|\.\w{1,255}$)|[a-z][-_ ](?:summary|report|progress|status|completed?|ledger)\.\w+$|(?:^|\/)(?:bugs|(?:code-)?reviews|investigations)\/|(?:^|\/)tasks\.md$/i;
/** Documents about no repository, or about another one: what agents are told mostly holds for wherever they work. */
const OTHER_PLACES =
  /(?:^|\/)(?:node_modules|vendor|third_party|tests?|test_?(?:data|files)|fixtures|templates?|[^/]*skills?|course|\.agents?|\.claude|\.cursor|\.github\/[^/]*TEMPLATE[^/]*|upstream|[^/]*[-_]template\.md|site-packages|\.git)(?:\/|$)|(?:^|\/)SKILL\.md$|[{}]/i;
