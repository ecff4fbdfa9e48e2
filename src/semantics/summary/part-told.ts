/**
 * What few rules ask of a summary and takes time to gather: names in texts, what is done to queues (`queue…`), what shape functions return
 * (`shapes`), where what strangers send goes (`strangerHands`, `carries`), who is asked who comes (`asks`, `refuses`, `isHook`),
 * what functions wait for and do outside of the code (`effects`: `blocking` and the rest), and what results and names
 * hold (`values`: `gives…`, `boundsParameters`, `constants`, `knownTexts`, `engines`, secrets and refused versions).
 */
export type SummaryPart = 'texts' | 'queues' | 'shapes' | 'strangers' | 'askings' | 'effects' | 'values';
