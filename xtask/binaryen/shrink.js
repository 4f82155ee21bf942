// Makes a module smaller by Binaryen: node shrink.js MODULE
//
// The module must still have its names: they tell what only panics, and which functions are
// alike. What is written has none.

import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";
import { withoutLocations } from "./locations.js";

// What the compiler's own baseline allows and nothing newer, whatever Binaryen knows by now.
const { Features } = binaryen;
const BASELINE =
  Features.MutableGlobals |
  Features.NontrappingFPToInt |
  Features.SIMD128 |
  Features.SignExt |
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.ReferenceTypes |
  Features.CallIndirectOverlong |
  Features.Multivalue;

/** Functions of the standard library that never return: each tells why, to nobody, and traps. */
const PANICS = [
  /^core::(panicking|panic)::/,
  /^core::(option|result)::(unwrap|expect)_failed$/,
  /^core::cell::panic_already_/,
  /^core::slice::index::slice_\w*index\w*_fail$/,
  /^core::slice::copy_from_slice_impl::len_mismatch_fail$/,
  /^core::str::slice_error_fail(_rt)?$/,
  /^alloc::raw_vec::(capacity_overflow|handle_error)$/,
  /^alloc::alloc::handle_alloc_error$/,
  /^<?hashbrown::raw::Fallibility>?::capacity_overflow$/,
];

/** A function's path without what tells crates and instances apart. */
const path = (name) => name.replace(/\[[0-9a-f]{16}\]/g, "").replace(/::h[0-9a-f]{16}$/, "");

const [file] = process.argv.slice(2);
const module = binaryen.readBinary(readFileSync(file));
module.setFeatures(BASELINE);

let traps = 0;
for (let index = 0; index < module.getNumFunctions(); index++) {
  const reference = module.getFunctionByIndex(index);
  const { name } = binaryen.getFunctionInfo(reference);
  if (!PANICS.some((pattern) => pattern.test(path(name)))) continue;
  binaryen.Function.setBody(reference, module.unreachable());
  traps++;
}
// Without names nothing would be found, and nobody would notice but by the size.
if (traps === 0) throw new Error(`${file}: no function that panics; has it lost its names?`);

// The calls become the trap itself, and what they were given goes; nothing else is inlined.
binaryen.setAlwaysInlineMaxSize(1);
binaryen.setFlexibleInlineMaxSize(0);
binaryen.setOneCallerInlineMaxSize(0);
module.runPasses(["inlining", "dce", "vacuum"]);

// More of either makes the module shorter and what is sent of it, compressed, longer.
binaryen.setOptimizeLevel(1);
binaryen.setShrinkLevel(1);
module.optimize();

// Functions that are alike stand together, which compresses better.
module.runPasses(["reorder-functions-by-name", "reorder-locals", "strip-debug", "strip-producers"]);
writeFileSync(file, withoutLocations(module.emitBinary()));
