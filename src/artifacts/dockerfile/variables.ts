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

/** Values that name other variables are filled in as well; one that names itself (`PATH=$PATH:/app`) stays as it is written there. */
export function filledIn(lookup: VariableLookup, within: readonly string[] = []): VariableLookup {
  return (name) => {
    const value = within.includes(name) || within.length > MAX_NESTED ? undefined : lookup(name);
    return value?.includes('$') === true ? fillIn(value, filledIn(lookup, [...within, name])) : value;
  };
}

const MAX_NESTED = 8;

/** Arguments made of arguments, thirty times doubled, would fill the memory. */
const MAX_FILLED = 4096;
