import { html, type Html } from '../html.ts';

/**
 * What the pictures are filled with beside plain colour, so that they can be told apart in greyscale and on paper: defined once
 * on a page. Attributes name them, as an address in a style sheet would be looked for beside the sheet.
 */
export const PATTERNS: Html = html`<svg
  class="defs"
  width="0"
  height="0"
  aria-hidden="true"
  focusable="false"
>
  <defs>
    <pattern id="p-overlap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="ground" width="6" height="6" />
      <rect class="stripe" width="3" height="6" />
    </pattern>
    <pattern id="p-expired" width="7" height="7" patternUnits="userSpaceOnUse">
      <rect class="bad-ground" width="7" height="7" />
      <path class="bad-stripe" d="M0 0 7 7M7 0 0 7" />
    </pattern>
    <pattern id="p-open" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
      <rect class="ground" width="5" height="5" />
      <rect class="thin-stripe" width="1.4" height="5" />
    </pattern>
  </defs>
</svg>`;
