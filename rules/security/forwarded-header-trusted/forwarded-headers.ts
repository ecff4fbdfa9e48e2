/** Headers that any client can send; a proxy in front overwrites or appends to them, where there is one. */
export const FORWARDED_ADDRESS =
  /^(?:HTTP_)?(?:x[-_](?:forwarded[-_]for|real[-_]ip|client[-_]ip|cluster[-_]client[-_]ip|original[-_]forwarded[-_]for)|forwarded[-_]for|true[-_]client[-_]ip|cf[-_]connecting[-_]ip)$/i;
/** Headers by which a proxy says who the client is: of its certificate, or of the login that the proxy did. */
export const FORWARDED_IDENTITY =
  /^(?:HTTP_)?(?:x[-_](?:ssl[-_])?client[-_](?:verify|cert|dn|s[-_]dn|cn)|ssl[-_]client[-_](?:verify|cert|s[-_]dn)|x[-_](?:forwarded|remote|authenticated|webauth)[-_](?:user|email|groups)|x[-_]auth[-_]request[-_](?:user|email|groups)|remote[-_](?:user|email|groups))$/i;
/** Headers by which a proxy says how and where the client came in: they choose the flags of cookies, the links of an answer. */
export const FORWARDED_ENTRANCE = /^(?:HTTP_)?x[-_](?:forwarded|url)[-_](?:proto(?:col)?|scheme|ssl|https|host)$/i;
