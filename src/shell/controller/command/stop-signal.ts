/** What Kubernetes and a terminal send to a process that is to end. */
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Aborts when the process is told to end, and keeps it from ending by itself. A second time ends it at once. */
export function stopSignal(): { readonly signal: AbortSignal; readonly forget: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  for (const name of SIGNALS) process.once(name, stop);
  return {
    signal: controller.signal,
    forget: () => {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
}
