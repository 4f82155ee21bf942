/** Where a `.wasm` file is imported as a module, as workerd does. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
