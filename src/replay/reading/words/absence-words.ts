/** How sentences say that code does not do something, or that something is missed: before the code in backticks, and behind it. */

/** One stretch of code, or several apart by commas and "or". */
const LIST = String.raw`((?:${'`'}[^${'`'}\n]{2,80}${'`'}(?:[\s,/]|or|nor|and|o|y|ni|oder|und|ou|et|e|или|и|或|和){0,12}){1,8})`;
const FILLING = String.raw`(?:(?:an?|the|any|its|their|explicit|proper|call(?:s|ing)? (?:to|of)?|calls?|check(?:s|ing)? (?:for|of|on)|el|la|un|una|le|une|der|die|das|ein\p{L}{0,2}|o|um|uma)\s{1,3}){0,3}`;

/** Before code: it is not there. What nobody needs, and what is no longer there, is not missed. */
export const LACKS_CODE = new RegExp(
  String.raw`(?<![\p{L}])(?:(?:has|have|with|there is|there are|and|but|uses|takes|is|are|[(,;:—–-])\s{1,3})?(?:no|without|lacks?|lacking|missing|omits|omitting|absence of|lack of|sin|falta(?:n)?|ohne|kein\p{L}{0,2}|fehl(?:t|en|ende\p{L}?)|sans|manque|aucun\p{L}?|sem|без|нет|отсутств\p{L}{1,4}|缺少|没有)\s{0,3}${FILLING}${LIST}(?!\s{0,3}(?:callers?|users?|needed|required|necessary|errors?|issues?|problems?|support\b))`,
  'giu',
);

/** Something that code does with other code. */
const DOING =
  'calls?|called|calling|uses?|using|invokes?|sets?|setting|checks?|checking|handles?|handling|imports?|importing|pass(?:es|ed|ing)?|specif(?:y|ies)|includes?|including|defines?|contains?|inherits?(?: from)?|extends?|ha(?:s|ve)|implements?|verif(?:y|ies)|closes?|releases?|awaits?|acquires?|catch(?:es)?|validates?|emits?|declares?|registers?|overrides?|consults?|reads?|writes?|updates?|clears?|resets?|fires?|raises?|propagates?|appl(?:y|ies)|wraps?|llama(?:n)? a|usa(?:n)?|ruft|verwendet|setzt|utilise\\w{0,16}|appelle\\w{0,16}|chama|вызыва\\p{L}{1,24}|использу\\p{L}{1,24}';

/** "never calls `flush`", "does not set `daemon`". */
export const NOT_DONE = new RegExp(
  String.raw`(?<![\p{L}])(?:never|nowhere|(?:do|does|did|is|are|has|have)(?:n['’]t| not)|not|nunca|nie|jamais|não|не)\s{1,3}(?:\p{L}{2,12}ly\s{1,3}|even\s{1,3}|ever\s{1,3})?(?:${DOING})\s{1,3}${FILLING}${LIST}`,
  'giu',
);

/** "`timeout` is missing", "`daemon` is not set". */
export const LACKS_CODE_BEHIND = new RegExp(
  String.raw`${LIST}\s{0,3}(?:keyword |argument |parameter |attribute |flag |option |check |guard |header |call )?(?:(?:is|are|was)\s{1,3}(?:missing|absent|omitted|not (?:set|passed|given|specified|present|provided|included|configured|enabled)|never (?:set|passed|given|specified))|missing\b|no (?:está|se (?:usa|pasa))|fehlt|fehlen|manque|отсутствует|缺失)`,
  'giu',
);

/** "`cooldown` is stored and never read", "`limit` is never used". */
export const SAYS_UNREAD = new RegExp(
  String.raw`${LIST}[^.${'`'}\n]{0,60}?(?<![\p{L}])(?:(?:never|not|nowhere|n['’]t)(?: \p{L}{1,24}){0,2} (?:read|used|accessed|consulted|referenced|checked|consumed)|unused|unread|(?:stored|set|assigned|computed|calculated|written|loaded)[,]? (?:and|but) (?:never|not|nowhere|nothing)[^.${'`'}\n]{0,40}|se asigna[^.]{0,20}nunca|nie (?:gelesen|benutzt|verwendet)|jamais (?:lu|utilisé)\p{L}{0,16}|nunca (?:se (?:usa|lee)|usad\p{L}|lid\p{L})|не (?:используется|читается)|未使用|从未(?:使用|读取))`,
  'giu',
);

/** "`reset_all` is not defined anywhere", "`Flow` does not exist". */
export const SAYS_UNDEFINED = new RegExp(
  String.raw`${LIST}[^.${'`'}\n]{0,80}?(?<![\p{L}])(?:(?:never|not|nowhere|n['’]t)(?: \p{L}{1,24}){0,2} (?:defined|created|assigned|implemented|declared|initiali[sz]ed|written|instantiated|exist)|(?:do(?:es)?(?:n['’]t| not)) exist|undefined|non-?existent|no (?:existen?|está(?:n)? definid\p{L}{1,24})|existier(?:t|en) nicht|nicht definiert|n['’]exist(?:e|ent) pas|não existem?|не (?:существу[ею]т|определ\p{L}{1,24})|未定义|不存在|未実装)`,
  'giu',
);
