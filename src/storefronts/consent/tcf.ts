import { page, type ConsentTool } from './tool.ts';

interface TcData {
  readonly eventStatus: 'tcloaded' | 'cmpuishown' | 'useractioncomplete';
  readonly cmpStatus?: string;
  readonly gdprApplies?: boolean;
  readonly listenerId?: number;
  readonly purpose?: { readonly consents?: Readonly<Record<string, boolean>> };
}
interface TcfPage {
  readonly __tcfapi: (
    command: string,
    version: 2,
    callback: (data: TcData, success: boolean) => void,
    parameter?: unknown,
  ) => void;
}

/**
 * IAB TCF v2, of any consent platform that speaks it (`__tcfapi`). Categories are purposes: 1 is storing on the device, 8 is
 * measuring content. Where the GDPR does not apply, everything is granted; while the platform's dialog is open for the first
 * time, consent is pending.
 */
export const tcfConsent: ConsentTool = {
  analytics: ['1', '8'],
  watch: (tell) => {
    const api = page<TcfPage>().__tcfapi;
    if (!api) return undefined;
    let id: number | undefined;
    api('addEventListener', 2, (data, success) => {
      id = data?.listenerId;
      if (!success || data.cmpStatus === 'error') return tell();
      const isAnswered = data.eventStatus !== 'cmpuishown';
      tell((purpose) => {
        if (data.gdprApplies === false || data.purpose?.consents?.[purpose]) return 'granted';
        return isAnswered ? 'denied' : 'pending';
      });
    });
    return () => api('removeEventListener', 2, () => undefined, id);
  },
};
