export { HooksievePreview } from "./preview/element.js";
export type {
  PreviewChange,
  PreviewEventMap,
  PreviewReady,
  PreviewState,
} from "./preview/element.js";
