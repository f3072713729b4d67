/** The package's version, replaced by the build. */
declare const __VERSION__: string;
