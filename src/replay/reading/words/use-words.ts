/** How titles say that code is used, of which the use alone is the defect. */

/** At the end of what stands before the code. */
export const USE_BEFORE =
  /(?<![\p{L}])(?:use[sd]?|uses of|use of|usage of|using|relies on|relying on|imports?|importing|leftover|deprecated|insecure|unsafe|dangerous|weak|hard-?coded|blanket|uso de|usa|verwendet|utilise|usage de|использу\p{L}{1,10}|使用)\s{1,3}(?:[\p{L}-]{1,30}\s{1,3}){0,2}$/iu;

/** At the beginning of what stands behind it. */
export const USE_BEHIND =
  /^\s{1,3}(?:is |are |was )?(?:used instead of|leftover|left in|everywhere|in production|hard-?coded|deprecated|insecure|unsafe)(?![\p{Ll}])/iu;
