/** A digest as short as an id, and in its form, which is enough to tell two apart: buttons and modals carry ids. */
export const digestId = (digest: string): string =>
  digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
