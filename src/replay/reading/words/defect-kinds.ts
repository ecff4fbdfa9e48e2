/**
 * Kinds of defects that two people put in different words: "memory leak" in an audit, "grows without bound" in a rule. What both texts say in any of
 * the ways of one row they say alike.
 */
const KINDS: readonly RegExp[] = [
  // What only grows.
  /memory leak|\bleaks? memory|\bgrow(?:s|ing)? (?:forever|indefinitely|linearly|unbounded|unlimited|without (?:bound|limit|end))|\bonly grows|unbounded (?:growth|cache|dict|list)|never (?:clean(?:ed|s)|evict(?:ed|s)|expires?|pruned|purged|removed|removes|cleared)|nothing ever removes|no (?:eviction|cleanup|ttl)\b/i,
  // The event loop waits.
  /event loop|\basync(?:hronous)? loop|blocks? the (?:loop|thread)|blocking (?:call|i\/o|io|operation)s?\b[^.]{0,40}async/i,
  // Of many values one is told.
  /\b(?:averages?|mean)\b[^.]{0,60}(?:latenc|hides?|tail|only|useless)|(?:latenc|only)[^.]{0,60}\b(?:averages?|mean)\b|tail latenc|\bp9[59]\b|percentile/i,
  // Two ends that do not meet.
  /\borphan(?:ed)?\b|(?:disconnect(?:ed|ion)|not (?:connected|wired))[^.]{0,30}(?:queue|worker|api|consumer|producer)|(?:queue|worker|producer|consumer)[^.]{0,30}(?:disconnect(?:ed|ion)|not (?:connected|wired))|no (?:producer|consumer)|never (?:receives? jobs|pushes|enqueues?|filled|consumed)/i,
  // What is installed differs from day to day.
  /\bunpinned|\b(?:not|nothing|isn't|aren't)\b[^.]{0,20} (?:pinned|locked)|\bpin(?:s|ning)?\b[^.]{0,30}(?:version|hash|digest)|(?:hash|version|digest)[- ]pin|without (?:an )?exact versions?|lock ?files?\b|\bhashes\b/i,
  // Work that nobody wrote yet.
  /placeholder|\bstubs?\b|\bskeleton|\bno (?:\w+ ){1,3}(?:is|are) implemented/i,
  // Nobody asked for it, or asks for it now.
  /over-?engineer|\bunnecessar(?:y|ily)\b|\bneedless(?:ly)?\b|\bpremature\b|\bthat (?:nothing|no code)[^.]{0,20} (?:imports|names|refers)\b/i,
  // Built, and joined to nothing.
  /\bno integration (?:with|into)\b|\b(?:not|never|isn't) (?:integrated|wired|hooked)\b|\bthat (?:nothing|no code)[^.]{0,20} (?:imports|names|refers)\b/i,
  // Made up at each start.
  /\bephemeral\b|\b(?:generat|mak)(?:es|ed|ing) (?:an? |its )?(?:(?:own|new|random|master|signing|encryption|secret) ){0,3}(?:keys?|secrets?)\b/i,
  // A wait that may not end.
  /\b(?:no|without(?: an?)?|missing|lacks?(?: an?)?) (?:\w+ )?(?:timeouts?|deadlines?|time limits?)\b|\b(?:waits?|hangs?|blocks?) (?:for ?ever|indefinitely)|\bnever times? out\b/i,
  // Given, and not looked at.
  /(?:accepted|declared|taken|set|given)[^.]{0,30}(?:never (?:read|used)|and ignored|but (?:unused|ignored|not used))|\bhas no effect|silently ignored|hard-?coded defaults?\b|\bnot (?:\w+ )?configurable|cannot be (?:configured|overridden)/i,
];

/** The kinds of which a text speaks. */
export const defectKindsIn = (text: string): readonly RegExp[] => KINDS.filter((kind) => kind.test(text));
