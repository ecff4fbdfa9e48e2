/** The words of a block of text: lets the tables of this folder be written as prose, many names to a line. */
export function words(block: string): readonly string[] {
  return block.trim().split(/\s+/);
}
