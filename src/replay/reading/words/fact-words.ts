/** How sentences state what can be looked up: a length, an emptiness, a copy, a package that nobody declares. */

/** Behind a number: what a length is counted in. */
export const LENGTH_WORDS = 'lines?|LOC|l[ií]neas?|linhas?|lignes?|Zeilen|строк[аи]?|行';

/** Before a number of lines: what is spoken of has more. */
export const MORE_THAN =
  /(?:exceed(?:s|ed|ing)?|over|longer than|more than|above|>|≥|über|mehr als|más de|plus de|mais de|более|больше|超过)\s?$/iu;

export const SAYS_EMPTY =
  /(?<![\p{L}])(?:empty|vac[ií][oa]s?|leere?[nrs]?|vides?|vazi[oa]s?|пуст(?:ой|ая|ое|ые))(?![\p{L}])|空文件|空目录|为空|空ファイル/iu;

export const SAYS_COPIED =
  /(?<![\p{L}])(?:duplicat\w*|triplicat\w*|cop(?:y|ied)[- ]past\w*|duplicad[oa]s?|dupliziert|dupliqu\p{L}*|дублир\p{L}*|(?:defined|declared) (?:twice|two times|again)|definid[oa]s? (?:dos|duas) (?:veces|vezes)|doppelt definiert|défini\p{L}* deux fois|определ[её]н\p{L}* (?:два|2) раза)|重复|定义了?(?:两|2)次/iu;

export const SAYS_UNDECLARED =
  /(?<![\p{L}])(?:undeclared|not declared|not listed|not in (?:any|the) requirements|missing (?:required )?(?:dependenc\w+|deps)|(?:none|neither)[^.]{0,40}(?:declared|listed)|no declarad\p{L}*|nicht deklariert|non déclaré\p{L}*|não declarad\p{L}*|не объявлен\p{L}*|(?:missing|faltan?|fehl(?:t|en)|manque(?:nt)?|отсутству[юе]т)[^.\n]{0,120}[^\p{L}](?:in|from|en|dans|em|aus|в)\s+(?:the )?`?(?:requirements[\w./-]*|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|environment\.ya?ml))|未声明/iu;

/** Before a path: it is not there. Between the two may stand where it is not. */
export const SAYS_NO_FILE =
  /(?<![\p{L}])(?:there (?:is|are) no|no|missing|lacks?|without|falta(?:n)?|no hay|no existen?|sin|kein[e]?|fehlende[rs]?|ohne|aucun[e]?|sans|sem|без|нет|缺少|没有)\s+(?:root |top-level |central |single |critical |required )?(?:(?:the|el|la|los|las|un|una|le|la|les|der|die|das|o|a|os|as) )?(?:(?:folders?|director(?:y|ies)|files?|scripts?:?|files?:|carpetas?|directorios?|archivos?|ficheros?|dossiers?|fichiers?|Ordner|Datei(?:en)?|pastas?|arquivos?) )?((?:`[^`\n]{2,80}`(?:[\s,/]|or|nor|and|o|y|ni|el|la|oder|und|ou|et|e|или|и|或|和){0,12}){1,12})/giu;

/** It may be harmless. */
export const SAYS_PERHAPS =
  /\bpotential(?:ly)?\b|\b(?:could|might) (?:be|allow|lead)\b|\bif (?:\w+ ){0,3}(?:user|attacker|untrusted|external)|\bposible(?:mente)?\b|\bmöglicherweise\b|\bpotentiel|\bpossível\b|возможн|可能/iu;

/** The same of a file that is called by words: "no nginx config", "without the Grafana dashboard JSON". */
export const SAYS_NO_SUCH =
  /(?<![\p{L}])(?:no|without|missing)\s+(?:(?:the|an?)\s+)?((?:[\w-]{2,30}\s){1,2}(?:config(?:uration)?|dashboard|manifest|rules|settings|template)(?:\s(?:json|ya?ml|toml|ini))?)(?![\w-])/giu;

