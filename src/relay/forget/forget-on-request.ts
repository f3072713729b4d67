import type { PrivacyRequest } from '../sources/source.ts';
import type { Forget } from './create-forget.ts';

/**
 * Acts on what a platform passes on: who asked it to be forgotten is erased here, and at the destinations. Somebody's wish
 * to see their data waits for the shop (`cartline export`), and so does a shop that leaves the platform: its history is
 * the shop's own decision.
 *
 * @returns what was done; undefined where the shop has to act
 */
export const createForgetOnRequest =
  (forget: Forget) =>
  async ({ kind, emails, phones, userIds }: PrivacyRequest): Promise<string | undefined> => {
    if (kind !== 'erase_person') return undefined;
    const names = [
      ...emails.map((email) => `email:${email}`),
      ...phones.map((phone) => `phone:${phone}`),
      ...userIds.map((userId) => `userId:${userId}`),
    ];
    let [persons, messages] = [0, 0];
    for (const who of names) {
      const erased = await forget({ who, isConfirmed: true });
      persons += erased?.persons ?? 0;
      messages += erased?.messages ?? 0;
    }
    return `${persons} persons and ${messages} messages erased`;
  };
