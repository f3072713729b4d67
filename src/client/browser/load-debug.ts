/** Address of the script that runs now; it must be read while it runs for the first time. */
const own = typeof document === 'undefined' ? null : (document.currentScript as HTMLScriptElement | null);

/** Loads the debug panel from beside the script tag's file. A bundle has no such file: there, import "cartline/debug". */
export const loadDebug = (): void => {
  if (own) void import(/* @vite-ignore */ new URL('debug.js', own.src).href);
};
