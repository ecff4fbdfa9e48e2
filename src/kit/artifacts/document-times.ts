/** Whether a document speaks of other times: what changed, what was decided or judged one day, what is planned. */
export function isOfOtherTimes(path: string): boolean {
  return OTHER_TIMES.test(path);
}

const OTHER_TIMES =
  /(?:^|\/)(?:change(?:log|s)?|history|news|releases?|migrat\w{0,20}|upgrad\w{0,20}|roadmap|todo|plans?|proposals?|designs?|adrs?|rfcs?|audits?|archived?)(?:[-_. ][^/]{0,255})?(?:\/|\.\w{1,255}$)/i;
