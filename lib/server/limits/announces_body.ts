/** Whether a request says that a body follows its headers, be it true or not. */
export function announcesBody(headers: Headers): boolean {
  const length = headers.get("content-length");
  return length === null ? headers.has("transfer-encoding") : length !== "0";
}
