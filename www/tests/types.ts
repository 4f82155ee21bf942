// The element is what the package declares of it: the compiler compares them.

import type * as declared from "../../pkg/preview/element";
import { HooksievePreview, type PreviewChange, define } from "../src/preview/custom-element";
import type { PreviewState } from "../src/preview/preview";

export const element: new () => declared.HooksievePreview = HooksievePreview;
export const definition: typeof declared.define = define;
export const change = (told: PreviewChange): declared.PreviewChange => told;
export const state = (open: declared.PreviewState): PreviewState => open;
