import type { ReplayDocument } from './replay-document.ts';

export const REPLAY_FORMATS = ['pretty', 'json', 'markdown', 'sarif', 'html'] as const;
export type ReplayFormat = (typeof REPLAY_FORMATS)[number];

export type ReplayFormatter = (replay: ReplayDocument) => string;

/** `pretty` is made of styled lines, which the command line paints. */
export async function loadReplayFormatter(format: Exclude<ReplayFormat, 'pretty'>): Promise<ReplayFormatter> {
  switch (format) {
    case 'json':
      return (await import('../../reporters/json-document.ts')).jsonDocument;
    case 'markdown':
      return (await import('./replay-markdown.ts')).replayMarkdown;
    case 'sarif':
      return (await import('./replay-sarif.ts')).replaySarif;
    case 'html':
      return (await import('./replay-html.ts')).replayHtml;
  }
}
