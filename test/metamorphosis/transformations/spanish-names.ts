import { type NameKind, renameOwn } from '../renaming.ts';
import type { Transformation } from '../transformation.ts';

const VERBS = ['cargar', 'guardar', 'leer', 'enviar', 'calcular', 'buscar', 'abrir'];
const NOUNS = [
  'dato',
  'pedido',
  'usuario',
  'archivo',
  'cliente',
  'mensaje',
  'cuenta',
  'fecha',
  'precio',
  'resultado',
  'tarea',
];

export const spanishNames: Transformation = {
  name: 'spanish-names',
  what: 'own names are Spanish',
  sameness: 'names',
  apply: (subject, rewriting) => renameOwn(subject, rewriting, nameOf),
};

function nameOf(kind: NameKind, index: number): string {
  const noun = NOUNS[index % NOUNS.length] ?? '';
  const round = Math.floor(index / NOUNS.length);
  const number = round === 0 ? '' : String(round + 1);
  if (kind === 'class') return noun.charAt(0).toUpperCase() + noun.slice(1) + number;
  if (kind === 'constant') return noun.toUpperCase() + number;
  return kind === 'function' ? `${VERBS[index % VERBS.length]}_${noun}${number}` : noun + number;
}
