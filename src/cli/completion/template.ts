/** A text with its marks (`@NAME@`) replaced. */
export function filled(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/@([A-Z]+)@/g, (mark, name: string) => parts[name] ?? mark);
}
