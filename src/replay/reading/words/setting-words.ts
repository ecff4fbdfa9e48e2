/** What is said of a requirement that names no version, or none that it ends with. */
export const SAYS_UNPINNED =
  /(?<![\p{L}])(?:un-?pinned|not pinned|no (?:upper )?(?:version|bound|pin)\w{0,16}|without (?:a |an )?(?:upper )?(?:version|bound|pin)\w{0,16}|floating|loosely pinned|lower bound only|sin (?:versión|fijar)|ohne Version|sans version|sem versão|без верси\p{L}{1,24})(?![\p{Ll}])|未锁定|未固定/iu;
