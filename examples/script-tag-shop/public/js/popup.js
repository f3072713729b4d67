import { welcome } from './catalogue.js';
import { readCustomer, rememberCustomer } from './customer.js';
import { html } from './html.js';
import { subscribed } from './tracking.js';

const answerKey = 'alder-popup';
const firstViewKey = 'alder-first-view';
/** From the first page of the visit to the popup. */
const delayMs = 6_000;
/** A popup that is due still leaves a new page this long in peace. */
const graceMs = 1_500;

/** Puts the popup into the page: behind the "Get 10 % off" button and, if `offers`, after a while or on exit intent. */
export function startPopup({ offers }) {
  document.body.insertAdjacentHTML('beforeend', popup().markup);
  const dialog = document.querySelector('.popup');
  document.querySelector('[data-open-popup]').addEventListener('click', () => open(dialog));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target.closest('[data-close]')) dialog.close();
  });
  dialog.addEventListener('close', () => remember('dismissed'));
  dialog.querySelector('form').addEventListener('submit', (event) => join(event, dialog));
  if (offers) offerOnce(dialog);
}

function offerOnce(dialog) {
  const offer = () => localStorage.getItem(answerKey) || open(dialog);
  const firstView = Number(sessionStorage.getItem(firstViewKey)) || Date.now();
  sessionStorage.setItem(firstViewKey, firstView);
  setTimeout(offer, Math.max(graceMs, firstView + delayMs - Date.now()));
  document.documentElement.addEventListener('mouseleave', (event) => event.clientY <= 0 && offer());
}

function open(dialog) {
  if (dialog.open) return;
  const form = dialog.querySelector('form');
  form.reset();
  form.elements.email.value = readCustomer().email ?? '';
  showJoined(dialog, false);
  dialog.showModal();
}

function join(event, dialog) {
  event.preventDefault();
  const { email, wants_mail } = event.target.elements;
  rememberCustomer({ email: email.value.trim(), welcome: true });
  remember('joined');
  subscribed(email.value.trim(), wants_mail.checked);
  showJoined(dialog, true);
  dialog.querySelector('[data-joined] button').focus();
}

function showJoined(dialog, joined) {
  dialog.querySelector('[data-offer]').hidden = joined;
  dialog.querySelector('[data-joined]').hidden = !joined;
}

function remember(answer) {
  if (localStorage.getItem(answerKey) !== 'joined') localStorage.setItem(answerKey, answer);
}

const popup = () => html`
  <dialog class="popup" aria-labelledby="popup-title">
    <div class="popup-inner">
      <img class="popup-art" src="/images/popup.svg" alt="" />
      <div class="popup-text" data-offer>
        <p class="eyebrow">Welcome</p>
        <h2 id="popup-title">10 % off your first order</h2>
        <p>Leave your email and we take ten percent off whatever your skin needs first.</p>
        <form>
          <label class="field">
            <span>Email</span>
            <input type="email" name="email" autocomplete="email" required />
          </label>
          <label class="check">
            <input type="checkbox" name="wants_mail" />
            <span>Send me skincare notes and offers. I can unsubscribe at any time.</span>
          </label>
          <button class="button button-wide">Send me 10 % off</button>
        </form>
        <button class="text-button" type="button" data-close>No, thanks</button>
      </div>
      <div class="popup-text" data-joined hidden>
        <p class="eyebrow">You are in</p>
        <h2>Ten percent is yours</h2>
        <p>We take it off at checkout. Should you ever need the code:</p>
        <p class="popup-code">${welcome.code}</p>
        <button class="button button-wide" type="button" data-close>Continue shopping</button>
      </div>
    </div>
    <button class="popup-close" type="button" aria-label="Close" data-close>×</button>
  </dialog>
`;