/** Behind paths: they are not there. What they are for may be told in between. */
export const SAYS_NOT_THERE =
  /((?:`[^`\n]{2,80}`(?:[\s,/]|or|nor|and|o|y|oder|und|ou|et|e|или|и|或|和){0,12}){1,12})[^.`\n]{0,60}(?:\((?:missing|absent)\)|do(?:es)? not exist|don't exist|doesn't exist|none (?:of (?:them|these)(?: files)? )?exists?|(?:is|are|was|were) (?:missing|absent|(?:referenced|mentioned|listed|documented|named) but (?:not|never|missing)|(?:not|never) (?:present|created|there|in the repo\w{0,8}))|no existen?|existier(?:t|en) nicht|n'exist(?:e|ent) pas|não existem?|не существу[ею]т|不存在)/giu;

/** The occurrence alone is a defect of a call that is called this. */
export const SAYS_DEPRECATED =
  /(?<![\p{L}])(?:deprecat(?:ed|ion)|deprecaci[oó]n|deprecad[oa]s?|en desuso|dépréci\p{L}*|obsolete|obsolet[oa]?|veraltet\w*|obsolète|устарел\p{L}*)|已弃用|弃用/iu;

/** A value stands in the code itself, or stands for what nobody set. */
export const SAYS_LITERAL =
  /(?<![\p{L}])(?:hard-?coded|hard coded|defaults? (?:to|is|value)|hartkodiert\w*|hardcodead[oa]s?|codificad[oa]s?|en dur|захардкожен\p{L}*|по умолчанию)|硬编码|默认值|ハードコード/iu;

/** What is quoted is itself what the title calls a defect. */
export const SAYS_CONSTRUCT =
  /(?<![\p{L}])(?:magic (?:numbers?|strings?|values?|constants?)|placeholders?|mock(?:ed)?|TODOs?|FIXMEs?|commented[- ]out|debug (?:prints?|code|statements?)|(?:bare|broad|generic|blanket) exceptions?|заглушк\p{L}{1,3}|магическ\p{L}{2,4})(?![\p{L}])|魔法(?:数字|值)|占位/iu;

/** Something is not done, or not there. */
export const SAYS_NOT =
  /(?<![\p{L}])(?:without|no|not|never|missing|lacks?|lacking|un\w{2,16}ed|sin|falta|ohne|kein\w{0,2}|fehl\w{1,4}|sans|manque|sem|без|нет|не)(?![\p{L}])|缺少|没有|未|なし|欠如/iu;

/** Of the root alone. */
export const SAYS_AT_ROOT =
  /(?<![\p{L}])(?:root|top[- ]level|ra[ií]z|racine|wurzel\w{0,12}|корн\p{L}{0,5})(?![\p{L}])|根目录/iu;

/** Something is there, and nobody asks for it. */
export const SAYS_UNUSED =
  /(?<![\p{L}])(?:unused|unreferenced|dead code|(?:never|not|\w{2,6}n['’]t|nobody|nowhere|no one|nothing|none)(?: \w+){0,3} (?:us(?:e[sd]?|ing)|call(?:s|ed|ing)?|import(?:s|ed|ing)?|read|referenc\w+|instantiat\w+|invok\w+)|ungenutzt\w*|unbenutzt\w*|nie (?:benutzt|verwendet|aufgerufen)|no se usa\p{L}*|sin uso|inutilisé\p{L}*|jamais (?:utilisé|appelé)\p{L}*|não (?:é )?(?:usad|utilizad|chamad)\p{L}*|не использу\p{L}*|не вызыва\p{L}*)|未使用|未被使用|没有使用|从未调用|使われてい(?:ない|ません)|미사용|(?:사용|호출|참조)(?:되지|하지) 않/iu;

/** Or a file or definition as a whole is empty, old or there twice: whoever deletes it mends that. What goes on twice in it is another matter. */
export const SAYS_USELESS = new RegExp(
  String.raw`${SAYS_UNUSED.source}|(?<![\p{L}_])(?:empty|legacy|obsolete|duplicated?|redundant|leftover|orphan(?:ed)?|dead)(?: \p{L}{1,20})? (?:files?|modules?|scripts?|folders?|packages?|code|class(?:es)?|functions?)(?![\p{L}_])|(?:пуст|устаревш|мертв|мёртв|дублирующ)\p{L}{2,3} (?:файл|модул|скрипт|код)|空文件|死代码|(?:重复|废弃)的?(?:文件|代码|脚本)|(?:빈|중복|레거시)(?: [가-힣]{1,8})? (?:파일|스크립트|코드|모듈)`,
  'iu',
);

/** Nobody asked for it. */
export const SAYS_NEEDLESS =
  /(?<![\p{L}])(?:over-?engineer\w*|unnecessar(?:y|ily)|needless(?:ly)?|premature(?:ly)?|innecesari[oa]s?|überflüssig\w*|inutiles?|desnecessári[oa]s?|избыточн\p{L}*)(?![\p{L}])|过度设计|不必要/iu;

/** How work on many things goes: one by one, on one processor, from the beginning each time. */
export const SAYS_ONE_BY_ONE =
  /(?<![\p{L}])(?:single[- ](?:threaded|process|gpu|node)|sequential(?:ly)?|one (?:by one|at a time|after another)|seriall?y?|(?:no|not|without|lacks?) (?:\p{L}+ )?(?:parallel\w*|concurren\w*|batch\w*|incremental\w*|resum\w*|checkpoint\w*|distributed\w*)|full re-?run|re-?process\w*)(?![\p{L}])/iu;

/** So many of a number of things are not there. */
export const SAYS_COUNT_MISSING =
  /(?<!\d)(\d{1,2}) (?:out )?(?:of|von|de|sur|из) \d{1,2}(?!\d)[^.]{0,80}(?:missing|absent|not exist|faltan|fehlen|manquent|отсутствуют)/iu;

/** Behind code in backticks: no import binds that name. */
export const SAYS_NOT_IMPORTED =
  /`([A-Za-z_]\w*)`[^.`\n]{0,20}(?<![\p{L}])(?:(?:not|never|isn['’]t|n['’]est pas) import(?:ed|é)|is used without import|no (?:se |está )?importad[oa]|nicht importiert|não importad[oa]|не импортирован\p{L}{0,3})|(?<![\p{L}])(?:missing|fehlender|falta(?:n te|nte)?) imports? (?:of |for |de |von )?`([A-Za-z_]\w*)`|(?:未|没有)导入\s?`([A-Za-z_]\w*)`/iu;
