/// <reference types="vite/client" />

interface ImportMetaEnv {
  readonly VITE_CARTLINE_RELAY?: string;
  readonly VITE_CARTLINE_WRITE_KEY?: string;
}
