// The operators as the form and the editor name them; what they mean is the engine's.

export interface OperatorWords {
  name: string;
  /** As the end of "it must …". */
  asks: string;
  meaning: string;
  /** What its value looks like. */
  takes: "any" | "number" | "bounds" | "text" | "list" | "nothing";
}

const operator = (
  name: string,
  asks: string,
  takes: OperatorWords["takes"],
  meaning: string,
): OperatorWords => ({ name, asks, takes, meaning });

const negation = (positive: string): string =>
  `Exactly the opposite of ${positive}: also holds where the key is missing.`;

const NATIVE: readonly OperatorWords[] = [
  operator("eq", "equal", "any", "The same value of the same type; numbers compare exactly."),
  operator("ne", "not equal", "any", negation("eq")),
  operator("gt", "be greater than", "number", "Compared exactly, also numbers sent as text."),
  operator("gte", "be at least", "number", "Compared exactly, also numbers sent as text."),
  operator("lt", "be less than", "number", "Compared exactly, also numbers sent as text."),
  operator("lte", "be at most", "number", "Compared exactly, also numbers sent as text."),
  operator("between", "be between", "bounds", "From min to max, both included."),
  operator("not-between", "not be between", "bounds", negation("between")),
  operator("contains", "contain", "any", "A text within a text, or an element of a list."),
  operator("not-contains", "not contain", "any", negation("contains")),
  operator("starts-with", "start with", "text", "The text begins so."),
  operator("ends-with", "end with", "text", "The text ends so."),
  operator("in", "be one of", "list", "Equal to one of the list."),
  operator("not-in", "be none of", "list", negation("in")),
  operator("regexp", "match", "text", "ECMAScript syntax, found anywhere in the text."),
  operator("truthy", "be true", "nothing", "true, or the text “true”."),
  operator("falsy", "be there and not true", "nothing", "There, not null, and not true."),
  operator("exists", "be there", "nothing", "The key is there; null is there too."),
  operator("missing", "not be there", "nothing", "The key is not there."),
];

/** The twelve that the documentation of ARK names. */
const ARK = new Set(
  "eq ne gt gte lt lte between not-between contains regexp truthy falsy".split(" "),
);

/** The operators of a provider; none where it has no conditions. */
export function operatorsOf(provider: string | undefined): readonly OperatorWords[] {
  if (provider === "hooksieve") return NATIVE;
  if (provider !== "ark") return [];
  const between = "Between min and max, both excluded.";
  return NATIVE.filter(({ name }) => ARK.has(name)).map((one) =>
    one.name === "between" ? { ...one, meaning: between } : one,
  );
}
