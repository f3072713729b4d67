import { startDebug } from './debug/start-debug.ts';

// Like the script tag's file, this one is there for its effect: loading it shows the panel.
startDebug();
