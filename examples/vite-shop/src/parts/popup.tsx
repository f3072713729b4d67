import { useState, type FormEvent, type MouseEvent, type ReactNode, type RefObject } from 'react';
import { useCartline } from 'cartline/react';
import { welcome } from '../catalogue.ts';
import { readCustomer, rememberCustomer } from '../customer.ts';
import { rememberAnswer, useOffer } from './use-offer.ts';

/** The welcome offer, in the browser's own modal dialog: it keeps the focus, and Escape closes it. */
export function Popup({ dialog, offers }: { dialog: RefObject<HTMLDialogElement | null>; offers: boolean }): ReactNode {
  const [joined, setJoined] = useState(false);
  const close = (): void => dialog.current?.close();
  const closeOnBackdrop = (event: MouseEvent): void => {
    if (event.target === dialog.current) close();
  };
  const closed = (): void => {
    rememberAnswer('dismissed');
    setJoined(false);
  };
  useOffer(dialog, offers);
  return (
    <dialog className="popup" aria-labelledby="popup-title" ref={dialog} onClick={closeOnBackdrop} onClose={closed}>
      <div className="popup-inner">
        <img className="popup-art" src="/images/popup.svg" alt="" />
        {joined ? <Joined onClose={close} /> : <Offer onClose={close} onJoin={() => setJoined(true)} />}
      </div>
      <button className="popup-close" type="button" aria-label="Close" onClick={close}>
        ×
      </button>
    </dialog>
  );
}

function Offer({ onClose, onJoin }: { onClose: () => void; onJoin: () => void }): ReactNode {
  const cartline = useCartline();
  const join = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const email = (fields.get('email') as string).trim(); // a text field's value
    rememberCustomer({ email, welcome: true });
    rememberAnswer('joined');
    // Consent is named only when the box was ticked: an empty box is not a withdrawal.
    cartline.identify({ email, source: 'popup', ...(fields.has('wants_mail') && { consent: { email: true } }) });
    onJoin();
  };
  return (
    <div className="popup-text">
      <p className="eyebrow">Welcome</p>
      <h2 id="popup-title">10 % off your first order</h2>
      <p>Leave your email and we take ten percent off whatever your skin needs first.</p>
      <form onSubmit={join}>
        <label className="field">
          <span>Email</span>
          <input type="email" name="email" autoComplete="email" required defaultValue={readCustomer().email} />
        </label>
        <label className="check">
          <input type="checkbox" name="wants_mail" />
          <span>Send me skincare notes and offers. I can unsubscribe at any time.</span>
        </label>
        <button className="button button-wide">Send me 10 % off</button>
      </form>
      <button className="text-button" type="button" onClick={onClose}>
        No, thanks
      </button>
    </div>
  );
}

function Joined({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <div className="popup-text">
      <p className="eyebrow">You are in</p>
      <h2 id="popup-title">Ten percent is yours</h2>
      <p>We take it off at checkout. Should you ever need the code:</p>
      <p className="popup-code">{welcome.code}</p>
      <button className="button button-wide" type="button" autoFocus onClick={onClose}>
        Continue shopping
      </button>
    </div>
  );
}
