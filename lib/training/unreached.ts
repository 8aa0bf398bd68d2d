/** What is said where a script or a runtime of the training does not come: offline, before it was ever fetched. */
export const UNREACHED =
  "What training needs could not be fetched: it comes with the network, and this browser keeps it from then on";
