import { escapeCommands, escapeControls } from '../../reporters/index.ts';

/** HTML that is safe to be part of the page: made by `html` alone. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = string | number | undefined | Markup | readonly Markup[];

/** HTML with values in it. Whatever is no `Markup` is text, in elements and in quoted attributes alike. */
export function html(pieces: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let text = pieces[0] ?? '';
  for (const [index, value] of values.entries()) text += written(value) + (pieces[index + 1] ?? '');
  return new Markup(text);
}

export const NOTHING = new Markup('');

export const when = (condition: boolean, make: () => Markup): Markup => (condition ? make() : NOTHING);

/** A message of ours: what is between backticks is code. */
export function inline(message: string): Markup {
  const pieces = message.split('`');
  // A backtick without a second one is one.
  const isPaired = pieces.length % 2 === 1;
  return new Markup(
    pieces
      .map((piece, index) => {
        if (index % 2 === 0) return escapeHtml(piece);
        return isPaired || index < pieces.length - 1 ? `<code>${escapeHtml(piece)}</code>` : `\`${escapeHtml(piece)}`;
      })
      .join(''),
  );
}

function written(value: Piece): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also what would mislead a reader: control characters and those that turn the direction of text. */
function escapeHtml(text: string): string {
  return escapeCommands(
    escapeControls(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? ''),
    reference,
  );
}

const reference = (character: string): string => `&#${character.charCodeAt(0)};`;
