/** Documents that speak of another time, by the words of their paths: what changed, what was decided, what is planned or put away. */
export function isOfAnotherTime(path: string): boolean {
  return OTHER_TIMES.test(path);
}

const OTHER_TIMES =
  /(?:^|\/)(?:change(?:log|s)?|history|news|releases?|migrat\w{0,20}|upgrad\w{0,20}|roadmap|todo|plans?|proposals?|designs?|adrs?|rfcs?|audits?|[._]?archived?|attic)(?:[-_. ][^/]{0,255})?(?:\/|\.\w{1,255}$)/i;
