/** The Chromium to test with, or undefined. `CARTLINE_CHROMIUM` names another one. */
export declare const findChromium: () => string | undefined;
