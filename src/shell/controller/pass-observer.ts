import type { Refusal } from '../git/repository.ts';
import type { PassReport } from './pass-report.ts';
import type { StackSetReport } from './stack-set-report.ts';

/** Who is told what the controller does: the log, metrics, Kubernetes Events. What it throws is a defect of this program. */
export interface PassObserver {
  /** A StackSet was looked at. @param seconds that its decision took */
  looked(report: StackSetReport, seconds: number): void;
  /** The server did not take a commit. @param wait milliseconds until the next try */
  refused(refusal: Refusal, message: string, wait: number): void;
  passed(report: PassReport): void;
  /** A pass threw. @param wait milliseconds until the next try */
  failed(error: unknown, wait: number): void;
}

export const NO_OBSERVER: PassObserver = {
  looked: () => undefined,
  refused: () => undefined,
  passed: () => undefined,
  failed: () => undefined,
};

/** Tells several, one after the other. */
export const allOf = (observers: readonly PassObserver[]): PassObserver => ({
  looked(...told) {
    for (const observer of observers) observer.looked(...told);
  },
  refused(...told) {
    for (const observer of observers) observer.refused(...told);
  },
  passed(...told) {
    for (const observer of observers) observer.passed(...told);
  },
  failed(...told) {
    for (const observer of observers) observer.failed(...told);
  },
});
