import { carriedAbove, isMovable } from '../carrying.ts';

export const throughLocal = carriedAbove({
  name: 'through-local',
  what: 'arguments are bound to a local name in the line above',
  isWanted: isMovable,
  above: 'statement',
  use: (name) => name,
  define: (name, value) => [`${name} = (`, value, ')\n'],
});
