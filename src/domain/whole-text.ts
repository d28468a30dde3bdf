/** Whether a text is kept as it came: a lone surrogate would be replaced in UTF-8, and Postgres takes no NUL. */
export const isWholeText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
