import type { ConsentState } from '../../index.ts';
import { page, type ConsentTool } from './tool.ts';

type Settings = Readonly<Record<string, unknown>>;
interface GooglePage {
  dataLayer: unknown[];
}

/** What gtag('consent', command, settings) pushes: its arguments, or a list of them. */
const commandOf = (entry: unknown): { command: unknown; settings: Settings } | undefined => {
  const [name, command, settings] = Array.from((entry ?? []) as ArrayLike<unknown>); // an object has no length: nothing
  return name === 'consent' && settings ? { command, settings: settings as Settings } : undefined;
};

/**
 * Google Consent Mode, by what `gtag('consent', 'default' | 'update', …)` pushes to `dataLayer`. A denied default is a
 * question that is still open (pending); only an update denies. A default for some regions only may or may not be about this
 * visitor: denied there counts as pending. Consent that a template sets inside Tag Manager does not show in `dataLayer`.
 */
export const googleConsent: ConsentTool = {
  analytics: ['analytics_storage'],
  watch: (tell) => {
    const dataLayer = (page<GooglePage>().dataLayer ??= []); // as gtag's own snippet does
    const defaults: Record<string, ConsentState> = {};
    const updates: Record<string, ConsentState> = {};
    let isStopped = false;
    const take = (entry: unknown): boolean => {
      const { command, settings = {} } = commandOf(entry) ?? {};
      for (const [category, value] of Object.entries(settings)) {
        if (command === 'update') updates[category] = value === 'granted' ? 'granted' : 'denied';
        else if (value === 'denied') defaults[category] = 'pending';
        else defaults[category] ??= 'granted';
      }
      return !!command;
    };
    const say = (): void => {
      if (!isStopped) tell((category) => updates[category] ?? defaults[category] ?? 'pending');
    };
    const { push } = dataLayer;
    const ours = (...entries: unknown[]): number => {
      const length = push.apply(dataLayer, entries);
      // Of a list of commands the last word counts: a script that grants, and then denies for a region, has not granted.
      if (entries.map(take).includes(true)) queueMicrotask(say);
      return length;
    };
    if (dataLayer.map(take).includes(true)) say();
    dataLayer.push = ours;
    return () => {
      isStopped = true;
      if (dataLayer.push === ours) dataLayer.push = push; // Tag Manager may have put its own over it
    };
  },
};
