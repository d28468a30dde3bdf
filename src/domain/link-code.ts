/**
 * A link's code as people type it: any case, in groups, with the look-alikes Crockford's alphabet leaves out (O for 0,
 * I and L for 1). Null when it can't be one.
 */
export function readCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code) ? code : null;
}
