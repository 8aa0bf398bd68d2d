// The build puts this behind shell.js: development has no service worker, and neither has a frame, which belongs to
// another site's page. The worker names the module that says that a new version is there.
const { serviceWorker } = self === top ? navigator : {};
if (serviceWorker) {
  serviceWorker.onmessage = ({ data }) => import(data);
  addEventListener("load", () => serviceWorker.register("/sw.js").catch(() => {}));
}
