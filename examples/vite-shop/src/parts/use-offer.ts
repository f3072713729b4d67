import { useEffect, type RefObject } from 'react';

const answerKey = 'alder-popup';
const firstViewKey = 'alder-first-view';
/** From the first page of the visit to the popup. */
const delayMs = 6_000;
/** A popup that is due still leaves a new page this long in peace. */
const graceMs = 1_500;

/** What the shopper answered is final: the popup does not come up on its own again. */
export function rememberAnswer(answer: 'dismissed' | 'joined'): void {
  if (window.localStorage.getItem(answerKey) !== 'joined') window.localStorage.setItem(answerKey, answer);
}

/** Opens the popup where `offers` allows it, after a while or on exit intent, unless it was answered before. */
export function useOffer(dialog: RefObject<HTMLDialogElement | null>, offers: boolean): void {
  useEffect(() => {
    if (!offers) return;
    const offer = (): void => {
      if (!window.localStorage.getItem(answerKey) && !dialog.current?.open) dialog.current?.showModal();
    };
    const leave = (event: MouseEvent): void => {
      if (event.clientY <= 0) offer();
    };
    const timer = setTimeout(offer, Math.max(graceMs, firstView() + delayMs - Date.now()));
    document.documentElement.addEventListener('mouseleave', leave);
    return () => {
      clearTimeout(timer);
      document.documentElement.removeEventListener('mouseleave', leave);
    };
  }, [dialog, offers]);
}

function firstView(): number {
  const time = Number(window.sessionStorage.getItem(firstViewKey)) || Date.now();
  window.sessionStorage.setItem(firstViewKey, String(time));
  return time;
}
