// @ts-check
// The text of a file as spreadsheets write them: UTF-8, UTF-16 either way round, or the Western code page of old.

/** What no table begins with: a workbook (zip, OLE), PDF, PNG, JPEG, GIF. */
const OTHERS = ['504b0304', 'd0cf11e0', '25504446', '89504e47', 'ffd8ff', '47494638'];
const LOOKED_AT = 2_000;

/** @param {Uint8Array} bytes @returns {string | null} null for what is no text */
export function textOf(bytes) {
  const head = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (OTHERS.some((start) => head.startsWith(start))) return null;
  const text = new TextDecoder(encodingOf(bytes, head)).decode(bytes);
  return text.includes('\0') ? null : text;
}

/** @param {Uint8Array} bytes @param {string} head */
function encodingOf(bytes, head) {
  if (head.startsWith('fffe')) return 'utf-16le';
  if (head.startsWith('feff')) return 'utf-16be';
  if (head.startsWith('efbbbf')) return 'utf-8';
  // Without a mark: of UTF-16 every other byte of a Latin table is zero.
  const some = bytes.subarray(0, LOOKED_AT);
  const zeros = (/** @type {number} */ from) =>
    some.filter((byte, at) => at % 2 === from && byte === 0).length;
  if (zeros(1) > some.length / 4) return 'utf-16le';
  if (zeros(0) > some.length / 4) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
