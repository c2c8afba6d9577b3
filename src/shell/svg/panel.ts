/** A place for data within a picture, in pixels. */
export interface Panel {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a moment is drawn. @param at seconds after the picture's start @param duration of the picture in seconds */
export const xOf = (at: number, { left, width }: Pick<Panel, 'left' | 'width'>, duration: number): number => left + (at / duration) * width;
