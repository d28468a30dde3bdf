const SHOWN = new Set(
  'text title value action_id block_id callback_id private_metadata status style accessibility_label url fallback'.split(
    ' ',
  ),
);

/** A view as a reader meets it: one line per text, button and option. */
export function linesOf(view: object): string[] {
  const lines: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (Array.isArray(value)) return value.forEach((item) => walk(item, key));
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'string' && SHOWN.has(key)) lines.push(`${key}: ${value}`);
      return;
    }
    for (const [name, item] of Object.entries(value)) walk(item, name);
  };
  walk(view, '');
  return lines;
}
