/**
 * What the server may do, and no more: listen on its port, read the project, the models' folder and the store's file,
 * and write the store's file.
 *
 * @module
 */

/** Variables that the server reads. */
export const VARIABLES = [
  "PORT",
  "MODEL_MIRROR",
  "MODEL_HOST",
  "MODEL_HOST_REDIRECTS",
  "PUBLIC_ORIGIN",
  "RATE_LIMIT",
  "THREAD_SECONDS",
  "TRUSTED_PROXY",
  "DENO_KV_PATH",
  "DENO_DEPLOYMENT_ID",
  "DENO_DEPLOY",
  "EXPERIMENTS_PER_DAY",
  "EXPERIMENTS_MIB",
] as const;

/**
 * Flags of `deno run`. Nothing is asked for while it runs: what they do not name fails.
 *
 * @param env Value of an environment variable by name.
 * @throws {RangeError} If a path has a comma, which would make it two.
 */
export function permissionFlags(env: (name: string) => string | undefined): string[] {
  const mirror = folderOf("MODEL_MIRROR", env);
  const store = folderOf("DENO_KV_PATH", env);
  const reads = [".", mirror, store].filter((path) => path !== null);
  return [
    "--no-prompt",
    `--allow-net=0.0.0.0:${env("PORT") || "8000"}`,
    `--allow-read=${reads.join(",")}`,
    ...(store === null ? [] : [`--allow-write=${store}`]),
    `--allow-env=${VARIABLES.join(",")}`,
  ];
}

function folderOf(name: string, env: (name: string) => string | undefined): string | null {
  const path = env(name) || null;
  if (path?.includes(",")) throw new RangeError(`Cannot use ${name} "${path}": its path must have no comma`);
  return path;
}
