import { MAX_EXPERIMENT_BYTES } from "@/lib/experiment/store/stored_experiment.ts";
import {
  EXPERIMENT_EXAMPLE,
  experimentRequest,
  experimentResponse,
  storedResponse,
} from "@/routes/api/experiments/schemas.ts";
import type { Operation } from "@/routes/api/openapi/operation.ts";

const TOO_OFTEN = "More requests than a client may make in a minute; Retry-After says how long to wait";
const NO_STORE = "The site has no store, or it is busy; Retry-After says how long to wait";
const UNKNOWN = "No experiment has this id";

/** What can be done with stored experiments, as the documentation tells it. */
export const experimentOperations: readonly Operation[] = [
  {
    id: "store-experiment",
    method: "post",
    path: "/experiments",
    summary: "Store an experiment",
    description:
      "Keeps a page's query under a short link, at most 48 KiB, and never changes it. Nothing is stored that the page " +
      "would have to correct: an unknown name or a bad value is answered 422. Results are shown as the author's. How " +
      "many a client may store a day is limited.",
    request: { name: "ExperimentRequest", schema: experimentRequest, example: EXPERIMENT_EXAMPLE },
    response: {
      status: "201",
      description: "Stored; Location is where it can be read",
      content: { name: "StoredExperiment", schema: storedResponse },
    },
    problems: {
      "400": "The body is not JSON",
      "413": `The body is larger than ${MAX_EXPERIMENT_BYTES / 1024} KiB`,
      "415": "The body is declared as something other than JSON",
      "422": "A field does not fit the schema, or the page has no such name or value",
      "429":
        "More requests a minute, or more experiments a day, than a client may; Retry-After says how long to wait",
      "503": NO_STORE,
      "507": "All experiments together take as much as the site keeps",
    },
  },
  {
    id: "read-experiment",
    method: "get",
    path: "/experiments/{id}",
    summary: "Read a stored experiment",
    description: "What was stored, without its delete token.",
    response: {
      status: "200",
      description: "The experiment",
      content: { name: "Experiment", schema: experimentResponse },
    },
    problems: { "404": UNKNOWN, "410": "It has expired", "429": TOO_OFTEN, "503": NO_STORE },
  },
  {
    id: "delete-experiment",
    method: "delete",
    path: "/experiments/{id}",
    summary: "Delete a stored experiment",
    description: "Takes the delete token as Authorization: Bearer, and gives the experiment's size back.",
    takesToken: true,
    response: { status: "204", description: "Deleted" },
    problems: {
      "401": "No delete token was sent",
      "403": "The token is not that of this experiment",
      "404": UNKNOWN,
      "429": TOO_OFTEN,
      "503": NO_STORE,
    },
  },
];
