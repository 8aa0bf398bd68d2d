/** The value of `--NAME=VALUE` on the command line; undefined where it is not given. */
export function option(name: string): string | undefined {
  return Deno.args.find((each) => each.startsWith(`--${name}=`))?.split("=")[1];
}

/** The same as a number. */
export function numberOption(name: string, initial: number): number {
  return Number(option(name) ?? initial);
}
