/** A number as people read it: 5,000. */
export const counted = (count: number): string => count.toLocaleString('en-GB');
