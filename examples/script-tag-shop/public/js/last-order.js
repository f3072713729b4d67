const key = 'alder-last-order';

/** Kept for the thank-you page of this tab only. */
export const saveOrder = (order) => sessionStorage.setItem(key, JSON.stringify(order));
export const readOrder = () => JSON.parse(sessionStorage.getItem(key));
