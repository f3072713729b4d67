/** A page view's name is its address; of one that is blank there is still to be told that somebody saw something. */
export const pageName = (url: string): string => url.trim() || 'page';
