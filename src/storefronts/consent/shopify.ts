import { listen, page, type ConsentTool } from './tool.ts';

/** Shopify's Customer Privacy API, as far as we read it. */
interface CustomerPrivacy {
  readonly analyticsProcessingAllowed: () => boolean;
  readonly marketingAllowed: () => boolean;
  readonly preferencesProcessingAllowed: () => boolean;
  readonly saleOfDataAllowed: () => boolean;
  /** "yes", "no", or "" while the visitor has not answered. */
  readonly currentVisitorConsent?: () => Readonly<Record<string, string>>;
}

interface ShopifyPage {
  readonly Shopify: {
    readonly customerPrivacy?: CustomerPrivacy;
    readonly loadFeatures?: (features: object[], done: (error?: unknown) => void) => void;
  };
}

const allowed: Readonly<Record<string, keyof CustomerPrivacy>> = {
  analytics: 'analyticsProcessingAllowed',
  marketing: 'marketingAllowed',
  preferences: 'preferencesProcessingAllowed',
  sale_of_data: 'saleOfDataAllowed',
};

const FEATURES = [{ name: 'consent-tracking-api', version: '0.1' }];

/**
 * Shopify's Customer Privacy API (shopify.dev/docs/api/customer-privacy), in themes and in Hydrogen. Where the region needs
 * no consent Shopify allows at once; where its banner waits for an answer, consent is pending.
 */
export const shopifyConsent: ConsentTool = {
  analytics: ['analytics'],
  watch: (tell) => {
    const { Shopify } = page<ShopifyPage>();
    if (!Shopify?.customerPrivacy && !Shopify?.loadFeatures) return undefined;
    const say = (): void => {
      const api = page<ShopifyPage>().Shopify?.customerPrivacy;
      if (!api) return;
      tell((category) => {
        if (api[allowed[category] ?? 'analyticsProcessingAllowed']?.()) return 'granted';
        return api.currentVisitorConsent?.()[category] === '' ? 'pending' : 'denied';
      });
    };
    // Hydrogen loads the API by itself and has no loadFeatures; its own event says that it is there.
    if (Shopify.customerPrivacy) say();
    else Shopify.loadFeatures?.(FEATURES, (error) => (error ? tell() : say()));
    return listen(document, ['visitorConsentCollected', 'shopifyCustomerPrivacyApiLoaded'], say);
  },
};
