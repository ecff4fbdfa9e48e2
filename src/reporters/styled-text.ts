import type { Severity } from '../findings/index.ts';

/** Text for a person, before anyone decided on colours: the writer escapes and paints it. */
export type StyledLine = readonly StyledText[];

export interface StyledText {
  readonly text: string;
  readonly style?: Style;
}

export type Style = Severity | 'strong' | 'faint' | 'path' | 'good' | 'bad';

export const BLANK_LINE: StyledLine = [];

export function plain(text: string): StyledText {
  return { text };
}

export function styled(style: Style, text: string): StyledText {
  return { text, style };
}
