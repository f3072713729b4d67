'use client';
export { CartlineProvider, configureCartline, useCartline } from './react/use-cartline.ts';
export type { CartlineOptions, Cartline } from './index.ts';
