import type { FoldedValue } from '../values.ts';

/** `str(value)`. */
export function textOf(value: FoldedValue): string | undefined {
  return value.kind === 'str' ? value.value : reprOf(value);
}

/** `repr(value)`; unknown for sets (their order is per process) and for text beyond ASCII (what prints depends on Unicode's version). */
export function reprOf(value: FoldedValue): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return value.value.toString();
    case 'float':
      return floatText(value.value);
    case 'str':
      return /^[\0-\x7f]*$/.test(value.value) ? quoted(value.value) : undefined;
    case 'bytes':
      return `b${quoted(value.value)}`;
    case 'tuple':
      return joined('(', value.elements.map(reprOf), value.elements.length === 1 ? ',)' : ')');
    case 'list':
      return joined('[', value.elements.map(reprOf), ']');
    case 'mapping':
      return joined('{', value.entries.map(reprOfEntry), '}');
    case 'set':
      return undefined;
  }
}

/** Shortest digits that read back, as JavaScript finds them too; Python changes to exponents elsewhere. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 16) {
    const plain = String(value).includes('e') ? value.toFixed(20).replace(/(?<!0)0+$/, '') : String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let escaped = '';
  for (const character of text) escaped += character === quote ? `\\${quote}` : escapedCharacter(character);
  return quote + escaped + quote;
}

function escapedCharacter(character: string): string {
  if (character === '\\') return '\\\\';
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.charCodeAt(0);
  return code >= 0x20 && code < 0x7f ? character : `\\x${code.toString(16).padStart(2, '0')}`;
}

function reprOfEntry([key, value]: readonly [FoldedValue, FoldedValue]): string | undefined {
  const keyText = reprOf(key);
  const valueText = reprOf(value);
  return keyText === undefined || valueText === undefined ? undefined : `${keyText}: ${valueText}`;
}

function joined(open: string, parts: readonly (string | undefined)[], close: string): string | undefined {
  return parts.includes(undefined) ? undefined : open + parts.join(', ') + close;
}
