/** An answer to an HTTP request. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Plain text where it is missing. */
  readonly contentType?: string;
  /** What the resource allows, for status 405. */
  readonly allow?: string;
}
