import fc from 'fast-check';

// What parsers are fed: no parser throws, and what one takes it takes again, unchanged.

/** Pieces of what is expected, and of what is not. */
export const piece = fc.constantFrom(
  ...['', ' ', '\n', '\0', '\ud800', '\udc00', '-', '..', '~', '/', '=', '__proto__', 'constructor', 'SFMC_'],
  ...[
    '7K1X',
    'V0QZ',
    '2027-03-04',
    '0000-00-00',
    '2027-02-30',
    '12345 ',
    'vera@acme.example',
    '👩‍👩‍👧',
    '&amp;lt;',
  ],
  ...['https://', 'http://localhost', ':3000', '@', '?x', '#', '[::1]', 'xoxb-1', 'postgres://a/b', '99999'],
);
/** Any text at all: lone surrogates, NULs, controls, and such pieces. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
  fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 12 }).map((parts) => parts.join('')),
);
/** Any value of the language. */
export const anyValue = fc.anything({
  withNullPrototype: true,
  withBigInt: true,
  values: [anyText, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined)],
  key: fc.oneof(piece, fc.string({ maxLength: 5 })),
});

/** It holds for whatever comes. */
export const always = <T>(values: fc.Arbitrary<T>, holds: (value: T) => void, numRuns = 500) =>
  fc.assert(
    fc.property(values, (value) => {
      holds(value);
    }),
    { numRuns },
  );
