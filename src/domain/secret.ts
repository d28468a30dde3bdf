/**
 * A text that must not be seen: `toString`, JSON and `inspect` all print `[secret]`.
 * `reveal()` is the one way to the text; its callers are few enough to be counted (a test counts them).
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
