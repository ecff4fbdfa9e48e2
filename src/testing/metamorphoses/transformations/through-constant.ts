import { carriedAbove, isConstant } from '../carrying.ts';

export const throughConstant = carriedAbove({
  name: 'through-constant',
  what: 'constants are names of the module',
  isWanted: isConstant,
  above: 'module',
  use: (name) => name.toUpperCase(),
  define: (name, value) => [`${name.toUpperCase()} = (`, value, ')\n'],
});
