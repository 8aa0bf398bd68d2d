/**
 * Serves the site with the permissions that it needs: `deno task serve`.
 *
 * @module
 */
import { permissionFlags } from "@/lib/build/permissions.ts";

/** Runs `main.ts` until it ends, and hands on the signals that end it. Returns its exit code. */
export async function serve(): Promise<number> {
  const args = ["run", ...permissionFlags((name) => Deno.env.get(name)), "main.ts"];
  const server = new Deno.Command(Deno.execPath(), { args }).spawn();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(signal, () => server.kill(signal));
  }
  return (await server.status).code;
}

if (import.meta.main) Deno.exit(await serve());
