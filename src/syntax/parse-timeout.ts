/** Parsing was given up because its caller had waited long enough: on some broken texts tree-sitter looks for a way out at every word. */
export class ParseTimeout extends Error {
  override readonly name = 'ParseTimeout';

  constructor() {
    super('parsing took too long and was given up');
  }
}
