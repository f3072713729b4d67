/** The package's version, replaced by the build. */
declare const __VERSION__: string;

/**
 * True but in the small script build: page views of single-page apps, campaign and visit, locale, time zone and screen,
 * `cart.add` and its like, gzip, the loader of the debug panel. Nothing that keeps or sends a message depends on it.
 */
declare const __EXTRAS__: boolean;
