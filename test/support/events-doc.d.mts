/** The text of docs/events.md, from the schemas as built. */
export declare const eventsDoc: () => string;
