/** The rules of this build. Commands import it lazily: it loads every rule. */
export { rules } from '../../rules/index.ts';
