/** The worker's script, with the engine but without its module. */
declare const text: string;
export default text;
