import { carriedAbove, isConstant } from '../carrying.ts';

export const throughFunction = carriedAbove({
  name: 'through-function',
  what: 'constants come from a function of one line',
  isWanted: isConstant,
  above: 'module',
  use: (name) => `${name}()`,
  define: (name, value) => [`def ${name}():\n    return (`, value, ')\n\n\n'],
});
