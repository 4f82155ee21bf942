// What is declared is what is written, name by name.

import * as declared from "hooksieve";
import * as inline from "hooksieve/inline";
import * as slim from "hooksieve/slim";
import * as written from "../../../pkg/lib/api.js";

export const all: typeof declared = written;
export const same: (typeof declared)[] = [slim, inline];

/** Nothing is written that is not declared. */
type Undeclared<Written, Declared> = Exclude<keyof Written, keyof Declared>;
type Never<T extends never> = T;
export type Exports = Never<Undeclared<typeof written, typeof declared>>;
export type Router = Never<Undeclared<written.Router, declared.Router>>;
export type Statics = Never<Undeclared<typeof written.Router, typeof declared.Router>>;
export type Explainer = Never<Undeclared<written.Explainer, declared.Explainer>>;
export type NearMisses = Never<Undeclared<written.NearMisses, declared.NearMisses>>;
export type Failure = Never<Undeclared<written.HooksieveError, declared.HooksieveError>>;
