/** How sentences say what stands around a call: a loop, no `await`, no `with`, the beginning of an object. */

export const SAYS_IN_LOOP =
  /(?<![\p{L}])(?:(?:in(?:side|to)?|within|per|for|on|en|dentro de|in einer|dans une|em um|в)\s{1,3}(?:a|an|the|each|every|this|un|una|der|jeder|une|um|цикле)?\s{0,3}(?:nested |inner |outer |main |training |event |polling |`?(?:for|while)`? ?)*(?:loops?|iterations?|bucles?|Schleife|boucle|laço|цикле)|(?:every|each|per)(?: loop)? iteration|for (?:each|every) (?:row|item|record|element|entry|file|user|message|chunk|batch|image|line)|N\s?\+\s?1|row by row|one by one|each time through)(?![\p{Ll}])|循环(?:中|内)|ループ(?:内|中)/iu;

export const SAYS_NOT_AWAITED =
  /(?<![\p{L}])(?:without (?:an? )?`?await(?:ing|ed)?`?|(?:not|never|n['’]t|un)\s{0,3}(?:being )?`?await(?:ed|s)?`?|missing `?await`?|no `?await`?)(?![\p{Ll}])/iu;

export const SAYS_NO_CONTEXT =
  /(?<![\p{L}])(?:without (?:an? )?(?:`?with`?(?: statement| block)?|context managers?)|no (?:`with`|context managers?)|not (?:in|within|inside) (?:a )?(?:`with`|context manager)|outside (?:of )?(?:a )?`?with`?)(?![\p{Ll}])/iu;

export const SAYS_AT_IMPORT =
  /(?<![\p{L}])(?:at (?:import(?: time)?|module (?:level|scope|load|import))|on import|module[- ]level|when (?:the module is )?imported|during import|en tiempo de import\p{L}{0,16}|beim Import|à l['’]import|при импорте)(?![\p{Ll}])|导入时|模块级/iu;
