import { listen, page, type ConsentTool } from './tool.ts';

interface OneTrustPage {
  /** ",C0001,C0002,": the groups that are active. */
  readonly OnetrustActiveGroups: string;
  readonly OneTrust: { readonly IsAlertBoxClosed?: () => boolean };
}

/**
 * OneTrust, by `OnetrustActiveGroups` and the event `OneTrustGroupsUpdated`. Categories are its groups: C0002 is performance. A
 * group that is not active is denied once the visitor has closed the banner, and pending before.
 */
export const oneTrustConsent: ConsentTool = {
  analytics: ['C0002'],
  watch: (tell) => {
    const say = (): void => {
      const { OnetrustActiveGroups, OneTrust } = page<OneTrustPage>();
      if (OnetrustActiveGroups === undefined) return; // not here yet; its event comes with it
      tell((group) => {
        if (OnetrustActiveGroups.split(',').includes(group)) return 'granted';
        return OneTrust?.IsAlertBoxClosed?.() ? 'denied' : 'pending';
      });
    };
    say();
    return listen(globalThis, ['OneTrustGroupsUpdated'], say);
  },
};
