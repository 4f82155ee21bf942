// Lets the page be opened without a network, where the browser and the address allow it.

export function keepOffline() {
  if (!import.meta.env.PROD || !isSecureContext || !("serviceWorker" in navigator)) return;
  // Without it the page works as well, only not without a network.
  navigator.serviceWorker.register("./service-worker.js").catch(() => {});
}
