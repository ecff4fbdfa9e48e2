/** What is known of build arguments and environment at some line; null: declared without a value. */
export type VariableLookup = (name: string) => string | null | undefined;

/** Fills in `$X`, `${X}`, `${X:-default}` and `${X:+other}`; what is not known stays as it is written. */
export function fillIn(written: string, lookup: VariableLookup): string {
  let room = MAX_FILLED;
  const bounded = (filled: string, whole: string): string => {
    room -= filled.length;
    return room < 0 ? whole : filled;
  };
  return written.replace(
    /\\\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::([-+])([^}]{0,500}))?\})/g,
    (whole, plain: string | undefined, braced: string | undefined, operator: string | undefined, word: string) => {
      const name = plain ?? braced;
      if (name === undefined) return '$';
      const value = lookup(name) ?? undefined;
      if (operator === '+') return value === undefined || value === '' ? '' : bounded(fillIn(word, lookup), whole);
      if (value !== undefined && value !== '') return bounded(value, whole);
      return operator === '-' ? bounded(fillIn(word, lookup), whole) : whole;
    },
  );
}

/** Arguments made of arguments, thirty times doubled, would fill the memory. */
const MAX_FILLED = 4096;
