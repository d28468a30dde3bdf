/** An object whose fields are not yet believed. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The field as an object, or an empty one. */
export const objectAt = (from: JsonObject, key: string): JsonObject => {
  const value = from[key];
  return isObject(value) ? value : {};
};

/** The field as a string, or an empty one. */
export const stringAt = (from: JsonObject, key: string): string => {
  const value = from[key];
  return typeof value === 'string' ? value : '';
};

/** The objects of an array field; anything else in it is left out. */
export const objectsAt = (from: JsonObject, key: string): JsonObject[] => {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** Parsed JSON, or undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
