/** What is known of build arguments and environment at some line; null: declared without a value. */
export type VariableLookup = (name: string) => string | null | undefined;

/** Fills in `$X`, `${X}`, `${X:-default}` and `${X:+other}`; what is not known stays as it is written. */
export function fillIn(written: string, lookup: VariableLookup): string {
  return written.replace(
    /\\\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::([-+])([^}]*))?\})/g,
    (whole, plain: string | undefined, braced: string | undefined, operator: string | undefined, word: string) => {
      const name = plain ?? braced;
      if (name === undefined) return '$';
      const value = lookup(name) ?? undefined;
      if (operator === '+') return value === undefined || value === '' ? '' : fillIn(word, lookup);
      if (value !== undefined && value !== '') return value;
      return operator === '-' ? fillIn(word, lookup) : whole;
    },
  );
}
