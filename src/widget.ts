export { identifyFromWidget, type WidgetOptions, type WidgetPerson } from './widget/identify-from-widget.ts';
export type { WidgetAnswer, WidgetMessage } from './widget/protocol.ts';
